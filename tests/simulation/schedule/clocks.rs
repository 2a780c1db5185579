//! How time passes, and how the wall clock is set.

use std::time::Duration;

use customer_session::clock::Clock;

use super::Schedule;

impl Schedule {
    pub(super) fn wait(&mut self) {
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

    pub(super) fn set_wall(&mut self) {
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
}
