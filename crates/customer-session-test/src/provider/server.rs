//! The server that plays the issuer, on a thread of its own, so that a provider that blocks its
//! thread cannot block it.

use std::{
    io,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use customer_session::clock::{Clock as _, SystemClock};
use hyper::{
    Request, Response, StatusCode,
    body::Incoming,
    header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue},
};
use tokio::{
    runtime::{Builder, Runtime},
    sync::watch,
};

use super::{
    Reply,
    asked::Asked,
    bench::{Place, Session},
};
use crate::wire::{Answer, AnswerBody, BrokenOff, Door, accept, html, truncated};

/// A server that answers by a script, and another at a different address, to which nobody has a
/// reason to go.
#[derive(Debug)]
pub(super) struct Server {
    runtime: Option<Runtime>,
    door: Door,
    stranger: Door,
    desk: Arc<Desk>,
}

/// What is done in place of an answer.
#[derive(Clone, Debug)]
pub(super) enum Spoil {
    /// The connection is closed without an answer.
    Break,
    /// This is announced, half of it is sent, and the connection breaks.
    Cut(Reply),
    /// JSON is answered that does not end, and may announce how long it is.
    Flood { announced: bool },
    /// Nothing is answered.
    Hang,
    /// This is answered.
    Instead(Reply),
}

/// Where requests are taken in, whatever is played.
#[derive(Debug, Default)]
struct Desk(Mutex<Arc<Round>>);

/// What is played, and what is seen meanwhile. Each play is a round of its own: a connection that is
/// still busy with an earlier one tells that one, and not the trial that came after it.
#[derive(Debug, Default)]
struct Round {
    script: Option<Session>,
    spoil: Option<(Place, Spoil)>,
    asked: Mutex<Vec<Asked>>,
    strayed: AtomicU64,
    /// Whether a request has arrived at the spoilt place.
    arrived: watch::Sender<bool>,
    /// Whether a flood was read to its end.
    flooded: watch::Sender<bool>,
}

impl Server {
    pub(super) fn start() -> io::Result<Self> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()?;
        let entered = runtime.enter();
        let (door, stranger) = (Door::open(0)?, Door::open(0)?);
        drop(entered);
        let desk = Arc::new(Desk::default());
        let issuer = desk.clone();
        runtime.spawn(accept(door.doorway(), move |_, request| {
            respond(issuer.clone(), request)
        }));
        let elsewhere = desk.clone();
        runtime.spawn(accept(stranger.doorway(), move |_, request| {
            stray(elsewhere.clone(), request)
        }));
        Ok(Self {
            runtime: Some(runtime),
            door,
            stranger,
            desk,
        })
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.door.address())
    }

    pub(super) fn stranger_url(&self) -> String {
        format!("http://{}", self.stranger.address())
    }

    /// Answers as this session's issuer from now on, but for what is spoilt, and forgets what was
    /// asked.
    pub(super) fn play(&self, session: &Session, spoil: Option<(Place, Spoil)>) {
        // The port is reserved; should it not be listened on again, the good session tells.
        let _ = self.door.reopen();
        *self.desk.current() = Arc::new(Round {
            script: Some(session.clone()),
            spoil,
            ..Round::default()
        });
    }

    /// Refuses connections until something else is played.
    pub(super) fn shut(&self) {
        self.door.shut();
    }

    /// What was asked since the script was set.
    pub(super) fn asked(&self) -> Vec<Asked> {
        self.desk.round().asked().clone()
    }

    /// How many requests went to where nobody has a reason to go.
    pub(super) fn strayed(&self) -> u64 {
        self.desk.round().strayed.load(Relaxed)
    }

    /// Waits until a request arrives at the spoilt place.
    pub(super) async fn arrival(&self) {
        told(&self.desk.round().arrived).await;
    }

    /// Waits until a flood was read to its end.
    pub(super) async fn flooded(&self) {
        told(&self.desk.round().flooded).await;
    }
}

/// Waits until this is said; it is not unsaid, and whoever waits keeps the sender.
async fn told(said: &watch::Sender<bool>) {
    let _ = said.subscribe().wait_for(|said| *said).await;
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Desk {
    fn round(&self) -> Arc<Round> {
        self.current().clone()
    }

    fn current(&self) -> MutexGuard<'_, Arc<Round>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is to be done about a request.
enum Todo {
    Answer(Reply),
    NotFound,
    Spoil(Spoil),
}

impl Round {
    fn asked(&self) -> MutexGuard<'_, Vec<Asked>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn todo(&self, place: &Place) -> Todo {
        if let Some((spoilt, spoil)) = &self.spoil
            && spoilt == place
        {
            return Todo::Spoil(spoil.clone());
        }
        let reply = self.script.as_ref().and_then(|script| script.at(place));
        reply.cloned().map_or(Todo::NotFound, Todo::Answer)
    }
}

async fn respond(
    desk: Arc<Desk>,
    request: Request<Incoming>,
) -> Result<Response<AnswerBody>, BrokenOff> {
    let round = desk.round();
    let asked = Asked::read(request).await;
    let todo = round.todo(&asked.place);
    round.asked().push(asked);
    let answer = match todo {
        Todo::Answer(reply) => reply.into_answer(),
        Todo::NotFound => html(404),
        Todo::Spoil(spoil) => {
            round.arrived.send_replace(true);
            spoilt(&round, spoil).await?
        }
    };
    Ok(answer.into_response())
}

async fn spoilt(round: &Round, spoil: Spoil) -> Result<Answer, BrokenOff> {
    match spoil {
        Spoil::Break => Err(BrokenOff),
        Spoil::Cut(reply) => Ok(truncated(reply.into_answer())),
        Spoil::Flood { announced } => {
            let body = AnswerBody::flood(FLOOD, round.flooded.clone());
            let answer =
                Answer::new(StatusCode::OK, body).with_static(CONTENT_TYPE, "application/json");
            Ok(if announced {
                answer.with(CONTENT_LENGTH, HeaderValue::from(ANNOUNCED))
            } else {
                answer
            })
        }
        Spoil::Hang => {
            SystemClock::new().sleep(HELD).await;
            Err(BrokenOff)
        }
        Spoil::Instead(reply) => Ok(reply.into_answer()),
    }
}

/// Answers as the issuer would, so that whoever comes here is found out by more than one rule.
async fn stray(
    desk: Arc<Desk>,
    request: Request<Incoming>,
) -> Result<Response<AnswerBody>, BrokenOff> {
    let round = desk.round();
    let asked = Asked::read(request).await;
    round.strayed.fetch_add(1, Relaxed);
    let reply = round
        .script
        .as_ref()
        .and_then(|script| script.at(&asked.place));
    let answer = reply.cloned().map_or_else(|| html(404), Reply::into_answer);
    Ok(answer.into_response())
}

/// Far beyond the answer about any session, and little enough for every machine.
const FLOOD: usize = 32 * 1024 * 1024;
const ANNOUNCED: u64 = 8 * 1024 * 1024 * 1024;

/// A provider that blocks its thread gets it back after this long.
const HELD: Duration = Duration::from_secs(4);

#[cfg(test)]
mod tests;
