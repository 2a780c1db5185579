//! What the benchmarks share: a provider that answers at once, a layer that does nothing, and
//! honest statistics.

pub mod apps;
pub mod provider;
pub mod statistics;
