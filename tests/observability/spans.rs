//! Which question belongs to which request.

use std::sync::{Arc, Mutex};

use tracing::{
    Instrument, Subscriber, info_span,
    span::{Attributes, Id},
};
use tracing_subscriber::{
    Layer, Registry,
    layer::{Context, SubscriberExt},
    registry::LookupSpan,
};

use crate::world::{SECOND, World, settle};

/// Every span as `parent > name`, and as `name ~ cause` where it follows from another.
#[derive(Clone, Debug, Default)]
struct Family(Arc<Mutex<Vec<String>>>);

impl Family {
    fn note(&self, line: String) {
        self.0.lock().unwrap().push(line);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Family {
    fn on_new_span(&self, span: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let span_ref = context.span(id).unwrap();
        let parent = span_ref.parent().map_or("nobody", |parent| parent.name());
        self.note(format!("{parent} > {}", span.metadata().name()));
    }

    fn on_follows_from(&self, span: &Id, follows: &Id, context: Context<'_, S>) {
        let name = |id| context.span(id).unwrap().name();
        self.note(format!("{} ~ {}", name(span), name(follows)));
    }
}

fn listen() -> (Family, tracing::subscriber::DefaultGuard) {
    let family = Family::default();
    let subscriber = Registry::default().with(family.clone());
    (family, tracing::subscriber::set_default(subscriber))
}

#[tokio::test]
async fn questions_belong_to_the_request_that_waits_for_them() {
    let (family, _guard) = listen();
    let world = World::new();
    let token = world.token();

    world.accept(&token).instrument(info_span!("request")).await;

    let expected = ["nobody > request", "request > verify", "request > look_up"];
    assert_eq!(family.take(), expected);
}

#[tokio::test]
async fn a_renewal_follows_from_the_request_that_caused_it_and_is_no_part_of_it() {
    let (family, _guard) = listen();
    let world = World::new();
    let token = world.token();
    world.accept(&token).await;
    world.pass(50 * SECOND);
    family.take();

    world.accept(&token).instrument(info_span!("request")).await;
    settle().await;

    let expected = [
        "nobody > request",
        "nobody > renew",
        "renew ~ request",
        "renew > verify",
    ];
    assert_eq!(family.take(), expected);
}

#[tokio::test]
async fn a_hit_has_no_span() {
    let (family, _guard) = listen();
    let world = World::new();
    let token = world.token();
    world.accept(&token).await;
    family.take();

    world.accept(&token).await;

    assert_eq!(family.take(), Vec::<String>::new());
}
