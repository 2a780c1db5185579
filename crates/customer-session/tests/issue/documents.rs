//! What verifiers fetch.

use std::time::Duration;

use customer_session::{
    clock::ManualClock,
    endpoint::{Endpoint, EndpointRequest},
};
use serde_json::json;

use crate::world::{ISSUER, builder, get, header, issuer, json, key, names};

#[tokio::test]
async fn the_key_set_is_served_with_its_media_type_and_may_be_cached_for_half_the_lead() {
    let clock = ManualClock::new();
    let issuer = builder(&clock)
        .key(key("a"))
        .publication_lead(Duration::from_secs(600))
        .build()
        .unwrap();

    let response = get(&issuer.jwks_endpoint()).await;

    assert_eq!(response.status, 200);
    assert_eq!(
        header(&response, "content-type"),
        Some("application/jwk-set+json")
    );
    assert_eq!(
        header(&response, "cache-control"),
        Some("public, max-age=300")
    );
    assert_eq!(json(&response), issuer.jwks());
    assert_eq!(names(&json(&response)), ["a"]);
}

#[tokio::test]
async fn only_public_numbers_are_in_the_key_set() {
    let clock = ManualClock::new();

    let served = json(&get(&issuer(&clock).jwks_endpoint()).await);

    let members = served["keys"][0].as_object().unwrap().keys();
    let mut members: Vec<_> = members.collect();
    members.sort();
    assert_eq!(members, ["alg", "crv", "kid", "kty", "use", "x"]);
    assert_eq!(served.as_object().unwrap().len(), 1);
}

#[tokio::test]
async fn the_tag_of_the_key_set_changes_with_the_keys_and_with_nothing_else() {
    let clock = ManualClock::new();
    let issuer = issuer(&clock);
    let endpoint = issuer.jwks_endpoint();
    let asked = async |tag: &str| {
        let request = EndpointRequest::new("GET").with_header("if-none-match", tag);
        endpoint.answer(request).await
    };
    let tag = header(&get(&endpoint).await, "etag").unwrap().to_owned();
    assert!(tag.starts_with('"') && tag.ends_with('"'));

    clock.advance(Duration::from_secs(86_400));
    let unchanged = asked(&tag).await;
    assert_eq!((unchanged.status, unchanged.body.len()), (304, 0));
    assert_eq!(header(&unchanged, "etag"), Some(&*tag));
    assert_eq!(
        header(&unchanged, "cache-control"),
        Some("public, max-age=1800")
    );

    issuer.rotate(key("b")).unwrap();
    let changed = asked(&tag).await;
    assert_eq!(changed.status, 200);
    assert_ne!(header(&changed, "etag"), Some(&*tag));
}

#[tokio::test]
async fn head_is_answered_as_get_is_and_other_methods_are_refused() {
    let clock = ManualClock::new();
    let issuer = issuer(&clock);
    for method in ["HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get"] {
        let keys = issuer
            .jwks_endpoint()
            .answer(EndpointRequest::new(method))
            .await;
        let about = issuer
            .metadata_endpoint()
            .answer(EndpointRequest::new(method))
            .await;

        if method == "HEAD" {
            assert_eq!(keys, get(&issuer.jwks_endpoint()).await);
            assert_eq!(about, get(&issuer.metadata_endpoint()).await);
            continue;
        }
        for response in [keys, about] {
            assert_eq!(response.status, 405, "{method}");
            assert_eq!(header(&response, "allow"), Some("GET, HEAD"));
        }
    }
}

#[tokio::test]
async fn the_metadata_says_what_is_true_and_no_more() {
    let clock = ManualClock::new();
    let response = get(&issuer(&clock).metadata_endpoint()).await;

    assert_eq!(response.status, 200);
    assert_eq!(header(&response, "content-type"), Some("application/json"));
    assert_eq!(
        json(&response),
        json!({
            "issuer": ISSUER,
            "jwks_uri": "https://shop.example/.well-known/jwks.json",
            "response_types_supported": [],
            "grant_types_supported": [],
        })
    );
}
