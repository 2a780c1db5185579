//! What the state machines synchronize with: the only place that names a mutex for them.
//!
//! Their models run under `--cfg customer_session_model` (`cargo xtask model`), where the mutex is
//! loom's and every order in which threads can take it is tried. The cfg is this crate's own:
//! `--cfg loom` would change tokio too. Reference counts are the standard library's in both cases;
//! nothing here hangs on the moment at which one falls to zero.

pub(crate) use std::sync::Arc;
use std::sync::PoisonError;

#[cfg(all(test, customer_session_model))]
pub(crate) use loom::sync::{
    Mutex, MutexGuard,
    atomic::{AtomicU64, Ordering},
};
#[cfg(not(all(test, customer_session_model)))]
pub(crate) use std::sync::{
    Mutex, MutexGuard,
    atomic::{AtomicU64, Ordering},
};

/// Locks, also after a panic: for state that no panic can leave half-changed.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
