//! What is published, and where.

use customer_session_test::issuer::{Algorithm, Endpoint, FakeIssuer};
use serde_json::json;

use crate::client::get;

async fn published(issuer: &FakeIssuer) -> Vec<String> {
    let set = get(&issuer.jwks_url(), "x: y").await.unwrap().json();
    let keys = set["keys"].as_array().unwrap().iter();
    keys.map(|key| key["kid"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn both_documents_of_discovery_name_the_issuer_and_its_keys() {
    let issuer = FakeIssuer::builder().path("/tenant").start().await.unwrap();
    let origin = issuer.url().replace("/tenant", "");
    for (path, endpoint) in [
        (
            "/tenant/.well-known/openid-configuration",
            Endpoint::OpenIdConfiguration,
        ),
        (
            "/.well-known/oauth-authorization-server/tenant",
            Endpoint::OAuthMetadata,
        ),
    ] {
        let metadata = get(&format!("{origin}{path}"), "x: y").await.unwrap();

        assert_eq!(metadata.status(), "200");
        assert_eq!(metadata.json()["issuer"], issuer.url());
        assert_eq!(metadata.json()["jwks_uri"], issuer.jwks_url());
        assert_eq!(
            metadata.json()["introspection_endpoint"],
            issuer.introspection_url()
        );
        assert_eq!(
            metadata.json()["introspection_endpoint_auth_methods_supported"],
            json!(["client_secret_basic", "client_secret_post", "Bearer"])
        );
        assert_eq!(
            metadata.json()["revocation_endpoint"],
            issuer.revocation_url()
        );
        assert_eq!(issuer.calls(endpoint), 1);
    }
}

#[tokio::test]
async fn a_rotated_key_is_published_beside_the_old_and_a_withdrawn_one_is_not() {
    let issuer = FakeIssuer::start().await.unwrap();
    let first = issuer.key_id();
    assert_eq!(published(&issuer).await, ["key-1"]);

    let second = issuer.rotate_to(Algorithm::EdDsa);
    assert_eq!(published(&issuer).await, [&*first, &*second]);

    issuer.withdraw(&first);
    assert_eq!(published(&issuer).await, [second]);
    assert_eq!(issuer.calls(Endpoint::Jwks), 3);
}

#[tokio::test]
async fn whoever_has_the_set_is_told_so_until_it_changes() {
    let issuer = FakeIssuer::start().await.unwrap();
    let url = issuer.jwks_url();
    let first = get(&url, "x: y").await.unwrap();
    let known = format!("If-None-Match: {}", first.header("etag").unwrap());

    let again = get(&url, &known).await.unwrap();
    assert_eq!((again.status(), &*again.body), ("304", ""));
    assert_eq!(again.header("etag"), first.header("etag"));

    issuer.rotate();
    assert_eq!(get(&url, &known).await.unwrap().status(), "200");
    assert_eq!(issuer.unchanged_answers(), 1);
}

#[tokio::test]
async fn anything_can_be_published_in_place_of_the_keys() {
    let issuer = FakeIssuer::start().await.unwrap();

    issuer.publish("{\"keys\":7}");
    let hostile = get(&issuer.jwks_url(), "x: y").await.unwrap();
    issuer.publish_keys();
    let usual = get(&issuer.jwks_url(), "x: y").await.unwrap();

    assert_eq!(hostile.json(), json!({ "keys": 7 }));
    assert_eq!(usual.json()["keys"][0], issuer.jwk("key-1"));
}
