//! How time is measured, whatever is compared.

pub(crate) mod crew;
pub(crate) mod figures;
pub(crate) mod numbers;
pub(crate) mod record;
pub(crate) mod runner;
pub(crate) mod scenarios;
