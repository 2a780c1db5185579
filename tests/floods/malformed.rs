//! Tokens that no issuer can have made.

use customer_session::{
    Access, CustomerSessionConfig, Reason,
    cache::CacheUsage,
    engine::{Decision, Verdict},
    upstream::{HttpAnswer, HttpRequest, HttpTransport, TransportError},
};
use customer_session_polar::Polar;
use customer_session_tests::Head;

use crate::{flood::A_MILLION, memory::Watch, world::turn};

/// A transport over which nothing may go.
#[derive(Debug)]
struct Forbidden;

impl HttpTransport for Forbidden {
    async fn send(&self, request: HttpRequest) -> Result<HttpAnswer, TransportError> {
        panic!("a call was made: {request:?}")
    }
}

#[tokio::test]
async fn a_million_tokens_with_a_wrong_checksum_cost_nothing_but_the_look_at_them() {
    let _turn = turn().await;
    let polar = Polar::server("https://polar.example")
        .access_token("polar_oat_x")
        .organization_id("7a1f0f0e-2a55-4b3e-8a53-0a8d9b1f6c01")
        .transport(Forbidden)
        .build()
        .unwrap();
    let config = CustomerSessionConfig::builder()
        .provider(polar)
        .build()
        .unwrap();
    let mut watch = Watch::new();

    for number in 0..A_MILLION {
        let line = format!("Bearer polar_cst_{number:0>37}000000");
        let decision = config
            .authenticate(&Head(Some(&line)), Access::default())
            .decision;
        let Decision::Decided(Verdict::Rejected(rejection)) = decision else {
            panic!("{line}: {decision:?}")
        };
        assert_eq!(rejection.reason(), Reason::TokenMalformed, "{line}");
    }

    watch.look(&config);
    let (usage, stats) = (config.cache_usage(), config.stats());
    println!(
        "a million malformed tokens: {} MiB, {usage:?}",
        watch.growth()
    );
    assert_eq!(usage, CacheUsage::default());
    assert_eq!((stats.misses, stats.upstream_calls), (0, 0));
    assert_eq!(stats.rejected["token_malformed"], A_MILLION);
}
