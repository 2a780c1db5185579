//! More good sessions than there is room for.

use customer_session::engine::Verdict;

use crate::{
    flood::{A_MILLION, Flood},
    world::{World, unlimited},
};

/// Each of them is a customer of its own, so that both caches overflow.
#[tokio::test]
async fn more_good_sessions_than_there_is_room_for_push_each_other_out() {
    let mut world = World::new(|config| config.unknown_token_rate(unlimited())).await;
    let before = (world.issuer.vouched(), world.issuer.looked_up());

    let flood = Flood::of(A_MILLION, "good", &mut world, |verdict| {
        assert!(matches!(verdict, Verdict::Verified(_)), "{verdict:?}");
    })
    .await;

    assert!(world.issuer.vouched() - before.0 >= A_MILLION);
    assert!(world.issuer.looked_up() - before.1 >= A_MILLION);
    // The flood was within the bounds whenever it was looked at, and it did reach them.
    let usage = world.config.cache_usage();
    assert!(usage.session_bytes > 60 * MIB, "{usage:?}");
    assert!(usage.customer_bytes > 120 * MIB, "{usage:?}");
    // Whoever comes back every few seconds makes way for strangers now and then, and is let in
    // again at once.
    assert!(flood.fell_by() <= 0.05, "{flood:?}");
}

const MIB: u64 = 1024 * 1024;
