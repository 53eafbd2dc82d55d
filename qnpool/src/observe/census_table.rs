//! A census as a table for people.

use std::fmt::{self, Write};
use std::time::Duration;

use super::census::{CallSite, Census};
use crate::LeakDetection;

impl fmt::Display for Census {
    /// Prints a heading and a line for each call site that has objects out, worst first.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let live = self.live();
        let objects = if live == 1 { "object" } else { "objects" };
        write!(f, "pool `{}`: ", self.pool)?;
        match self.level {
            LeakDetection::Off if live == 0 => return f.write_str("no object is followed"),
            LeakDetection::Sampled(n) => {
                write!(f, "about {live} {objects} out (1 in {n} followed)")?;
            }
            // From before the level was set.
            _ if self.has_samples() => write!(f, "about {live} {objects} out")?,
            _ => write!(f, "{live} {objects} out")?,
        }
        if live == 0 {
            return Ok(());
        }
        let mut rows =
            vec![["live", "oldest", "taken", "returned", "ratio", "taken at"].map(String::from)];
        rows.extend(self.call_sites.iter().filter(|site| site.live > 0).map(row));
        let widths: [usize; 5] = std::array::from_fn(|column| {
            let cells = rows.iter().map(|row| row[column].chars().count());
            cells.max().unwrap_or(0)
        });
        for row in &rows {
            f.write_char('\n')?;
            for (cell, width) in row.iter().zip(widths) {
                write!(f, "{cell:>width$}  ")?;
            }
            f.write_str(&row[5])?;
        }
        Ok(())
    }
}

impl Census {
    fn has_samples(&self) -> bool {
        let mut holds = self.call_sites.iter().flat_map(|site| &site.holds);
        holds.any(|hold| hold.weight > 1)
    }
}

fn row(site: &CallSite) -> [String; 6] {
    let mut place = site.location.to_string();
    if let Some(touched) = site.holds.first().and_then(|oldest| oldest.touched) {
        let _ = write!(place, ", oldest seen at {touched}");
    }
    [
        site.live.to_string(),
        age(site.oldest),
        site.taken.to_string(),
        site.returned.to_string(),
        format!("{:.2}", site.ratio()),
        place,
    ]
}

/// In the unit that a person would say, with two or three digits.
pub(super) fn age(age: Duration) -> String {
    let seconds = age.as_secs();
    match seconds {
        0 => format!("{} ms", age.as_millis()),
        1..=9 => format!("{:.1} s", age.as_secs_f64()),
        10..=119 => format!("{seconds} s"),
        120..=7199 => format!("{} min", seconds / 60),
        7200..=172_799 => format!("{} h", seconds / 3600),
        _ => format!("{} days", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_said_as_people_say_them() {
        let ages = [
            (Duration::ZERO, "0 ms"),
            (Duration::from_millis(999), "999 ms"),
            (Duration::from_millis(1234), "1.2 s"),
            (Duration::from_secs(10), "10 s"),
            (Duration::from_secs(119), "119 s"),
            (Duration::from_secs(120), "2 min"),
            (Duration::from_secs(7199), "119 min"),
            (Duration::from_secs(7200), "2 h"),
            (Duration::from_secs(200_000), "2 days"),
        ];
        for (duration, text) in ages {
            assert_eq!(age(duration), text);
        }
    }
}
