//! The rules and the dashboard.

