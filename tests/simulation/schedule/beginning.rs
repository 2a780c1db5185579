//! How a schedule begins: settings, an issuer and its customers, all from the seed.

use std::time::Duration;

use customer_session::{
    CustomerSessionConfig,
    cache::CacheBounds,
    clock::ManualClock,
    entropy::{Entropy, EntropyError},
    upstream::Rate,
};
use fastrand::Rng;

use super::Schedule;
use crate::{
    issuer::Issuer,
    oracle::{History, Limits},
    truth::CustomerTruth,
};

/// Randomness from the seed.
#[derive(Debug)]
struct Seeded(u64);

impl Entropy for Seeded {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyError> {
        Rng::with_seed(self.0).fill(buffer);
        Ok(())
    }
}

impl Schedule {
    pub(super) fn new(seed: u64, aloud: bool) -> Self {
        let mut rng = Rng::with_seed(seed);
        let clock = ManualClock::new().hold_pauses();
        let issuer = Issuer::new(clock.clone(), rng.u8(..4) == 0);
        let seconds = |rng: &mut Rng, most| Duration::from_secs(rng.u64(1..=most));
        let limits = Limits {
            session: seconds(&mut rng, 120),
            customer: seconds(&mut rng, 600),
            denial: seconds(&mut rng, 20),
            customer_denial: seconds(&mut rng, 60),
            stale: if rng.bool() {
                seconds(&mut rng, 600)
            } else {
                Duration::ZERO
            },
            timeout: seconds(&mut rng, 10),
            longest: Duration::from_secs(3600),
        };
        let entries = if rng.bool() { 1000 } else { rng.u64(1..6) };
        let bounds = CacheBounds::new(entries, 1 << 24);
        let config = CustomerSessionConfig::builder()
            .provider(issuer.clone())
            .clock(clock.clone())
            .entropy(Seeded(seed))
            .session_lifetime(limits.session)
            .customer_lifetime(limits.customer)
            .denial_lifetime(limits.denial)
            .customer_denial_lifetime(limits.customer_denial)
            .stale_if_error(limits.stale)
            .verification_timeout(limits.timeout)
            .longest_session(limits.longest)
            .refresh_ahead(rng.u8(0..=90))
            .lifetime_jitter(rng.u8(0..=50))
            .session_cache(bounds)
            .customer_cache(bounds)
            .unknown_token_rate(Rate::new(1_000_000, Duration::from_secs(1)))
            .build()
            .unwrap();
        let mut schedule = Self {
            aloud,
            clock,
            config,
            history: History::default(),
            issuer,
            limits,
            pending: Vec::new(),
            presented: 0,
            rng,
            tokens: vec!["nobodys".to_owned()],
        };
        schedule.say(format_args!("{limits:?}"));
        for number in 0..schedule.rng.usize(1..4) {
            let ours = number == 0 || schedule.rng.u8(..4) > 0;
            schedule.issuer.desk().truth.customers.push(CustomerTruth {
                id: format!("c{number}"),
                ours,
                deleted: None,
                names: vec![(Duration::ZERO, "name-0".to_owned())],
            });
        }
        schedule.mint();
        schedule
    }
}
