//! By which keys answers are verified.

use super::*;

#[tokio::test]
async fn the_list_of_algorithms_is_heeded() {
    let server = Server::saying(signed(&claims()));
    let keys = [key(Algorithm::ES256), key(Algorithm::EdDSA)];
    let settings = || {
        let [one, other] = keys.clone();
        SignedAnswers::required().key(one).key(other)
    };
    let (_, both) = config(provider(&server).signed_answers(settings()));

    assert!(both.verify(TOKEN).await.is_ok());
    let narrow = SignedAnswers::required()
        .key(key(Algorithm::EdDSA))
        .algorithms([Algorithm::EdDSA]);
    let (_, narrow) = config(provider(&server).signed_answers(narrow));
    let rejection = narrow.verify(TOKEN).await.unwrap_err();
    assert_eq!(rejection.reason(), Reason::IssuerAnswerMalformed);
}

fn jwks() -> HttpAnswer {
    let point = spki(P256.public_key());
    let (x, y) = point[point.len() - 64..].split_at(32);
    let key = json!({"kty": "EC", "crv": "P-256", "kid": "k", "x": b64(x), "y": b64(y)});
    server::json(200, &json!({ "keys": [key] }).to_string())
}

/// A server whose keys are found as its endpoint is.
fn found() -> (Site, IntrospectionProviderBuilder) {
    let site = Site::whole();
    site.says(METADATA, server::json(200, &metadata(PLACE)));
    site.says(PLACE, signed(&claims()));
    site.says(KEYS, jwks());
    let provider = IntrospectionProvider::discover(ISSUER)
        .client_secret_post("shop", "secret")
        .signed_answers(SignedAnswers::required())
        .transport(site.clone());
    (site, provider)
}

#[tokio::test]
async fn the_servers_keys_are_found_by_its_metadata() {
    let (site, provider) = found();
    let (_, config) = config(provider);

    assert!(config.verify("one").await.is_ok() && config.verify("two").await.is_ok());

    assert_eq!((site.asked_at(KEYS), site.asked_at(PLACE)), (1, 2));
    assert_eq!(config.stats().upstream_calls, site.questions().len() as u64);
}

#[tokio::test]
async fn keys_that_cannot_be_had_are_an_outage_and_never_a_denial() {
    let (site, provider) = found();
    site.falls_silent_at(KEYS);
    let (clock, config) = config(provider);

    let rejection = config.verify(TOKEN).await.unwrap_err();
    assert_eq!(
        (rejection.status(), rejection.reason()),
        (503, Reason::IssuerUnavailable)
    );

    site.says(KEYS, jwks());
    clock.advance(Duration::from_secs(2));
    assert!(config.verify(TOKEN).await.is_ok());
}

#[tokio::test]
async fn an_answer_by_an_unknown_key_is_no_denial() {
    let (site, provider) = found();
    let stranger = json!({"alg": "ES256", "kid": "z", "typ": "token-introspection+jwt"});
    site.says(PLACE, signed_with(&stranger, &claims()));
    let (_, config) = config(provider);

    let rejection = config.verify(TOKEN).await.unwrap_err();

    assert_eq!(
        (rejection.status(), rejection.reason()),
        (503, Reason::IssuerAnswerMalformed)
    );
}

#[tokio::test]
async fn readiness_is_that_of_the_endpoint_and_of_the_keys() {
    use customer_session::provider::Readiness;

    let (site, provider) = found();
    site.falls_silent_at(KEYS);
    let (clock, config) = config(provider);
    assert_eq!(readiness(&config), Readiness::NotReady);
    for _ in 0..1000 {
        tokio::task::yield_now().await;
    }
    assert_eq!(readiness(&config), Readiness::NotReady);

    site.says(KEYS, jwks());
    clock.advance(Duration::from_secs(2));
    for _ in 0..1000 {
        tokio::task::yield_now().await;
    }
    assert_eq!(readiness(&config), Readiness::Ready);
}

#[test]
fn what_can_never_verify_an_answer_is_refused() {
    let server = Server::stating("{}");
    let shared = JwtKey::secret(Algorithm::HS256, [7; 64]).unwrap();
    for (builder, field) in [
        (server.builder().signed_answers(settings()), "issuer"),
        (
            server
                .unknown()
                .issuer(ISSUER)
                .bearer("x")
                .signed_answers(settings()),
            "audience",
        ),
        (
            provider(&server).signed_answers(SignedAnswers::required().key(shared)),
            "signed_answers",
        ),
        (
            provider(&server)
                .signed_answers(SignedAnswers::required().algorithms([Algorithm::HS256])),
            "algorithms",
        ),
        (
            provider(&server)
                .signed_answers(SignedAnswers::required().jwks_url("http://keys.example")),
            "jwks_url",
        ),
    ] {
        let error = builder.build().unwrap_err().to_string();
        assert!(error.contains(&format!("`{field}`")), "{error}");
    }
}
