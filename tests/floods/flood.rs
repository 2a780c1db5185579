//! A flood of tokens that nobody has seen before, and what it did.

use customer_session::engine::Verdict;

use crate::{
    memory::Watch,
    world::{STEPS, World},
};

/// What a flood did to everybody.
#[derive(Debug)]
pub(crate) struct Flood {
    /// Shares of customers' requests that were served from memory.
    pub(crate) calm_hits: f64,
    pub(crate) flood_hits: f64,
    /// By how much the process grew at most, in MiB.
    pub(crate) growth_mib: u64,
}

impl Flood {
    /// So many tokens that begin with `kind`, each another one, evenly over time.
    ///
    /// Each one's verdict is shown to `look`.
    pub(crate) async fn of(
        tokens: u64,
        kind: &str,
        world: &mut World,
        mut look: impl FnMut(Verdict),
    ) -> Self {
        let calm_hits = world.calm_hit_ratio().await;
        let mut watch = Watch::new();
        let flood_hits = world
            .hit_ratio(async |world| {
                let mut presented = 0;
                for step in 1..=STEPS {
                    while presented < tokens * u64::from(step) / u64::from(STEPS) {
                        look(world.ask(&format!("Bearer {kind}-{presented}")).await);
                        presented += 1;
                    }
                    world.go_on().await;
                    if step % (STEPS / SAMPLES) == 0 {
                        watch.look(&world.config);
                    }
                }
            })
            .await;
        let flood = Self {
            calm_hits,
            flood_hits,
            growth_mib: watch.growth(),
        };
        println!(
            "{tokens} `{kind}` tokens: {:.4} hits in place of {:.4}, {} MiB more, {:?}",
            flood.flood_hits,
            flood.calm_hits,
            flood.growth_mib,
            world.config.cache_usage()
        );
        flood
    }

    /// By how much the share of hits fell.
    pub(crate) fn fell_by(&self) -> f64 {
        self.calm_hits - self.flood_hits
    }
}

pub(crate) const A_MILLION: u64 = 1_000_000;
/// How often the bounds are looked at.
const SAMPLES: u32 = 1000;
