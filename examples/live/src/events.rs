//! Server-sent events.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::State,
    response::sse::{Event, Sse},
};
use customer_session::clock::Clock;
use customer_session_axum::CurrentSession;
use futures_util::{FutureExt, Stream, StreamExt, stream};

use crate::farewell;

/// A tick a second as long as the session is there, and then why it is not.
///
/// A client that takes its time is sent nothing after the end either: a tick is made when there is
/// room for it, and the end is looked at first.
pub(crate) async fn events(
    State(clock): State<Arc<dyn Clock>>,
    CurrentSession(session): CurrentSession,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let ended = session.ended().shared();
    let goodbye = ended
        .clone()
        .map(|ended| Event::default().event("ended").data(farewell(ended)));
    let events = ticks(clock).take_until(ended).chain(stream::once(goodbye));
    Sse::new(events.map(Ok))
}

/// The first one at once.
fn ticks(clock: Arc<dyn Clock>) -> impl Stream<Item = Event> {
    stream::unfold((clock, 0_u64), async |(clock, number)| {
        if number > 0 {
            clock.sleep(Duration::from_secs(1)).await;
        }
        let event = Event::default().event("tick").data(number.to_string());
        Some((event, (clock, number + 1)))
    })
}
