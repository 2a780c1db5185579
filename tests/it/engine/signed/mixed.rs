//! Two issuers that call their keys, their customers and their sessions alike.

use customer_session::{CustomerSessionConfig, Reason, clock::ManualClock, revoke::Sessions};
use customer_session_test::issuer::FakeIssuer;

use super::{issuer, provider_of};
use crate::engine::now;

struct Two {
    config: CustomerSessionConfig,
    shop: FakeIssuer,
    club: FakeIssuer,
}

impl Two {
    async fn new() -> Self {
        let clock = ManualClock::new();
        let (shop, club) = (issuer(&clock).await, issuer(&clock).await);
        assert_eq!(shop.key_id(), club.key_id());
        let config = CustomerSessionConfig::builder()
            .provider(provider_of(&shop).build().unwrap())
            .provider(provider_of(&club).name("club").build().unwrap())
            .clock(clock)
            .build()
            .unwrap();
        Self { config, shop, club }
    }

    /// By which provider a token is good, or why it is not.
    fn by(&self, token: &str) -> Result<String, Reason> {
        let answer = now(self.config.verify(token)).expect("it is known at once");
        answer
            .map(|session| session.customer().provider().to_owned())
            .map_err(|rejection| rejection.reason())
    }
}

#[tokio::test]
async fn each_token_is_its_own_issuers() {
    let two = Two::new().await;

    assert_eq!(two.by(&two.shop.mint_for("ada")).as_deref(), Ok("shop"));
    assert_eq!(two.by(&two.club.mint_for("ada")).as_deref(), Ok("club"));
}

#[tokio::test]
async fn no_issuer_signs_for_the_other() {
    let two = Two::new().await;

    let forged = two.club.token("ada").claim("iss", two.shop.url()).sign();

    assert_eq!(two.by(&forged), Err(Reason::SignatureInvalid));
}

#[tokio::test]
async fn what_ends_at_one_issuer_goes_on_at_the_other() {
    for named in [
        Sessions::of_customer("shop", "ada"),
        Sessions::of_issuer("shop"),
        Sessions::of_session("shop", "laptop"),
        Sessions::of_subject("shop", "ada"),
        Sessions::of_token_id("shop", "token-1"),
    ] {
        let two = Two::new().await;
        let ada = |issuer: &FakeIssuer| issuer.token("ada").claim("sid", "laptop").sign();
        let (shops, clubs) = (ada(&two.shop), ada(&two.club));
        two.by(&shops).unwrap();
        two.by(&clubs).unwrap();

        two.config.revocations().end(&named).unwrap();

        assert_eq!(two.by(&shops), Err(Reason::SessionEnded), "{named:?}");
        assert_eq!(two.by(&clubs).as_deref(), Ok("club"), "{named:?}");
    }
}
