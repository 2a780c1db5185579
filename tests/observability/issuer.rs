//! An issuer of signed tokens, whose keys come and go.

use std::{
    fmt,
    sync::{Arc, Mutex},
};

use customer_session::{
    CustomerSessionConfig,
    clock::ManualClock,
    provider::jwt::JwtProvider,
    upstream::{HttpAnswer, HttpRequest, HttpTransport, TransportError},
};

use tracing::Level;

use crate::{
    printed::Printed,
    witness::Witness,
    world::{EMAIL, SECOND, settle},
};

const SET: &str = r#"{"keys":[
    {"kty":"OKP","crv":"Ed25519","kid":"one","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
    {"kty":"EC","crv":"P-256","kid":"two","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
     "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"},
    {"kty":"oct","kid":"three","k":"Canary"},
    {"kty":"canary"}
]}"#;

/// What the issuer answers.
#[derive(Clone, Default)]
struct Line(Arc<Mutex<(u16, String)>>);

/// Shows no answer, as a transport must not.
impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Line")
    }
}

impl Line {
    fn answers(&self, status: u16, body: &str) {
        *self.0.lock().unwrap() = (status, body.to_owned());
    }
}

impl HttpTransport for Line {
    async fn send(&self, _: HttpRequest) -> Result<HttpAnswer, TransportError> {
        let (status, body) = self.0.lock().unwrap().clone();
        Ok(HttpAnswer::new(status, body))
    }
}

pub(crate) async fn keys(printed: &mut Printed) {
    let (clock, line) = (ManualClock::new(), Line::default());
    line.answers(200, SET);
    let builder = JwtProvider::issuer("https://issuer.example")
        .audience("https://api.shop.example")
        .jwks_url("https://issuer.example/jwks?p=canary")
        .name("jwt")
        .transport(line.clone())
        .warm_up();
    printed.debug(&builder);
    let provider = builder.build().unwrap();
    printed.debug(&provider);
    let config = CustomerSessionConfig::builder()
        .clock(clock.clone())
        .provider(provider)
        .build()
        .unwrap();
    settle().await;
    let fewer = SET.replace("OKP", EMAIL);
    for (pass, status, body) in [
        (600 * SECOND, 200, &*fewer),
        (600 * SECOND, 503, EMAIL),
        (2 * SECOND, 404, EMAIL),
        (7200 * SECOND, 200, EMAIL),
        (60 * SECOND, 200, r#"{"keys":[{"kty":"canary"}]}"#),
    ] {
        line.answers(status, body);
        clock.advance(pass);
        settle().await;
        printed.debug(&config);
        printed.debug(&config.readiness());
    }
    config.publish_metrics();
}

#[tokio::test]
async fn keys_of_a_file_that_are_not_used_are_told_like_those_of_an_issuer() {
    let path = std::env::temp_dir().join(format!("told-jwks-{}.json", std::process::id()));
    std::fs::write(&path, SET).unwrap();
    let built = JwtProvider::issuer("https://issuer.example")
        .audience("https://api.shop.example")
        .jwks_file(&path)
        .name("jwt")
        .build();
    std::fs::remove_file(&path).unwrap();
    let witness = Witness::listen();

    let _config = CustomerSessionConfig::builder()
        .provider(built.unwrap())
        .build()
        .unwrap();

    let told = witness.heard();
    let told: Vec<_> = told
        .iter()
        .filter(|heard| heard.text.contains("key not used"))
        .collect();
    let [shared, strange] = &told[..] else {
        panic!("{told:?}");
    };
    assert!(
        shared.text.contains("three") && shared.text.contains("jwt"),
        "{shared:?}"
    );
    assert!(!shared.text.contains("Canary"), "{shared:?}");
    assert_eq!((shared.level, strange.level), (Level::WARN, Level::WARN));
}
