//! What signed tokens take of the cache: their claims are kept with them.

use customer_session::cache::CacheBounds;

use super::Signed;

const TEXT: usize = 4096;

fn token(world: &Signed, text: usize) -> String {
    world.ada().claim("text", "x".repeat(text)).sign()
}

#[tokio::test]
async fn a_session_counts_the_claims_that_are_kept_with_it() {
    let world = Signed::new().await;
    let bytes = |token: &str| {
        let before = world.config.cache_usage().session_bytes;
        world.present(token).unwrap();
        world.config.cache_usage().session_bytes - before
    };

    let (small, large) = (bytes(&token(&world, 0)), bytes(&token(&world, TEXT)));

    assert_eq!(large - small, TEXT as u64);
}

#[tokio::test]
async fn no_more_claims_are_kept_than_the_bound_on_bytes_allows() {
    let bound = 100 * TEXT as u64;
    let world = Signed::with(
        |it| it,
        |config| config.session_cache(CacheBounds::new(100_000, bound)),
    )
    .await;
    for _ in 0..1_000 {
        world.present(&token(&world, TEXT)).unwrap();
    }

    let usage = world.config.cache_usage();

    assert!(usage.session_bytes <= bound, "{usage:?}");
    assert!((1..=100).contains(&usage.sessions), "{usage:?}");
}
