//! How time is measured, whatever is compared.

pub(crate) mod crew;
pub(crate) mod figures;
pub(crate) mod runner;
pub(crate) mod scenarios;
