//! Models of the engine: each hand-off between threads, in every order that the
//! threads may run in and with every value that memory may show them.
//!
//! loom runs a model again and again, once for each order, and fails it where two
//! threads touch an object, or a cache's magazines, without one's being done before
//! the other begins; where they wait for each other; and where something is never
//! freed. What a model says besides is in the model.
//!
//! The files of the engine are compiled here as they are, beside another `sync`, of
//! loom's types, and another `fence`.

mod pool;
