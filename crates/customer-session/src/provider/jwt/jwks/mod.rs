//! The keys that an issuer publishes (JWK Set, RFC 7517 §5), fetched so that it never hurts a
//! request.
//!
//! - Who finds the key of a token takes no lock and waits for nobody.
//! - One task fetches: in time, when there are no keys yet, and when a token names one that is
//!   unknown. Whoever waits waits for that one fetch, and cancels nothing by leaving.
//! - Unknown keys are a reason to fetch once, and then not for a while, however many there are.
//! - A fetch that fails costs nobody the keys that are there, for a bounded time.

mod desk;
mod fetch;
mod keeper;
mod settings;
mod snapshot;

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use arc_swap::ArcSwapOption;
use tokio::sync::{Notify, watch};

pub(super) use self::fetch::MAX_SET_BYTES;
pub(crate) use self::settings::JwksSettings;
use self::{
    desk::{Desk, Need},
    fetch::Source,
    keeper::Keeper,
    snapshot::{Current, Snapshot},
};
use super::keys::{KeyRules, KeySet};
use crate::{
    clock::Now,
    provider::{Host, ProviderError, Readiness, discovery::Whereabouts},
    rejection::Reason,
    sync::{Mutex, lock},
    upstream::Upstream,
};

/// The keys that one issuer publishes.
#[derive(Debug)]
pub(crate) struct Jwks {
    desk: Mutex<Desk>,
    host: OnceLock<Host>,
    /// The number of the fetch that ended last.
    landed: watch::Sender<u64>,
    newest: ArcSwapOption<Snapshot>,
    provider: Arc<str>,
    settings: JwksSettings,
    source: Source,
    /// Rings when a fetch is wanted.
    wish: Notify,
}

impl Jwks {
    pub(crate) fn new(
        provider: &Arc<str>,
        whereabouts: Whereabouts,
        rules: KeyRules,
        upstream: Upstream,
        settings: JwksSettings,
    ) -> Arc<Self> {
        Arc::new(Self {
            desk: Mutex::new(Desk::default()),
            host: OnceLock::new(),
            landed: watch::Sender::new(0),
            newest: ArcSwapOption::empty(),
            provider: provider.clone(),
            settings,
            source: Source {
                rules,
                upstream,
                whereabouts,
            },
            wish: Notify::new(),
        })
    }

    /// Keeps the keys from now on, on the runtime of an engine: at once if they are to be there
    /// before the first request, else from the first need.
    pub(crate) fn start(self: &Arc<Self>, host: Host) {
        let first = self.host.set(host).is_ok();
        if first && self.settings.warm_up {
            // Without a runtime yet, the first need starts it.
            let _ = self.attend();
        }
    }

    /// The keys that are good now; `None` if there are none, or they are too old. Takes no lock.
    pub(crate) fn current(&self, now: Now) -> Option<Current> {
        Current::of(self.newest.load(), now, self.settings.lifetime())
    }

    /// Why it is not worth fetching for the sake of an unknown key at this moment; `None`: it is.
    pub(crate) fn why_not_ask(&self, now: Duration) -> Option<ProviderError> {
        lock(&self.desk).refusal(Need::UnknownKey, now)
    }

    /// The keys, fetched anew if those that are there do not suffice. They may not suffice
    /// nevertheless: then there are no better ones at this moment.
    ///
    /// # Cancellation
    ///
    /// Dropping it cancels nothing: what is being fetched is fetched for all.
    pub(crate) async fn keys_with(
        self: &Arc<Self>,
        suffice: impl Fn(&KeySet) -> bool,
    ) -> Result<Current, ProviderError> {
        match self.keys_or_wait(suffice).await {
            Err(error) if error.reason() == Reason::KeyUnknown => self.at_hand(),
            keys => keys,
        }
    }

    /// As [`keys_with`](Self::keys_with), but keys that do not suffice are ones that were fetched
    /// for this very question. Where nobody is asked, since somebody was a moment ago, that is an
    /// error for an unknown key that says how long to wait.
    pub(crate) async fn keys_or_wait(
        self: &Arc<Self>,
        suffice: impl Fn(&KeySet) -> bool,
    ) -> Result<Current, ProviderError> {
        let host = self.host.get().ok_or_else(unattached)?;
        let before = lock(&self.desk).newest();
        // One fetch that was under way already, and one that began later, tell everything.
        for _ in 0..MAX_FETCHES {
            let need = match self.current(host.clock().now()) {
                Some(keys) if suffice(&keys) || keys.flight() > before => return Ok(keys),
                Some(_) => Need::UnknownKey,
                None => Need::Keys,
            };
            self.fetched(need, host).await?;
        }
        self.at_hand()
    }

    /// The keys as they are.
    fn at_hand(&self) -> Result<Current, ProviderError> {
        let host = self.host.get().ok_or_else(unattached)?;
        self.current(host.clock().now()).ok_or_else(|| {
            let why = "the keys are too old as they arrive";
            ProviderError::unavailable(why)
        })
    }

    /// Waits for the fetch that is under way, or for one that begins now.
    async fn fetched(self: &Arc<Self>, need: Need, host: &Host) -> Result<(), ProviderError> {
        let mut landed = self.landed.subscribe();
        let now = host.clock().monotonic();
        let flight = lock(&self.desk).board(need, now, self.settings.cooldown)?;
        self.attend()?;
        self.wish.notify_one();
        // The sender lives in `self`.
        let _ = landed.wait_for(|landed| *landed >= flight).await;
        if self.current_flight() >= flight {
            return Ok(());
        }
        let failure = lock(&self.desk).failure();
        Err(failure.unwrap_or(ProviderError::aborted()))
    }

    /// The number of the fetch that brought the newest keys.
    fn current_flight(&self) -> u64 {
        let newest = self.newest.load();
        newest.as_ref().map_or(0, |newest| newest.flight)
    }

    /// Has somebody at the desk.
    fn attend(self: &Arc<Self>) -> Result<(), ProviderError> {
        let host = self.host.get().ok_or_else(unattached)?;
        if std::mem::replace(&mut lock(&self.desk).attended, true) {
            return Ok(());
        }
        // Dropped if it cannot be spawned, which leaves the desk unattended and wakes all.
        let keeper = Keeper::new(self, host.clone());
        if host.spawn(keeper.keep()) {
            return Ok(());
        }
        Err(ProviderError::aborted())
    }

    /// Whether tokens can be verified. Keys that nobody needed yet are fetched, so that whoever
    /// waits for readiness before sending requests does not wait for ever.
    pub(crate) fn readiness(self: &Arc<Self>) -> Readiness {
        let Some(host) = self.host.get() else {
            return Readiness::NotReady;
        };
        let now = host.clock().now();
        if self.current(now).is_none() {
            let _ = self.attend();
            return Readiness::NotReady;
        }
        let failing = lock(&self.desk).is_failing();
        let newest = self.newest.load();
        let is_aging = |newest: &Arc<Snapshot>| {
            // A fetch that failed before it was time says nothing of the keys.
            let failed_in_time = failing && newest.refresh.passed(now);
            failed_in_time || newest.will_be(self.settings.refresh).passed(now)
        };
        if newest.as_ref().is_some_and(is_aging) {
            Readiness::Aging
        } else {
            Readiness::Ready
        }
    }

    pub(crate) fn upstream_calls(&self) -> u64 {
        self.source.upstream.calls()
    }
}

fn unattached() -> ProviderError {
    ProviderError::misconfigured("the provider is part of no configuration, which would fetch keys")
}

/// More than it ever takes.
const MAX_FETCHES: usize = 4;
