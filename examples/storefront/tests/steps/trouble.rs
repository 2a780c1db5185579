//! A Polar that is in trouble signs nobody out.

use serde_json::json;

use super::calls::{get, mint, stats, switch};
use crate::common::Storefront;

pub(crate) async fn whatever_polar_does_a_warm_session_goes_on_and_a_cold_one_is_not_called_bad(
    program: &str,
) {
    let shop = Storefront::start(program, &[]).await;
    assert_eq!(get(&shop, "/api/me", Some(&shop.token)).await.status, 200);

    let modes = [
        ("down", 503, Some("5"), "issuer_unavailable"),
        ("slow", 503, Some("5"), "issuer_timeout"),
        ("rate_limited", 429, Some("60"), "rate_limited"),
        ("broken", 503, Some("5"), "issuer_answer_malformed"),
    ];
    for (mode, status, retry_after, reason) in modes {
        assert_eq!(switch(&shop, mode).await, 204, "{mode}");
        let cold = mint(&shop, "ada").await;
        let refused = get(&shop, "/api/me", Some(&cold)).await;

        assert_eq!(
            (refused.status, refused.retry_after.as_deref()),
            (status, retry_after),
            "{mode}"
        );
        assert_eq!(stats(&shop).await["rejected"][reason], 1, "{mode}");
        assert_eq!(
            get(&shop, "/api/me", Some(&shop.token)).await.status,
            200,
            "{mode}"
        );

        assert_eq!(switch(&shop, "up").await, 204);
        assert_eq!(
            get(&shop, "/api/me", Some(&cold)).await.status,
            200,
            "after {mode}"
        );
    }
    assert_eq!(switch(&shop, "sideways").await, 422);
}

pub(crate) async fn an_issuer_that_keeps_failing_is_left_alone_and_the_numbers_say_so(
    program: &str,
) {
    let shop = Storefront::start(program, &[]).await;
    assert_eq!(switch(&shop, "down").await, 204);

    for _ in 0..5 {
        let cold = mint(&shop, "ada").await;
        assert_eq!(get(&shop, "/api/me", Some(&cold)).await.status, 503);
    }

    assert_eq!(stats(&shop).await["breaker"], json!({ "polar": "open" }));
}
