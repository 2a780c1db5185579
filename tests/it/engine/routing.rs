//! Whose token it is: of several providers the one that the form of the token names is asked, and no
//! other.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use customer_session::{
    ConfigError, CustomerSessionConfig, Reason, provider::Shape, revoke::Sessions,
};

use super::{Issuer, record};

/// Issuers in one configuration.
struct Several {
    config: CustomerSessionConfig,
    issuers: Vec<(&'static str, Issuer)>,
}

impl Several {
    fn of(shapes: impl IntoIterator<Item = (&'static str, Shape)>) -> Self {
        let shapes = shapes.into_iter();
        let issuers = shapes.map(|(name, shape)| (name, Issuer::of(name, shape)));
        let issuers: Vec<_> = issuers.collect();
        let config = config(&issuers).unwrap();
        Self { config, issuers }
    }

    /// Who is asked about a token that nobody knows.
    async fn asked(&self, token: &str) -> Vec<&'static str> {
        let rejection = self.config.verify(token).await.unwrap_err();
        assert_eq!(rejection.reason(), Reason::TokenDenied, "{token}");
        let issuers = self.issuers.iter();
        let asked = issuers.filter(|(_, issuer)| issuer.sessions.calls(token) == 1);
        asked.map(|(name, _)| *name).collect()
    }

    /// Why a token is refused that nobody is asked about.
    async fn refused(&self, token: &str) -> Reason {
        let rejection = self.config.verify(token).await.unwrap_err();
        assert_eq!(self.config.stats().upstream_calls, 0, "{token}");
        rejection.reason()
    }
}

fn config(issuers: &[(&'static str, Issuer)]) -> Result<CustomerSessionConfig, ConfigError> {
    let mut builder = CustomerSessionConfig::builder();
    for (_, issuer) in issuers {
        builder = builder.provider(issuer.clone());
    }
    builder.build()
}

fn signed_by(issuer: &str) -> Shape {
    Shape::JwtIssuers(vec![issuer.to_owned().into()])
}

/// A token that says so; what its signature is worth nobody looks at here.
fn token_of(payload: &str) -> String {
    format!(
        "eyJhbGciOiJub25lIn0.{}.c2ln",
        URL_SAFE_NO_PAD.encode(payload)
    )
}

const LOGIN: &str = "https://login.example";

/// One of each shape, the least particular ones first.
fn of_each_shape() -> Several {
    Several::of([
        ("any", Shape::Any),
        ("any signed", Shape::AnyJwt),
        ("short", Shape::prefixes(["a_"])),
        ("login", signed_by(LOGIN)),
        ("long", Shape::prefixes(["a_b_", "c_"])),
    ])
}

#[tokio::test]
async fn one_provider_is_asked_and_it_is_the_one_with_the_most_particular_claim() {
    for (token, expected) in [
        ("a_x", "short"),
        ("a_b_x", "long"),
        ("a_bx", "short"),
        ("c_x", "long"),
        ("x", "any"),
        ("A_x", "any"),
        (&token_of(r#"{"iss":"https://login.example"}"#), "login"),
        (
            &token_of(r#"{"iss":"https://login.example/"}"#),
            "any signed",
        ),
        (&token_of("{}"), "any signed"),
        // The prefix counts before the signature.
        (&format!("a_{}", token_of("{}")), "short"),
        // Of an encrypted or broken token nobody but the last can make anything.
        ("eyJhbGciOiJkaXIifQ..a.b.c", "any"),
        ("eyJhbGciOiJub25lIn0.~.c2ln", "any"),
    ] {
        let several = of_each_shape();

        assert_eq!(several.asked(token).await, [expected], "{token}");
    }
}

#[tokio::test]
async fn signed_tokens_that_nobody_claims_are_those_of_the_provider_for_any() {
    let several = Several::of([("login", signed_by(LOGIN)), ("any", Shape::Any)]);

    let other = token_of(r#"{"iss":"https://other.example"}"#);

    assert_eq!(several.asked(&other).await, ["any"]);
}

#[tokio::test]
async fn without_a_provider_for_any_nobody_is_asked_about_what_nobody_claims() {
    let several = Several::of([
        ("login", signed_by(LOGIN)),
        ("short", Shape::prefixes(["a_"])),
    ]);

    let other = token_of(r#"{"iss":"https://other.example"}"#);

    assert_eq!(several.refused(&other).await, Reason::IssuerUnknown);
    assert_eq!(several.refused("x").await, Reason::TokenUnrecognized);
}

#[tokio::test]
async fn one_id_at_two_providers_is_two_customers() {
    let several = Several::of([("short", Shape::prefixes(["a_"])), ("any", Shape::Any)]);
    several.issuers[0]
        .1
        .sign_in("a_1", record("ada", "Ada of the first"));
    several.issuers[1]
        .1
        .sign_in("1", record("ada", "Ada of the other"));
    let name = async |token| {
        let session = several.config.verify(token).await;
        session
            .map(|session| session.customer().name().unwrap().to_owned())
            .map_err(|rejection| rejection.reason())
    };
    assert_eq!(name("a_1").await.unwrap(), "Ada of the first");
    assert_eq!(name("1").await.unwrap(), "Ada of the other");

    let ended = Sessions::of_customer("short", "ada");
    several.config.revocations().end(&ended).unwrap();

    assert_eq!(name("a_1").await, Err(Reason::SessionEnded));
    assert_eq!(name("1").await.unwrap(), "Ada of the other");
}

#[test]
fn of_two_providers_that_claim_the_same_both_are_named() {
    for (shape, claim) in [
        (Shape::Any, "takes any token"),
        (Shape::AnyJwt, "takes the signed tokens of any issuer"),
        (signed_by(LOGIN), "the issuer `https://login.example`"),
        (Shape::prefixes(["a_"]), "the prefix `a_`"),
    ] {
        let issuers = ["first", "second"].map(|name| (name, Issuer::of(name, shape.clone())));

        let error = config(&issuers).unwrap_err().to_string();

        assert!(error.starts_with("`provider` is `second`: "), "{error}");
        assert!(error.contains(claim), "{error}");
        assert!(error.contains("`first`"), "{error}");
    }
}
