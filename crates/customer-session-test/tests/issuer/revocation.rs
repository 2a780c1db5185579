//! The end of opaque tokens, over HTTP (RFC 7009).

use customer_session_test::issuer::{Endpoint, FakeIssuer};

use crate::client::{Answer, post};

async fn revoke(issuer: &FakeIssuer, client: &str, token: &str) -> Answer {
    let form = format!("client_id={client}&client_secret=s3cret&token={token}");
    let answer = post(&issuer.revocation_url(), &[], &form).await;
    answer.unwrap()
}

/// RFC 7009 §2.1, §2.2.
#[tokio::test]
async fn the_client_of_a_token_ends_it_and_no_other_client_does() {
    let issuer = FakeIssuer::start().await.unwrap();
    issuer.add_client("shop", "s3cret");
    issuer.add_client("other", "s3cret");
    let token = issuer.opaque("ada").client("shop").issue();

    let foreign = revoke(&issuer, "other", &token).await;
    assert_eq!(foreign.status(), "400");
    assert_eq!(foreign.json()["error"], "invalid_grant");

    let ended = revoke(&issuer, "shop", &token).await;
    assert_eq!((ended.status(), &*ended.body), ("200", ""));
    assert!(!issuer.revoke(&token), "it is gone already");
    assert_eq!(revoke(&issuer, "shop", &token).await.status(), "200");
    assert_eq!(revoke(&issuer, "other", "nonsense").await.status(), "200");
    assert_eq!(issuer.calls(Endpoint::Revocation), 4);
}

#[tokio::test]
async fn nobody_ends_a_token_who_is_no_client() {
    let issuer = FakeIssuer::start().await.unwrap();
    let token = issuer.opaque("ada").client("nobody").issue();
    let asking = issuer.opaque("shop-api").scopes(["introspect"]).issue();
    let bearer = format!("Authorization: Bearer {asking}");
    let form = format!("token={token}");

    let stranger = revoke(&issuer, "nobody", &token).await;
    let bearer = post(&issuer.revocation_url(), &[&bearer], &form).await;

    assert_eq!(stranger.status(), "401");
    assert_eq!(bearer.unwrap().status(), "401");
    assert!(issuer.revoke(&token), "it was there");
}
