//! What is no signed answer: a fault, and never a denial.

use super::*;

#[tokio::test]
async fn it_is_of_this_kind_and_of_no_other() {
    for kind in [
        "token-introspection+jwt",
        "application/token-introspection+jwt",
        "Token-Introspection+JWT",
    ] {
        let mut header = header();
        header["typ"] = json!(kind);
        assert!(
            outcome(signed_with(&header, &claims())).await.is_ok(),
            "{kind}"
        );
    }
    for kind in [
        json!("JWT"),
        json!("at+jwt"),
        json!("logout+jwt"),
        json!("introspection+jwt"),
        json!("token-introspection+jwt "),
        json!(null),
        json!(7),
    ] {
        let mut header = header();
        header["typ"] = kind.clone();
        let outcome = outcome(signed_with(&header, &claims())).await;
        assert_eq!(outcome, MALFORMED, "{kind}");
    }
    let untyped = json!({"alg": "ES256", "kid": "k"});
    assert_eq!(outcome(signed_with(&untyped, &claims())).await, MALFORMED);
}

/// An access token of the same server, which holds whatever its client had written into it.
#[tokio::test]
async fn an_access_token_is_no_answer() {
    let header = json!({"alg": "ES256", "kid": "k", "typ": "at+jwt"});
    let mut token = with("sub", "c1");
    token["exp"] = json!(NOW + 600);

    assert_eq!(outcome(signed_with(&header, &token)).await, MALFORMED);
}

#[tokio::test]
async fn it_is_the_servers_own_and_for_us() {
    for claims in [
        without("iss"),
        with("iss", "https://evil.example"),
        with("iss", "https://login.shop.example/"),
        with("iss", json!([ISSUER])),
        without("aud"),
        with("aud", "another"),
        with("aud", json!(["another", "others"])),
        with("aud", json!({"shop": true})),
        without("token_introspection"),
        with("token_introspection", "eyJ"),
        with(
            "token_introspection",
            json!([{"active": true, "sub": "c1"}]),
        ),
        with(
            "token_introspection",
            json!({"active": "true", "sub": "c1"}),
        ),
    ] {
        assert_eq!(outcome(signed(&claims)).await, MALFORMED, "{claims}");
    }
    let several = with("aud", json!(["another", "shop"]));
    assert!(outcome(signed(&several)).await.is_ok());
}

#[tokio::test]
async fn it_was_given_a_moment_ago() {
    for (name, value) in [
        ("iat", NOW - 329),
        ("iat", NOW + 30),
        ("nbf", NOW + 30),
        ("exp", NOW - 29),
    ] {
        assert!(outcome(signed(&with(name, value))).await.is_ok(), "{name}");
    }
    for claims in [
        without("iat"),
        with("iat", NOW - 330),
        with("iat", NOW + 31),
        with("iat", "today"),
        with("nbf", NOW + 31),
        with("exp", NOW - 30),
    ] {
        assert_eq!(outcome(signed(&claims)).await, MALFORMED, "{claims}");
    }
}

#[tokio::test]
async fn the_key_of_the_server_signed_it_by_an_algorithm_on_the_list() {
    let good = claims().to_string();
    let head = header().to_string();
    let whole = token_of(Algorithm::ES256, &head, &good);
    let (text, _) = whole.rsplit_once('.').unwrap();
    let none = format!(
        "{}.{}.",
        b64(r#"{"alg":"none","typ":"token-introspection+jwt"}"#),
        b64(&good)
    );
    let shared = json!({"alg": "HS256", "kid": "k", "typ": "token-introspection+jwt"});
    let other = json!({"alg": "EdDSA", "kid": "k", "typ": "token-introspection+jwt"});
    let unknown = json!({"alg": "ES256", "kid": "z", "typ": "token-introspection+jwt"});

    for text in [
        format!("{text}.{}", b64(sign(Algorithm::ES256, "another text"))),
        format!("{text}."),
        none,
        token_of(Algorithm::HS256, &shared.to_string(), &good),
        token_of(Algorithm::EdDSA, &other.to_string(), &good),
        token_of(Algorithm::ES256, &unknown.to_string(), &good),
        token_of(Algorithm::ES256, &head, r#"{"iss":"#),
        token_of(
            Algorithm::ES256,
            &head,
            [&good[..good.len() - 1], r#","iss":"x"}"#].concat(),
        ),
        String::new(),
        good.clone(),
    ] {
        assert_eq!(outcome(answer(&text)).await, MALFORMED, "{text}");
    }
    let binary = HttpAnswer::new(200, vec![0xFF, 0xFE]).with_header("content-type", SIGNED);
    assert_eq!(outcome(binary).await, MALFORMED);
    let as_json = server::json(200, &whole);
    assert_eq!(outcome(as_json).await, MALFORMED);
    let jwt = HttpAnswer::new(200, whole.clone()).with_header("content-type", "application/jwt");
    assert_eq!(outcome(jwt).await, MALFORMED);
    let parameters = format!("{SIGNED}; charset=utf-8");
    let spelled = HttpAnswer::new(200, whole).with_header("content-type", parameters);
    assert!(outcome(spelled).await.is_ok());
}

/// Our registration at the server wants mending, and no customer is to blame.
#[tokio::test]
async fn an_encrypted_answer_is_refused_as_ours_to_mend() {
    let jwe = json!({"alg": "RSA-OAEP", "enc": "A256GCM", "cty": "token-introspection+jwt"});
    let five = format!("{}.a.b.c.d", b64(jwe.to_string()));
    let three = format!("{}.e30.e30", b64(jwe.to_string()));

    for text in [five, three] {
        let outcome = outcome(answer(text)).await;
        assert_eq!(outcome, Err((500, Reason::Misconfigured)));
    }
}

#[tokio::test]
async fn an_error_of_the_server_is_no_answer_though_it_is_signed() {
    for (status, expected) in [
        (401, (500, Reason::CredentialsRefused)),
        (500, (503, Reason::IssuerUnavailable)),
        (201, (503, Reason::IssuerAnswerMalformed)),
    ] {
        let mut answer = signed(&claims());
        answer.status = status;
        assert_eq!(outcome(answer).await, Err(expected));
    }
}

/// What only our limits refuse may be what one customer wrote: others are not refused for it.
#[tokio::test]
async fn a_signed_answer_that_is_too_deep_says_nothing_of_the_server() {
    let deep = (0..20).fold(json!(1), |inner, _| json!([inner]));
    let own = json!({"active": true, "sub": "c1", "note": deep});
    let (server, config) = engine(signed(&with("token_introspection", own)));
    for turn in 0..8 {
        let rejection = config.verify(&format!("token-{turn}")).await.unwrap_err();
        assert_eq!(rejection.reason(), Reason::IssuerAnswerMalformed);
    }

    server.now_says(signed(&claims()));
    assert!(config.verify(TOKEN).await.is_ok());
}
