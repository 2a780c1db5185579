//! A session's end: brought about, or waited for.

use std::{
    future::{Future, pending},
    sync::Arc,
    time::Duration,
};

use tokio::sync::watch;

use super::{Proven, VerifiedSession};
use crate::{
    cache::Now,
    clock::Clock,
    engine::Engine,
    revoke::{RevocationError, Sessions},
};

/// How a session ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Ended {
    /// The expiry that its issuer stated has come.
    Expired,
    /// It was [ended](crate::revoke) here.
    Revoked,
}

impl VerifiedSession {
    /// Ends this session: every later request with its token is refused by this process. A whole
    /// logout handler:
    ///
    /// ```
    /// # use customer_session::{VerifiedSession, revoke::RevocationError};
    /// async fn logout(session: VerifiedSession) -> Result<(), RevocationError> {
    ///     session.sign_out()
    /// }
    /// ```
    ///
    /// Polar and Stripe cannot revoke a session: until it expires they themselves go on to accept
    /// the token. Other sessions of the customer stay; see
    /// [`Sessions::of_customer`](crate::revoke::Sessions::of_customer).
    ///
    /// # Errors
    ///
    /// When the bound on revocations is reached: the session goes on then. Also when no engine
    /// verified the session, or its configuration is gone.
    pub fn sign_out(&self) -> Result<(), RevocationError> {
        let home = self.proven().home.as_ref();
        let home = home.ok_or_else(RevocationError::no_engine)?;
        let engine = home
            .engine
            .upgrade()
            .ok_or_else(RevocationError::no_engine)?;
        engine.end(&Sessions::of_known(home.identity))
    }

    /// Waits until the session expires or is ended here. For responses that last longer than a
    /// request does (WebSockets, server-sent events, downloads): race it and stop when it is ready,
    /// else a customer who signed out goes on to listen.
    ///
    /// It borrows nothing and keeps no engine alive. It is not told what the issuer alone knows,
    /// such as a customer who was deleted there, unless a webhook ends the session here. A session
    /// whose issuer states no expiry ends by revocation only; one that no engine verified never
    /// ends.
    ///
    /// # Cancellation
    ///
    /// Dropping it changes nothing.
    pub fn ended(&self) -> impl Future<Output = Ended> + Send + use<> {
        let session = self.proven().clone();
        async move {
            match watch_over(&session) {
                Some((clock, bell)) => end_of(&session, &*clock, bell).await,
                None => pending().await,
            }
        }
    }
}

/// The clock by which a session expires, and the bell that rings when sessions are ended.
fn watch_over(session: &Proven) -> Option<(Arc<dyn Clock>, watch::Receiver<()>)> {
    let engine = engine_of(session)?;
    Some((engine.clock.clone(), engine.bell()))
}

async fn end_of(session: &Proven, clock: &dyn Clock, mut bell: watch::Receiver<()>) -> Ended {
    loop {
        bell.mark_unchanged();
        if engine_of(session).is_some_and(|engine| engine.is_over(session)) {
            return Ended::Revoked;
        }
        let now = Now::read(clock);
        let expires_at = session.facts.end();
        if expires_at.is_some_and(|end| now.is_at_or_past(end)) {
            return Ended::Expired;
        }
        let expiry = async {
            match expires_at {
                // In steps, since the wall clock may be set meanwhile.
                Some(end) => clock.sleep(now.until(end).min(LONGEST_STEP)).await,
                None => pending().await,
            }
        };
        tokio::select! {
            () = expiry => {}
            () = rung(&mut bell) => {}
        }
    }
}

/// Waits for the bell. Without an engine nobody can end a session any more, and it never rings.
async fn rung(bell: &mut watch::Receiver<()>) {
    if bell.changed().await.is_err() {
        pending::<()>().await;
    }
}

fn engine_of(session: &Proven) -> Option<Arc<Engine>> {
    session.home.as_ref()?.engine.upgrade()
}

const LONGEST_STEP: Duration = Duration::from_secs(30);
