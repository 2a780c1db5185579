//! Listens to everything that is said through `tracing`, at every level. The observability tests
//! of the workspace listen with the same ears.

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

/// One event or span, or more about a span.
#[derive(Clone, Debug)]
pub(crate) struct Heard {
    #[allow(dead_code, reason = "not all who listen ask for names")]
    pub(crate) kind: Kind,
    pub(crate) level: Level,
    pub(crate) target: String,
    /// All names and values, in one line.
    pub(crate) text: String,
}

/// What was heard, with the names of its fields.
#[allow(dead_code, reason = "not all who listen ask for names")]
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// An event, by its message.
    Event(String, Vec<&'static str>),
    /// Values of a span that were not known when it began.
    Record,
    /// A span, by its name.
    Span(&'static str, Vec<&'static str>),
}

thread_local! {
    static HEARD: RefCell<Option<Vec<Heard>>> = const { RefCell::new(None) };
}

impl Witness {
    pub(crate) fn listen() -> Self {
        static ONCE: Once = Once::new();
        // One for all threads: with a subscriber per thread, tracing may remember for all of them
        // that a thread without one does not care for an event.
        ONCE.call_once(|| {
            tracing::subscriber::set_global_default(Ears).unwrap();
            // An event of another thread that came just before has been told that nobody listens.
            tracing::callsite::rebuild_interest_cache();
        });
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

fn hear(kind: Kind, level: Level, target: &str, text: String) {
    HEARD.with_borrow_mut(|heard| {
        if let Some(heard) = heard {
            let target = target.to_owned();
            heard.push(Heard {
                kind,
                level,
                target,
                text,
            });
        }
    });
}

/// The names of all fields but the message, whether or not they have a value.
fn fields(metadata: &Metadata<'static>) -> Vec<&'static str> {
    let names = metadata.fields().iter().map(|field| field.name());
    names.filter(|name| *name != "message").collect()
}

impl Subscriber for Ears {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let metadata = span.metadata();
        let mut text = Text::new(metadata.name());
        span.record(&mut text);
        let kind = Kind::Span(metadata.name(), fields(metadata));
        hear(kind, *metadata.level(), metadata.target(), text.line);
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut text = Text::new("");
        values.record(&mut text);
        hear(Kind::Record, Level::TRACE, "", text.line);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let metadata = event.metadata();
        let mut text = Text::new("");
        event.record(&mut text);
        let kind = Kind::Event(text.message, fields(metadata));
        hear(kind, *metadata.level(), metadata.target(), text.line);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Text {
    line: String,
    message: String,
}

impl Text {
    fn new(start: &str) -> Self {
        Self {
            line: start.to_owned(),
            message: String::new(),
        }
    }
}

impl Visit for Text {
    fn record_str(&mut self, field: &Field, value: &str) {
        let _ = write!(self.line, " {field}={value}");
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let _ = write!(self.line, " {field}={value:?}");
        if field.name() == "message" {
            self.message = format!("{value:?}");
        }
    }
}
