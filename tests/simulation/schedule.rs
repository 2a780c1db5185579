//! Makes a schedule from a seed, and runs it.

use std::{
    pin::Pin,
    task::{Context, Poll, Waker},
    time::Duration,
};

use customer_session::{
    Access, CustomerSessionConfig, Reason,
    cache::CacheBounds,
    clock::{Clock, ManualClock},
    engine::{Decision, Verdict, Verification},
    entropy::{Entropy, EntropyError},
    revoke::Sessions,
    token::{RequestHead, SessionToken},
    upstream::Rate,
};
use fastrand::Rng;
use tokio::runtime;

use crate::{
    issuer::{Issuer, Mood},
    oracle::{History, Limits, Moment, Oracle, Presented, Revocation, Whose},
    truth::{CustomerTruth, SessionTruth},
};

/// Runs the schedule of a seed.
pub(crate) fn run(seed: u64, aloud: bool) {
    let runtime = runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let mut schedule = Schedule::new(seed, aloud);
        for _ in 0..schedule.rng.usize(30..90) {
            schedule.step();
            schedule.settle().await;
        }
        schedule.come_to_rest().await;
    });
}

struct Schedule {
    aloud: bool,
    clock: ManualClock,
    config: CustomerSessionConfig,
    history: History,
    issuer: Issuer,
    limits: Limits,
    pending: Vec<Pending>,
    presented: u64,
    rng: Rng,
    tokens: Vec<String>,
}

/// A request that waits.
struct Pending {
    token: String,
    at: Moment,
    verification: Pin<Box<Verification>>,
}

/// Randomness from the seed.
#[derive(Debug)]
struct Seeded(u64);

impl Entropy for Seeded {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyError> {
        Rng::with_seed(self.0).fill(buffer);
        Ok(())
    }
}

struct Head(String);

impl RequestHead for Head {
    fn method(&self) -> &str {
        "GET"
    }

    fn authorization(&self) -> impl Iterator<Item = &[u8]> {
        std::iter::once(self.0.as_bytes())
    }

    fn header(&self, _: &str) -> impl Iterator<Item = &[u8]> {
        std::iter::empty()
    }

    fn query(&self) -> Option<&str> {
        None
    }
}

impl Schedule {
    fn new(seed: u64, aloud: bool) -> Self {
        let mut rng = Rng::with_seed(seed);
        let clock = ManualClock::new();
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

    fn step(&mut self) {
        match self.rng.u8(..100) {
            0..45 => self.present(),
            45..55 => self.mint(),
            55..70 => self.wait(),
            70..76 => self.change_mood(),
            76..82 => self.let_one_go(),
            82..85 => self.rename(),
            85..87 => self.delete(),
            87..91 => self.end(),
            91..93 => self.set_wall(),
            93..96 => self.hang_up(),
            _ => self.evict(),
        }
    }

    fn present(&mut self) {
        let token = self.rng.choice(&self.tokens).unwrap().clone();
        let head = Head(format!("Bearer {token}"));
        self.presented += 1;
        let at = self.now();
        match self.config.authenticate(&head, Access::default()).decision {
            Decision::Decided(verdict) => {
                self.say(format_args!("present {token}: {verdict:?}"));
                self.judge(&token, at, &verdict);
            }
            Decision::Asking(verification) => {
                self.say(format_args!("present {token}: asking"));
                self.pending.push(Pending {
                    token,
                    at,
                    verification: Box::pin(verification),
                });
            }
        }
    }

    fn mint(&mut self) {
        let token = format!("t{}", self.tokens.len());
        let begins = self.clock.monotonic();
        let session = {
            let desk = self.issuer.desk();
            let customer = self.rng.usize(..desk.truth.customers.len());
            if desk.truth.customers[customer].deleted.is_some() {
                return;
            }
            SessionTruth {
                customer,
                member: self.rng.bool().then(|| format!("m{}", self.rng.u8(..2))),
                begins,
                ends: begins + Duration::from_secs(self.rng.u64(1..=3600)),
                deleted: None,
                dated: self.rng.u8(..4) > 0,
            }
        };
        self.say(format_args!("mint {token}: {session:?}"));
        let mut desk = self.issuer.desk();
        desk.truth.sessions.insert(token.clone(), session);
        drop(desk);
        self.tokens.push(token);
    }

    fn wait(&mut self) {
        let milliseconds = match self.rng.u8(..10) {
            0..4 => self.rng.u64(1..1000),
            4..9 => self.rng.u64(1000..90_000),
            _ => self.rng.u64(90_000..4_000_000),
        };
        let wait = Duration::from_millis(milliseconds);
        self.say(format_args!("wait {wait:?}"));
        self.note_trouble();
        let before = self.clock.monotonic();
        self.clock.advance(wait);
        self.note_trouble();
        // Who is about to ask once more, after a moment, finds that all of its time has passed.
        let asks_once_more = self
            .history
            .trouble
            .is_some_and(|last| last + Duration::from_millis(150) >= before);
        if asks_once_more {
            self.history.trouble = Some(before + wait);
        }
    }

    /// An issuer that is not well, or that has answers to give, is at fault until now.
    fn note_trouble(&mut self) {
        let now = self.clock.monotonic();
        if self.issuer.desk().is_in_trouble() {
            self.history.trouble = Some(now);
        }
    }

    fn change_mood(&mut self) {
        let mood = if self.rng.bool() {
            Mood::Well
        } else {
            *self.rng.choice(&Mood::ALL).unwrap()
        };
        self.say(format_args!("the issuer is {mood:?}"));
        self.note_trouble();
        let mut desk = self.issuer.desk();
        desk.mood = mood;
        desk.late_truth = self.rng.bool();
    }

    fn let_one_go(&mut self) {
        self.note_trouble();
        let mut desk = self.issuer.desk();
        if desk.held.is_empty() {
            return;
        }
        let one = self.rng.usize(..desk.held.len());
        desk.held.swap_remove(one).send(()).ok();
        drop(desk);
        self.say(format_args!("let one go"));
    }

    fn rename(&mut self) {
        let now = self.clock.monotonic();
        let mut desk = self.issuer.desk();
        let customer = self.rng.usize(..desk.truth.customers.len());
        let truth = &mut desk.truth.customers[customer];
        let (id, name) = (truth.id.clone(), format!("name-{}", truth.names.len()));
        truth.names.push((now, name.clone()));
        let version = truth.names.len() - 1;
        drop(desk);
        let told = self.rng.bool();
        self.say(format_args!("rename {id} to {name}, told: {told}"));
        if told {
            let changed = Sessions::of_customer("issuer", id);
            self.config.revocations().recheck(&changed).unwrap();
            self.history.changes.push((customer, version, now));
        }
    }

    /// Deletes a customer or a session at the issuer; a webhook may tell of the customer.
    fn delete(&mut self) {
        let now = self.clock.monotonic();
        let mut desk = self.issuer.desk();
        if self.rng.bool() {
            let token = self.rng.choice(&self.tokens).unwrap().clone();
            if let Some(session) = desk.truth.sessions.get_mut(&token) {
                session.deleted.get_or_insert(now);
            }
            drop(desk);
            return self.say(format_args!("delete {token}"));
        }
        let customer = self.rng.usize(..desk.truth.customers.len());
        let truth = &mut desk.truth.customers[customer];
        truth.deleted.get_or_insert(now);
        drop(desk);
        let told = self.rng.bool();
        self.say(format_args!("delete c{customer}, told: {told}"));
        if told {
            self.end_sessions(Whose::Customer(customer));
        }
    }

    fn end(&mut self) {
        let whose = match self.rng.u8(..10) {
            0 => Whose::All,
            1..4 => Whose::Customer(self.rng.usize(..self.issuer.desk().truth.customers.len())),
            4..6 => Whose::Member(format!("m{}", self.rng.u8(..2))),
            _ => Whose::Token(self.rng.choice(&self.tokens).unwrap().clone()),
        };
        self.end_sessions(whose);
    }

    fn end_sessions(&mut self, whose: Whose) {
        self.say(format_args!("end {whose:?}"));
        let sessions = match &whose {
            Whose::All => Sessions::all(),
            Whose::Customer(customer) => Sessions::of_customer("issuer", format!("c{customer}")),
            Whose::Member(member) => Sessions::of_member("issuer", member.clone()),
            Whose::Token(token) => Sessions::of_token(SessionToken::new(token.clone())),
        };
        let at = self.now();
        self.config.revocations().end(&sessions).unwrap();
        self.history.revocations.push(Revocation { whose, at });
    }

    fn set_wall(&mut self) {
        let true_wall = crate::truth::stated(self.clock.monotonic());
        let off = Duration::from_secs(self.rng.u64(..20_000));
        let wall = match self.rng.u8(..3) {
            0 => true_wall,
            1 => true_wall + off,
            _ => true_wall - off,
        };
        self.say(format_args!("set the wall clock, {off:?} off"));
        self.clock.set_wall(wall);
    }

    fn hang_up(&mut self) {
        if !self.pending.is_empty() {
            let one = self.rng.usize(..self.pending.len());
            let gone = self.pending.swap_remove(one);
            self.say(format_args!("hang up {}", gone.token));
        }
    }

    fn evict(&mut self) {
        let usage = self.config.cache_usage();
        self.say(format_args!("evict: {usage:?}"));
    }

    /// Lets everything happen that waits for nothing but its turn, and judges what came of it.
    async fn settle(&mut self) {
        let now = self.now();
        self.history.moments.push(now);
        for _ in 0..24 {
            tokio::task::yield_now().await;
        }
        let mut waiting = Vec::new();
        for mut one in std::mem::take(&mut self.pending) {
            let mut context = Context::from_waker(Waker::noop());
            match one.verification.as_mut().poll(&mut context) {
                Poll::Pending => waiting.push(one),
                Poll::Ready(verdict) => {
                    self.say(format_args!("{} is answered: {verdict:?}", one.token));
                    self.judge(&one.token, one.at, &verdict);
                }
            }
        }
        self.pending = waiting;
    }

    /// The issuer is well again and everything is answered: then every request is counted once.
    async fn come_to_rest(&mut self) {
        self.note_trouble();
        self.issuer.desk().mood = Mood::Well;
        self.issuer.desk().held.clear();
        self.settle().await;
        self.clock.advance(self.limits.timeout * 2);
        self.settle().await;
        self.clock.advance(self.limits.timeout * 2);
        self.settle().await;
        assert!(self.pending.is_empty(), "somebody waits for ever");
        let stats = self.config.stats();
        let counted = stats.hits + stats.negative_hits + stats.misses + stats.coalesced;
        assert_eq!(counted, self.presented, "{stats:?}");
    }

    fn judge(&mut self, token: &str, at: Moment, verdict: &Verdict) {
        self.note_trouble();
        let now = self.now();
        self.history.moments.push(now);
        let desk = self.issuer.desk();
        let oracle = Oracle {
            limits: self.limits,
            truth: &desk.truth,
            history: &self.history,
        };
        let presented = Presented {
            token,
            at,
            answered: now,
        };
        oracle.judge(&presented, verdict);
        let is_over = desk.truth.death(token) <= now.monotonic;
        drop(desk);
        match verdict {
            Verdict::Verified(_) => {
                let first = self.history.accepted.entry(token.to_owned());
                first.or_insert(now.monotonic);
            }
            Verdict::Rejected(rejection)
                if is_over && rejection.reason() == Reason::TokenDenied =>
            {
                self.history.denied.insert(token.to_owned());
            }
            _ => {}
        }
    }

    fn now(&self) -> Moment {
        Moment {
            monotonic: self.clock.monotonic(),
            wall: self.clock.wall(),
        }
    }

    fn say(&self, what: std::fmt::Arguments<'_>) {
        if self.aloud {
            println!("{:>12?} {what}", self.clock.monotonic());
        }
    }
}
