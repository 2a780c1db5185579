//! The task that fetches: in time, when there are no keys, and when one is unknown.

use std::{sync::Arc, time::Duration};

use tokio::task::JoinSet;

use super::{
    Jwks,
    desk::Need,
    fetch::{Fetched, Found},
    snapshot::{Etag, Snapshot},
};
use crate::{
    cache::Deadline,
    clock::Now,
    observe,
    provider::{
        Host, ProviderError,
        discovery::FETCH_TIME,
        jwt::{Dropped, keys::KeySet},
    },
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

    fn now(&self) -> Now {
        self.host.clock().now()
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
        let due = self.due_in(desk.again(), now).is_zero();
        let (monotonic, cooldown) = (now.monotonic(), self.jwks.settings.cooldown);
        due.then(|| desk.board(Need::Schedule, monotonic, cooldown).ok())?
    }

    /// How long until the next fetch: until the keys' time has come, and the pause after a failure
    /// is over.
    ///
    /// A fetch for an unknown key that failed is no reason to fetch before the keys' time: else one
    /// invented name in a bad moment would cost as many calls as an outage.
    fn due_in(&self, again: Option<Duration>, now: Now) -> Duration {
        let newest = self.jwks.newest.load();
        let refresh = newest.as_ref().map(|snapshot| snapshot.refresh.left(now));
        let pause = again.map(|again| again.saturating_sub(now.monotonic()));
        refresh.max(pause).unwrap_or_default()
    }

    /// Until something is to be done without anybody's wish.
    fn pause(&self) -> Duration {
        let now = self.now();
        let due = self.due_in(lock(&self.jwks.desk).again(), now);
        let end = self.end().filter(|_| !self.gone);
        let next = end.map_or(due, |end| end.left(now).min(due));
        next.min(LONGEST_NAP)
    }

    /// From when on the keys are too old.
    fn end(&self) -> Option<Deadline> {
        let newest = self.jwks.newest.load();
        let snapshot = newest.as_ref()?;
        Some(snapshot.will_be(self.jwks.settings.lifetime()))
    }

    /// Once keys are too old, what was verified by them is no better.
    fn mind_age(&mut self) {
        if !self.gone && self.end().is_some_and(|end| end.passed(self.now())) {
            self.gone = true;
            observe::keys_too_old(&self.jwks.provider);
            self.host.recheck();
        }
    }

    /// Fetches in a task of its own, so that a transport that panics ends no more than that.
    async fn fetch(&mut self) -> Result<Fetched, ProviderError> {
        let (jwks, mut found) = (self.jwks.clone(), self.found.clone());
        let known = jwks.newest.load_full();
        let mut task = JoinSet::new();
        task.spawn(async move {
            let known = known.as_ref().and_then(|snapshot| snapshot.etag.as_ref());
            let fetched = jwks.source.fetch(&mut found, known).await;
            (found, fetched)
        });
        let lost = tokio::select! {
            // The answer first: one that arrives at the last moment is still an answer.
            biased;
            done = task.join_next() => match done {
                Some(Ok((found, fetched))) => {
                    self.found = found;
                    return fetched;
                }
                Some(Err(_)) | None => ProviderError::aborted(),
            },
            () = self.host.clock().sleep(FETCH_TIME) => ProviderError::timed_out(),
        };
        self.found.was_lost();
        Err(lost)
    }

    /// Everything is as it will be before anybody is woken.
    fn land(&mut self, flight: u64, asked: Now, fetched: Result<Fetched, ProviderError>) {
        let (now, chance) = (self.now(), self.host.chance());
        let cooldown = self.jwks.settings.cooldown;
        let failure = match fetched {
            Ok(Fetched::Keys(reading, etag)) => {
                self.tell_dropped(reading.dropped);
                self.take_in(flight, asked, Arc::new(reading.set), etag);
                None
            }
            Ok(Fetched::Unchanged) => {
                self.prolong(flight, asked);
                None
            }
            Ok(Fetched::NoKeys(error, dropped)) => {
                self.tell_dropped(dropped);
                self.withdraw_all(&error);
                Some(error)
            }
            Err(error) => {
                let left = self.end().map_or(Duration::ZERO, |end| end.left(now));
                observe::keys_not_fetched(&self.jwks.provider, &error, left);
                Some(error)
            }
        };
        let now = now.monotonic();
        let mut desk = lock(&self.jwks.desk);
        match failure {
            None => desk.succeeded(now, cooldown),
            Some(error) => desk.failed(error, now, cooldown, chance),
        }
        drop(desk);
        self.jwks.landed.send_replace(flight);
    }

    /// The keys that are there already are the newest ones.
    fn prolong(&mut self, flight: u64, asked: Now) {
        // Only who has a version is told that there is no newer one.
        if let Some(old) = self.jwks.newest.load_full() {
            self.take_in(flight, asked, old.set.clone(), old.etag.clone());
        }
    }

    fn take_in(&mut self, flight: u64, asked: Now, set: Arc<KeySet>, etag: Option<Etag>) {
        let jwks = &self.jwks;
        let refresh_after = jwks.settings.refresh_after(self.host.chance());
        observe::keys_fetched(&jwks.provider, set.keys().len());
        let old = jwks.newest.load_full();
        let withdrawn = old.is_some_and(|old| set.lacks_any_of(&old.set));
        jwks.newest.store(Some(Arc::new(Snapshot {
            set,
            etag,
            asked,
            refresh: Deadline::new(asked, refresh_after, None),
            flight,
        })));
        self.gone = false;
        if withdrawn {
            observe::keys_withdrawn(&jwks.provider);
            self.host.recheck();
        }
    }

    /// The newest set has no key that can be used, which withdraws those that were there: an issuer
    /// may answer so to a stolen key. It denies nobody, since no issuer is without keys for long.
    fn withdraw_all(&self, error: &ProviderError) {
        observe::keys_all_withdrawn(&self.jwks.provider, error);
        if self.jwks.newest.swap(None).is_some() {
            self.host.recheck();
        }
    }

    /// Once for each set that differs.
    fn tell_dropped(&mut self, dropped: Vec<Dropped>) {
        if dropped != self.dropped {
            observe::keys_dropped(&self.jwks.provider, &dropped);
            self.dropped = dropped;
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        let (now, cooldown) = (self.now().monotonic(), self.jwks.settings.cooldown);
        let mut desk = lock(&self.jwks.desk);
        desk.attended = false;
        if let Some(flight) = desk.under_way() {
            desk.failed(ProviderError::aborted(), now, cooldown, 0);
            drop(desk);
            self.jwks.landed.send_replace(flight);
        }
    }
}

/// A timer stands still while the machine is suspended, so that whoever waits by it looks at the
/// clocks now and then.
const LONGEST_NAP: Duration = Duration::from_secs(60);
