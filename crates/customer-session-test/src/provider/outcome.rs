//! Asks as the engine does, and takes what comes, panics included.

use std::{any::Any, sync::Arc, time::Duration};

use customer_session::{
    Reason,
    clock::{Clock as _, SystemClock},
    provider::{ProviderError, SessionFacts, SessionProvider},
    session::CustomerRecord,
    token::SessionToken,
};
use tokio::task::{JoinError, JoinHandle};

/// What came of a question.
#[derive(Debug)]
pub(super) enum Outcome {
    Panicked(String),
    Refused(ProviderError),
    /// Nothing, for as long as the suite waits.
    Silent,
    Vouched(Box<Vouched>),
}

/// What a provider vouches for.
#[derive(Clone, Debug)]
pub(super) struct Vouched {
    pub(super) facts: SessionFacts,
    pub(super) record: CustomerRecord,
}

/// A question that can be given up, and is when nobody waits for its answer any more.
pub(super) struct Question(JoinHandle<Result<Vouched, ProviderError>>);

impl Question {
    pub(super) fn ask<P: SessionProvider>(provider: &Arc<P>, token: &str) -> Self {
        let (provider, token) = (provider.clone(), SessionToken::new(token));
        Self(tokio::spawn(
            async move { session(&*provider, &token).await },
        ))
    }

    /// What comes of it, within the suite's patience.
    pub(super) async fn outcome(mut self) -> Outcome {
        tokio::select! {
            biased;
            done = &mut self.0 => of(done),
            () = SystemClock::new().sleep(PATIENCE) => Outcome::Silent,
        }
    }

    /// Waits until it is answered.
    pub(super) async fn answered(&mut self) -> Outcome {
        of((&mut self.0).await)
    }

    /// Gives it up. What is wrong, if it could not be.
    pub(super) async fn give_up(mut self) -> Option<String> {
        self.0.abort();
        match (&mut self.0).await {
            Err(error) if error.is_cancelled() => None,
            done => Some(format!(
                "a future that held its thread until the connection broke, and {}",
                of(done).describe()
            )),
        }
    }
}

impl Drop for Question {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Outcome {
    /// In words, without what the answers held.
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Panicked(message) => format!("a panic: {message}"),
            Self::Refused(error) => describe_error(error),
            Self::Silent => format!("nothing within {} s", PATIENCE.as_secs()),
            Self::Vouched(vouched) => {
                format!("a session of {}", vouched.facts.customer_id)
            }
        }
    }
}

pub(super) fn describe_error(error: &ProviderError) -> String {
    let reason = error.reason();
    let kind = if error.is_denial() {
        "the denial"
    } else {
        "the fault"
    };
    format!("{kind} `{reason}` ({})", reason.status())
}

/// Whether it is one of the denials that a provider states, and not what the core's own providers
/// make of an answer that fails a check of theirs.
pub(super) fn is_stated_denial(error: &ProviderError) -> bool {
    matches!(
        error.reason(),
        Reason::TokenDenied | Reason::TokenExpired | Reason::NotOurCustomer
    )
}

/// First what needs no question, then the session, then its customer, if the facts carry none.
async fn session<P: SessionProvider>(
    provider: &P,
    token: &SessionToken,
) -> Result<Vouched, ProviderError> {
    let now = SystemClock::new().now();
    let local = provider.verify_local(token.expose(), now);
    let facts = match local {
        Some(Ok(facts)) if facts.customer.is_some() => facts,
        Some(Err(refused)) => return Err(refused),
        Some(Ok(_)) | None => provider.verify(token).await?,
    };
    let record = match facts.customer.clone() {
        Some(record) => record,
        None => provider.customer(&facts.customer_id).await?,
    };
    Ok(Vouched { facts, record })
}

fn of(done: Result<Result<Vouched, ProviderError>, JoinError>) -> Outcome {
    match done {
        Ok(Ok(vouched)) => Outcome::Vouched(Box::new(vouched)),
        Ok(Err(error)) => Outcome::Refused(error),
        Err(error) if error.is_panic() => Outcome::Panicked(message(&*error.into_panic())),
        Err(_) => Outcome::Silent,
    }
}

/// What a panic said.
pub(super) fn message(panic: &(dyn Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "without a message".to_owned())
}

/// Longer than the default bounds of the HTTP client, so that they end a question first.
const PATIENCE: Duration = Duration::from_secs(10);
