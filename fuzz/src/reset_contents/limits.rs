//! What a field, and a variant, can be told.

use std::collections::{HashMap, HashSet};

use arbitrary::{Arbitrary, Result, Unstructured};
use qnpool::Poolable;

use super::{Fill, extend, fill_map, fill_string, fill_vec, length};

/// The rules of a field.
#[derive(Debug, Poolable)]
pub(super) struct Limits {
    #[pool(max_bytes = 100)]
    words: Vec<u32>,
    #[pool(max_bytes = 1000)]
    map: HashMap<u16, String>,
    #[pool(max_capacity = 24, zeroize)]
    secret: Vec<u8>,
    #[pool(max_capacity = 3)]
    few: HashSet<u16>,
    #[pool(value = 7)]
    value: u8,
    #[pool(default, max_retained_bytes = 0)]
    replaced: String,
    #[pool(with = make_new, max_retained_bytes = 4)]
    text: String,
}

fn make_new(text: &mut String) {
    *text = String::with_capacity(4);
    text.push_str("new");
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            words: Vec::new(),
            map: HashMap::new(),
            secret: Vec::new(),
            few: HashSet::new(),
            value: 7,
            replaced: String::new(),
            text: "new".into(),
        }
    }
}

impl Fill for Limits {
    fn fill(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        self.value = Arbitrary::arbitrary(input)?;
        extend(
            &mut self.words,
            input,
            |it, key| it.push(key.into()),
            |it, _| it.pop(),
            Vec::reserve,
        )?;
        fill_map(&mut self.map, input)?;
        fill_vec(&mut self.secret, input)?;
        extend(
            &mut self.few,
            input,
            HashSet::insert,
            |it, key| it.remove(&key),
            HashSet::reserve,
        )?;
        fill_string(&mut self.replaced, input)?;
        fill_string(&mut self.text, input)
    }

    fn seen(&mut self) -> String {
        format!("{self:?}")
    }
}

#[derive(Debug, Poolable)]
#[pool(max_capacity = 16)]
pub(super) enum Choice {
    #[pool(default)]
    Reading {
        body: Vec<u8>,
        number: u32,
    },
    Writing(#[expect(dead_code, reason = "dropped")] Vec<String>),
    Closed,
}

impl Default for Choice {
    fn default() -> Self {
        Self::Reading {
            body: Vec::new(),
            number: 0,
        }
    }
}

impl Fill for Choice {
    fn fill(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        match (u8::arbitrary(input)? % 4, &mut *self) {
            (0 | 1, Self::Reading { body, number }) => {
                *number = 7;
                return fill_vec(body, input);
            }
            (2, _) => *self = Self::Writing(vec!["used".into(); length(input)?]),
            _ => *self = Self::Closed,
        }
        Ok(())
    }

    fn seen(&mut self) -> String {
        format!("{self:?}")
    }
}
