//! Makes a schedule from a seed, and runs it.

mod beginning;
mod clocks;
mod endings;
mod issuer;
mod requests;
mod verdicts;

use std::pin::Pin;

use customer_session::{
    CustomerSessionConfig,
    clock::{Clock, ManualClock},
    engine::Verification,
};
use fastrand::Rng;
use tokio::runtime;

use crate::{
    issuer::Issuer,
    oracle::{History, Limits, Moment},
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

impl Schedule {
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
