//! Files that a test writes, and holds to what it would write.

use std::env;
use std::fs;

/// Of the repository.
pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(format!("../{path}")).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// With `QNPOOL_BLESS=1` the file becomes what it should be.
pub(crate) fn hold(path: &str, expected: &str) {
    if env::var_os("QNPOOL_BLESS").is_some() {
        // At once, because other tests read it meanwhile.
        let new = format!("../{path}.new");
        fs::write(&new, expected).unwrap();
        fs::rename(new, format!("../{path}")).unwrap();
        return;
    }
    let difference = similar::TextDiff::from_lines(read(path).as_str(), expected)
        .unified_diff()
        .to_string();
    assert!(
        difference.is_empty(),
        "{path} is not what it is written from; \
         QNPOOL_BLESS=1 cargo test -p qnpool-tests --test figures --test peers --test readme\n{difference}"
    );
}
