//! `Url`, which is never empty, and its `Host`: both are refused.

use url::{Host, Url};

use crate::poolable::refused::refused;

refused! {
    NoZero:
        [] Url
        [S] Host<S>;
}
