//! An endpoint that cannot work is named when it is built.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use customer_session::{
    clock::ManualClock,
    danger::AnyAudience,
    endpoint::logout::LogoutEndpoint,
    provider::jwt::{JwtKey, JwtProvider},
};
use serde_json::json;

use super::{LOGIN, configured, provider};

#[test]
fn an_endpoint_that_cannot_work_is_not_built() {
    let clock = ManualClock::new();
    let pair = Ed25519KeyPair::generate().unwrap();
    let other = provider(&pair).name("other").build().unwrap();
    let ours = provider(&pair).build().unwrap();
    let (other, issuer) = (other.logout_issuer(), ours.logout_issuer());
    let config = configured(&clock, ours, 10);
    let any = JwtProvider::without_issuer().name("login").audience("api");
    let x = URL_SAFE_NO_PAD.encode(pair.public_key());
    let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": x }).to_string();
    let nobody = any.key(JwtKey::jwk(&jwk).unwrap()).build().unwrap();

    let built = |issuer, audience: &str| {
        LogoutEndpoint::builder(issuer, config.revocations())
            .audience(audience)
            .build()
            .map_err(|error| error.to_string())
    };

    assert!(built(issuer.clone(), "storefront").is_ok());
    assert!(
        built(issuer.clone(), "")
            .unwrap_err()
            .contains("`audience`")
    );
    assert!(
        built(other, "storefront")
            .unwrap_err()
            .contains("`revocations`")
    );
    assert!(
        built(nobody.logout_issuer(), "x")
            .unwrap_err()
            .contains("`issuer`")
    );
    // Neither the provider nor the endpoint says whom tokens are meant for.
    let anybody = JwtProvider::issuer(LOGIN)
        .name("login")
        .any_audience(AnyAudience)
        .key(JwtKey::jwk(&jwk).unwrap())
        .build()
        .unwrap()
        .logout_issuer();
    assert!(built(anybody.clone(), "storefront").is_ok());
    let error = LogoutEndpoint::builder(anybody, config.revocations())
        .build()
        .unwrap_err()
        .to_string();
    assert!(error.contains("`audience`"), "{error}");
    let gone = config.revocations();
    drop(config);
    assert!(LogoutEndpoint::builder(issuer, gone).build().is_err());
}
