//! Several issuers side by side.

use customer_session::{CustomerSessionConfig, Reason, clock::ManualClock};
use customer_session_test::issuer::{FakeIssuer, Fault};

use super::world::{SECOND, config, present, provider, verdict};

struct Two {
    clock: ManualClock,
    config: CustomerSessionConfig,
    a: FakeIssuer,
    b: FakeIssuer,
}

async fn two() -> Two {
    let clock = ManualClock::new();
    let start = || FakeIssuer::builder().clock(clock.clone()).start();
    let (a, b) = (start().await.unwrap(), start().await.unwrap());
    let mut config = config(&clock);
    for (name, issuer) in [("a", &a), ("b", &b)] {
        let provider = provider(issuer).name(name).jwks_url(issuer.jwks_url());
        config = config.provider(provider.build().unwrap());
    }
    Two {
        config: config.build().unwrap(),
        clock,
        a,
        b,
    }
}

impl Two {
    async fn reason(&self, token: &str) -> Result<String, Reason> {
        let verdict = verdict(present(&self.config, token)).await;
        verdict
            .map(|session| session.customer().provider().to_owned())
            .map_err(|rejection| rejection.reason())
    }
}

#[tokio::test]
async fn the_same_key_id_at_two_issuers_never_crosses() {
    let two = two().await;
    assert_eq!(two.a.key_id(), two.b.key_id());
    assert_eq!(two.reason(&two.a.mint_for("ada")).await, Ok("a".into()));
    assert_eq!(two.reason(&two.b.mint_for("ada")).await, Ok("b".into()));

    let forged = two.b.token("ada").claim("iss", two.a.url()).sign();

    assert_eq!(two.reason(&forged).await, Err(Reason::SignatureInvalid));
}

#[tokio::test]
async fn an_outage_of_one_issuer_leaves_the_other_alone() {
    let two = two().await;
    two.a.fault(Fault::Refuse);

    let refused = two.reason(&two.a.mint_for("ada")).await;
    assert_eq!(refused, Err(Reason::IssuerUnavailable));
    assert_eq!(two.reason(&two.b.mint_for("ada")).await, Ok("b".into()));

    let readiness = two.config.readiness();
    assert_eq!(readiness["a"].as_str(), "not_ready");
    assert_eq!(readiness["b"].as_str(), "ready");
}

#[tokio::test]
async fn the_cooldown_of_one_issuer_is_not_the_others() {
    let two = two().await;
    for issuer in [&two.a, &two.b] {
        two.reason(&issuer.mint_for("ada")).await.unwrap();
    }
    let strange = two.a.token("eve").header("kid", "random").sign();
    assert_eq!(two.reason(&strange).await, Err(Reason::KeyUnknown));
    two.clock.advance(SECOND);

    two.b.rotate();

    assert_eq!(two.reason(&two.b.mint_for("ada")).await, Ok("b".into()));
    assert_eq!((two.a.total_calls(), two.b.total_calls()), (2, 2));
}

#[tokio::test]
async fn a_withdrawn_key_of_one_issuer_costs_the_other_nothing() {
    let two = two().await;
    let (of_a, of_b) = (two.a.mint_for("ada"), two.b.mint_for("ada"));
    for token in [&of_a, &of_b] {
        two.reason(token).await.unwrap();
    }
    let key = two.a.key_id();
    two.a.rotate();
    two.a.withdraw(&key);
    two.reason(&two.a.mint_for("grace")).await.unwrap();

    let hits = two.config.stats().hits;
    assert_eq!(two.reason(&of_b).await, Ok("b".into()));
    assert_eq!(two.config.stats().hits, hits + 1);
    assert_eq!(two.reason(&of_a).await, Err(Reason::KeyUnknown));
}
