//! Rate limits: fixed windows, by who asks.

use std::{collections::HashMap, net::IpAddr, time::Duration};

use crate::hashed::TokenHash;

/// Which of Polar's rate limits apply.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum RateLimits {
    /// None, so that a test counts what it wants to.
    #[default]
    Off,
    /// Those of production: 500 calls a minute for each customer, member, organization and
    /// anonymous address.
    Production,
    /// Those of the sandbox: 100 calls a minute.
    Sandbox,
}

/// The rate limit group of an organization.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum RateLimitGroup {
    /// 500 calls a minute in production, 100 in the sandbox.
    #[default]
    Default,
    /// 100 calls a second in production, 50 in the sandbox.
    Elevated,
    /// 60 calls a minute in production, 10 in the sandbox.
    Restricted,
}

/// Who a call is counted for.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(super) enum Caller {
    Address(IpAddr),
    Customer(String),
    Member(String),
    /// All access tokens of an organization share one window.
    Organization(String),
    /// A bearer that was not seen valid of late is counted for itself, before anything is looked
    /// up.
    ///
    /// So a fresh token has one call more than its customer's window, as was seen in production mode:
    /// 501 in place of 500. In the sandbox 100 were seen, with a token of which it is not known
    /// whether it was fresh. It is assumed that both modes count alike, since the rule is one: here a
    /// fresh token has 101 calls in the sandbox, and one that was seen valid 100.
    Pending(TokenHash),
}

/// Too many calls were made in a window of this many seconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limited {
    pub(super) window: u32,
}

/// Counts calls.
#[derive(Debug)]
pub(super) struct Limiter {
    limits: RateLimits,
    windows: HashMap<Caller, Window>,
    seen_valid: HashMap<TokenHash, Duration>,
}

#[derive(Debug)]
struct Window {
    opened: Duration,
    calls: u32,
}

#[derive(Clone, Copy, Debug)]
struct Limit {
    calls: u32,
    seconds: u32,
}

impl Limiter {
    /// A limiter that has counted nothing yet.
    pub(super) fn new(limits: RateLimits) -> Self {
        Self {
            limits,
            windows: HashMap::new(),
            seen_valid: HashMap::new(),
        }
    }

    /// Whether the token was accepted in the last 300 seconds.
    pub(super) fn knows(&self, token: &TokenHash, now: Duration) -> bool {
        self.seen_valid
            .get(token)
            .is_some_and(|seen| now.saturating_sub(*seen) < SEEN_FOR)
    }

    /// Notes whether the token was accepted.
    pub(super) fn note(&mut self, token: TokenHash, valid: bool, now: Duration) {
        if self.limits == RateLimits::Off {
            return;
        }
        if valid {
            self.seen_valid.insert(token, now);
        } else {
            self.seen_valid.remove(&token);
        }
    }

    /// Counts a call, unless its window is full.
    pub(super) fn count(
        &mut self,
        caller: Caller,
        group: RateLimitGroup,
        now: Duration,
    ) -> Result<(), Limited> {
        let Some(limit) = self.limit(&caller, group) else {
            return Ok(());
        };
        let window = self.windows.entry(caller).or_insert(Window {
            opened: now,
            calls: 0,
        });
        let length = Duration::from_secs(limit.seconds.into());
        if now.saturating_sub(window.opened) >= length {
            *window = Window {
                opened: now,
                calls: 0,
            };
        }
        if window.calls >= limit.calls {
            return Err(Limited {
                window: limit.seconds,
            });
        }
        window.calls += 1;
        Ok(())
    }

    fn limit(&self, caller: &Caller, group: RateLimitGroup) -> Option<Limit> {
        let production = match self.limits {
            RateLimits::Off => return None,
            RateLimits::Production => true,
            RateLimits::Sandbox => false,
        };
        let (calls, seconds) = match (caller, group, production) {
            (Caller::Pending(_), _, _) => (60, 60),
            (_, RateLimitGroup::Default, true) => (500, 60),
            (_, RateLimitGroup::Default, false) => (100, 60),
            (_, RateLimitGroup::Elevated, true) => (100, 1),
            (_, RateLimitGroup::Elevated, false) => (50, 1),
            (_, RateLimitGroup::Restricted, true) => (60, 60),
            (_, RateLimitGroup::Restricted, false) => (10, 60),
        };
        Some(Limit { calls, seconds })
    }
}

const SEEN_FOR: Duration = Duration::from_secs(300);
