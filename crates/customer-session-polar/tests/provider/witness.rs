//! Listens to everything that is said through `tracing`, at every level.

use std::{
    cell::RefCell,
    fmt::{self, Write},
    sync::Once,
};

use tracing::{
    Event, Level, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

/// Hears everything on its thread, and so on the current-thread runtime of its test, until it is
/// dropped.
#[derive(Debug)]
pub(crate) struct Witness(());

/// One event or span.
#[derive(Clone, Debug)]
pub(crate) struct Heard {
    pub(crate) level: Level,
    pub(crate) target: String,
    pub(crate) text: String,
}

thread_local! {
    static HEARD: RefCell<Option<Vec<Heard>>> = const { RefCell::new(None) };
}

impl Witness {
    pub(crate) fn listen() -> Self {
        static ONCE: Once = Once::new();
        // One for all threads: with a subscriber per thread, tracing may remember for all of them
        // that a thread without one does not care for an event.
        ONCE.call_once(|| tracing::subscriber::set_global_default(Ears).unwrap());
        HEARD.set(Some(Vec::new()));
        Self(())
    }

    #[expect(clippy::unused_self, reason = "only a witness can tell")]
    pub(crate) fn heard(&self) -> Vec<Heard> {
        HEARD.with_borrow(Clone::clone).unwrap_or_default()
    }
}

impl Drop for Witness {
    fn drop(&mut self) {
        HEARD.set(None);
    }
}

struct Ears;

fn hear(level: Level, target: &str, text: String) {
    HEARD.with_borrow_mut(|heard| {
        if let Some(heard) = heard {
            let target = target.to_owned();
            heard.push(Heard {
                level,
                target,
                text,
            });
        }
    });
}

impl Subscriber for Ears {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut text = Text(span.metadata().name().to_owned());
        span.record(&mut text);
        hear(*span.metadata().level(), span.metadata().target(), text.0);
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut text = Text(String::new());
        values.record(&mut text);
        hear(Level::TRACE, "", text.0);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut text = Text(String::new());
        event.record(&mut text);
        hear(*event.metadata().level(), event.metadata().target(), text.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Text(String);

impl Visit for Text {
    fn record_str(&mut self, field: &Field, value: &str) {
        let _ = write!(self.0, " {field}={value}");
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
}
