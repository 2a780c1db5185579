//! Leaves an issuer alone that keeps failing.

#[cfg(all(test, customer_session_model))]
mod model;
#[cfg(test)]
mod tests;

use std::time::Duration;

use serde::Serialize;

use crate::sync::{Arc, Mutex, lock};

/// When an issuer that keeps failing is left alone, and for how long.
///
/// After some failures in a row the issuer is not asked for a pause. Then one question goes out as
/// a probe: if it is answered, all are asked again; if it fails, the next pause is twice as long.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct BreakerSettings {
    /// After this many failures in a row the issuer is left alone; at least 1.
    pub failures: u32,
    /// For how long it is left alone at first; at least 1 ms.
    pub pause: Duration,
    /// The longest that it is left alone without a probe; at least [`pause`](Self::pause). Up to a
    /// fifth is added to each pause at random, also to this one.
    pub longest_pause: Duration,
}

impl BreakerSettings {
    /// 5 failures, and pauses of 5 s to 60 s.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            failures: 5,
            pause: Duration::from_secs(5),
            longest_pause: Duration::from_secs(60),
        }
    }

    /// Sets after how many failures in a row the issuer is left alone. Default: 5, which a single
    /// lost connection or a restarting server does not reach, and a real outage reaches at once.
    #[must_use]
    pub const fn failures(mut self, failures: u32) -> Self {
        self.failures = failures;
        self
    }

    /// Sets the first pause. Default: 5 s, the `Retry-After` of our own 503, so that a client that
    /// comes back then meets an issuer that was asked again.
    #[must_use]
    pub const fn pause(mut self, pause: Duration) -> Self {
        self.pause = pause;
        self
    }

    /// Sets the longest pause. Default: 60 s, so that an issuer that recovers is found within about
    /// a minute, however long it was away.
    #[must_use]
    pub const fn longest_pause(mut self, longest_pause: Duration) -> Self {
        self.longest_pause = longest_pause;
        self
    }
}

impl Default for BreakerSettings {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether an issuer is asked.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[non_exhaustive]
#[serde(rename_all = "snake_case")]
pub enum BreakerState {
    /// It is asked.
    Closed,
    /// The pause is over: one question goes out, and the others wait for what becomes of it.
    HalfOpen,
    /// It is left alone.
    Open,
}

impl BreakerState {
    /// The word for it: `closed`, `half_open` or `open`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::HalfOpen => "half_open",
            Self::Open => "open",
        }
    }
}

/// Admits questions to one issuer, or says how long to leave it alone.
///
/// It has eras: one ends whenever the breaker opens, opens again, or closes. A result counts only
/// in the era in which its question was admitted, so that neither a late success closes a breaker
/// nor a late failure lengthens its pause, or counts against an issuer that has recovered since.
#[derive(Debug)]
pub(crate) struct Breaker {
    settings: BreakerSettings,
    current: Mutex<Era>,
}

#[derive(Debug)]
struct Era {
    number: u64,
    phase: Phase,
}

#[derive(Debug)]
enum Phase {
    Closed {
        /// In a row.
        failures: u32,
    },
    Open(Outage),
}

#[derive(Debug)]
struct Outage {
    /// Without what was added at random.
    pause: Duration,
    until: Duration,
    /// Whether the one probe is on its way.
    probing: bool,
}

impl Breaker {
    pub(crate) fn new(settings: BreakerSettings) -> Arc<Self> {
        Arc::new(Self {
            settings,
            current: Mutex::new(Era {
                number: 0,
                phase: Phase::Closed { failures: 0 },
            }),
        })
    }

    /// Whether the issuer may be asked now; if not, how long to wait before it is worth trying
    /// again, which is more than zero.
    ///
    /// While a probe is on its way that is a guess. Whoever holds a permit must give up at some
    /// time: a probe that neither ends nor is dropped keeps all others out.
    pub(crate) fn admit(self: &Arc<Self>, now: Duration) -> Result<Permit, Duration> {
        let mut era = lock(&self.current);
        let probe = if let Phase::Open(outage) = &mut era.phase {
            outage.probe(now)?;
            true
        } else {
            false
        };
        Ok(Permit {
            breaker: self.clone(),
            era: era.number,
            probe,
        })
    }

    pub(crate) fn state(&self, now: Duration) -> BreakerState {
        match &lock(&self.current).phase {
            Phase::Closed { .. } => BreakerState::Closed,
            Phase::Open(outage) if outage.probing || now >= outage.until => BreakerState::HalfOpen,
            Phase::Open(_) => BreakerState::Open,
        }
    }

    fn succeeded(&self, admitted: u64) -> bool {
        let mut era = lock(&self.current);
        if era.number != admitted {
            return false;
        }
        match &mut era.phase {
            Phase::Closed { failures } => {
                *failures = 0;
                false
            }
            Phase::Open(_) => {
                era.end(Phase::Closed { failures: 0 });
                true
            }
        }
    }

    fn failed(&self, admitted: u64, now: Duration, jitter: u32) -> bool {
        let mut era = lock(&self.current);
        if era.number != admitted {
            return false;
        }
        let pause = match &mut era.phase {
            Phase::Closed { failures } => {
                *failures = failures.saturating_add(1);
                if *failures < self.settings.failures {
                    return false;
                }
                self.settings.pause
            }
            Phase::Open(outage) => outage
                .pause
                .saturating_mul(2)
                .min(self.settings.longest_pause),
        };
        era.end(Phase::Open(Outage {
            pause,
            until: now.saturating_add(stretched(pause, jitter)),
            probing: false,
        }));
        true
    }

    fn left(&self, admitted: u64) {
        let mut era = lock(&self.current);
        // Whoever was admitted to an outage is its probe.
        if era.number == admitted
            && let Phase::Open(outage) = &mut era.phase
        {
            outage.probing = false;
        }
    }
}

impl Era {
    fn end(&mut self, next: Phase) {
        *self = Self {
            number: self.number + 1,
            phase: next,
        };
    }
}

impl Outage {
    /// Sends the probe, if its time has come and there is none.
    fn probe(&mut self, now: Duration) -> Result<(), Duration> {
        if self.probing {
            return Err(PROBE_TIME);
        }
        if now < self.until {
            return Err(self.until.saturating_sub(now));
        }
        self.probing = true;
        Ok(())
    }
}

/// The right to ask the issuer once. Dropped without a result, it counts for nothing, and if it was
/// the probe, another one may go.
#[derive(Debug)]
#[must_use = "a permit that is dropped frees the probe"]
pub(crate) struct Permit {
    breaker: Arc<Breaker>,
    era: u64,
    probe: bool,
}

impl Permit {
    /// Whether it is the one question to an issuer that was left alone.
    pub(crate) const fn is_probe(&self) -> bool {
        self.probe
    }

    /// The issuer answered. Whether that closed the breaker.
    pub(crate) fn succeeded(self) -> bool {
        self.breaker.succeeded(self.era)
    }

    /// The issuer failed. Whether that opened the breaker, for the first time or again.
    ///
    /// `jitter` is drawn from all of `u32`, so that the probes of many processes do not arrive
    /// together.
    pub(crate) fn failed(self, now: Duration, jitter: u32) -> bool {
        self.breaker.failed(self.era, now, jitter)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.breaker.left(self.era);
    }
}

/// The pause and up to a fifth of it.
fn stretched(pause: Duration, jitter: u32) -> Duration {
    let most = pause.as_nanos() / 5;
    let extra = most * u128::from(jitter) / u128::from(u32::MAX);
    pause.saturating_add(Duration::from_nanos(
        u64::try_from(extra).unwrap_or(u64::MAX),
    ))
}

/// How long to wait while a probe is on its way: longer than most answers take.
const PROBE_TIME: Duration = Duration::from_secs(1);
