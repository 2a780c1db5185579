//! The task that fetches: in time, when there are no keys, and when one is unknown.

use std::{sync::Arc, time::Duration};

use tokio::task::JoinSet;

use super::{
    Jwks,
    desk::Need,
    fetch::{Fetched, Found},
    snapshot::Snapshot,
};
use crate::{
    observe,
    provider::{Host, ProviderError, jwt::Dropped},
    sync::lock,
};

/// Whoever fetches. Gone, for whatever reason, it leaves the desk as it must be found, so that
/// nobody waits for what does not come.
#[derive(Debug)]
pub(super) struct Keeper {
    jwks: Arc<Jwks>,
    host: Host,
    found: Found,
    /// What was said of the keys of the last set that are not used.
    dropped: Vec<Dropped>,
    /// Whether it was said that the keys are too old.
    gone: bool,
}

impl Keeper {
    /// The desk says that it is attended already.
    pub(super) fn new(jwks: &Arc<Jwks>, host: Host) -> Self {
        Self {
            jwks: jwks.clone(),
            host,
            found: Found::default(),
            dropped: Vec::new(),
            gone: false,
        }
    }

    /// Until the engine is gone, which drops this.
    pub(super) async fn keep(mut self) {
        loop {
            let flight = self.next_flight().await;
            let asked = self.now();
            let fetched = self.fetch().await;
            self.land(flight, asked, fetched);
        }
    }

    fn now(&self) -> Duration {
        self.host.clock().monotonic()
    }

    /// Waits until a fetch is wanted, or it is time for one.
    async fn next_flight(&mut self) -> u64 {
        loop {
            if let Some(wanted) = self.wanted() {
                return wanted;
            }
            let pause = self.pause();
            tokio::select! {
                () = self.jwks.wish.notified() => {}
                () = self.host.clock().sleep(pause) => {}
            }
        }
    }

    fn wanted(&mut self) -> Option<u64> {
        self.mind_age();
        let now = self.now();
        let mut desk = lock(&self.jwks.desk);
        if let Some(wanted) = desk.under_way() {
            return Some(wanted);
        }
        let due = now >= self.due(desk.again());
        let cooldown = self.jwks.settings.cooldown;
        due.then(|| desk.board(Need::Schedule, now, cooldown).ok())?
    }

    /// When to fetch next: when the keys' time has come, or the pause after a failure is over.
    fn due(&self, again: Option<Duration>) -> Duration {
        let newest = self.jwks.newest.load();
        let aged = newest
            .as_ref()
            .map_or(Duration::ZERO, |snapshot| snapshot.refresh_at);
        again.unwrap_or(aged)
    }

    /// Until something is to be done without anybody's wish.
    fn pause(&self) -> Duration {
        let due = self.due(lock(&self.jwks.desk).again());
        let end = self.end().filter(|_| !self.gone);
        let next = end.map_or(due, |end| end.min(due));
        next.saturating_sub(self.now())
    }

    /// From when on the keys are too old.
    fn end(&self) -> Option<Duration> {
        let newest = self.jwks.newest.load();
        let snapshot = newest.as_ref()?;
        Some(snapshot.fetched_at + self.jwks.settings.lifetime())
    }

    /// Once keys are too old, what was verified by them is no better.
    fn mind_age(&mut self) {
        if !self.gone && self.end().is_some_and(|end| self.now() >= end) {
            self.gone = true;
            observe::keys_too_old(&self.jwks.provider);
            self.host.recheck();
        }
    }

    /// Fetches in a task of its own, so that a transport that panics ends no more than that.
    async fn fetch(&mut self) -> Result<Fetched, ProviderError> {
        let (jwks, mut found) = (self.jwks.clone(), std::mem::take(&mut self.found));
        let known = jwks.newest.load_full();
        let mut task = JoinSet::new();
        task.spawn(async move {
            let known = known.as_ref().and_then(|snapshot| snapshot.etag.as_ref());
            let fetched = jwks.source.fetch(&mut found, known).await;
            (found, fetched)
        });
        tokio::select! {
            // The answer first: one that arrives at the last moment is still an answer.
            biased;
            done = task.join_next() => match done {
                Some(Ok((found, fetched))) => {
                    self.found = found;
                    fetched
                }
                Some(Err(_)) | None => Err(ProviderError::aborted()),
            },
            () = self.host.clock().sleep(FETCH_TIME) => Err(ProviderError::timed_out()),
        }
    }

    /// Everything is as it will be before anybody is woken.
    fn land(&mut self, flight: u64, asked: Duration, fetched: Result<Fetched, ProviderError>) {
        let (now, chance) = (self.now(), self.host.chance());
        let cooldown = self.jwks.settings.cooldown;
        let failure = match fetched {
            Ok(fetched) => {
                self.take_in(flight, asked, fetched);
                None
            }
            Err(error) => {
                let left = self
                    .end()
                    .map_or(Duration::ZERO, |end| end.saturating_sub(now));
                observe::keys_not_fetched(&self.jwks.provider, &error, left);
                Some(error)
            }
        };
        let mut desk = lock(&self.jwks.desk);
        match failure {
            None => desk.succeeded(now, cooldown),
            Some(error) => desk.failed(error, now, cooldown, chance),
        }
        drop(desk);
        self.jwks.landed.send_replace(flight);
    }

    fn take_in(&mut self, flight: u64, asked: Duration, fetched: Fetched) {
        let (jwks, old) = (&self.jwks, self.jwks.newest.load_full());
        let refresh_after = jwks.settings.refresh_after(self.host.chance());
        let (set, etag) = match (fetched, &old) {
            (Fetched::Keys(reading, etag), _) => {
                if reading.dropped != self.dropped {
                    observe::keys_dropped(&jwks.provider, &reading.dropped);
                    self.dropped = reading.dropped;
                }
                (Arc::new(reading.set), etag)
            }
            (Fetched::Unchanged, Some(old)) => (old.set.clone(), old.etag.clone()),
            // Only who has a version is told that there is no newer one.
            (Fetched::Unchanged, None) => return,
        };
        observe::keys_fetched(&jwks.provider, set.keys().len());
        let withdrawn = old.is_some_and(|old| set.lacks_any_of(&old.set));
        jwks.newest.store(Some(Arc::new(Snapshot {
            set,
            etag,
            fetched_at: asked,
            refresh_at: asked + refresh_after,
            flight,
        })));
        self.gone = false;
        if withdrawn {
            observe::keys_withdrawn(&jwks.provider);
            self.host.recheck();
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        let (now, cooldown) = (self.now(), self.jwks.settings.cooldown);
        let mut desk = lock(&self.jwks.desk);
        desk.attended = false;
        if let Some(flight) = desk.under_way() {
            desk.failed(ProviderError::aborted(), now, cooldown, 0);
            drop(desk);
            self.jwks.landed.send_replace(flight);
        }
    }
}

/// As long as two exchanges may take by the clients' defaults: requests wait for less.
const FETCH_TIME: Duration = Duration::from_secs(10);
