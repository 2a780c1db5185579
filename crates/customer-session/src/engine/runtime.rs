//! The one runtime on which everything is asked.

use std::{future::Future, sync::OnceLock};

use tokio::{runtime::Handle, task::JoinHandle};

/// The runtime that runs all flights: given, or else that of whoever builds the configuration, or
/// else of the first request.
///
/// Connections belong to the runtime they were opened on. actix-web's workers are runtimes of their
/// own, which come and go: they must not own a connection that another worker waits for.
#[derive(Debug, Default)]
pub(crate) struct Runtime(OnceLock<Handle>);

impl Runtime {
    pub(crate) fn given_or_current(given: Option<Handle>) -> Self {
        let cell = OnceLock::new();
        if let Some(handle) = given.or_else(|| Handle::try_current().ok()) {
            // The cell is new, so it cannot be taken.
            let _ = cell.set(handle);
        }
        Self(cell)
    }

    /// Spawns a task; `None` if there is no runtime at all, in which case the task is dropped.
    pub(crate) fn spawn<F>(&self, task: F) -> Option<JoinHandle<F::Output>>
    where
        F: Future<Output: Send> + Send + 'static,
    {
        if self.0.get().is_none() {
            let _ = self.0.set(Handle::try_current().ok()?);
        }
        self.0.get().map(|handle| handle.spawn(task))
    }
}
