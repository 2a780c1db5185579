//! Collects whatever can be printed. The observability tests of the workspace collect with it too.

use std::{
    error::Error,
    fmt::{Debug, Display, Write},
};

/// Collects whatever can be printed.
#[derive(Default)]
pub(crate) struct Printed(pub(crate) String);

impl Printed {
    pub(crate) fn debug(&mut self, value: &impl Debug) {
        let _ = writeln!(self.0, "{value:?}\n{value:#?}");
    }

    pub(crate) fn error(&mut self, error: &(impl Error + 'static)) {
        self.debug(error);
        let mut next: Option<&(dyn Error + 'static)> = Some(error);
        while let Some(error) = next {
            self.display(&error);
            let _ = writeln!(self.0, "{error:?}");
            next = error.source();
        }
    }

    pub(crate) fn display(&mut self, value: &impl Display) {
        let _ = writeln!(self.0, "{value}");
    }
}
