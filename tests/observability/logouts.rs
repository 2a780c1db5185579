//! An issuer that tells of logouts, and others who say that they are it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use customer_session::{
    CustomerSessionConfig,
    clock::ManualClock,
    endpoint::{Endpoint, EndpointRequest, logout::LogoutEndpoint},
    provider::jwt::{Algorithm, JwtProvider},
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::{printed::Printed, world::EMAIL};

/// A canary, as long as a shared secret must be.
const SECRET: &[u8] = b"Canary-Canary-Canary-Canary-Canary";

fn signed(secret: &[u8], session: &str, jti: &str) -> String {
    let part = |json: &str| URL_SAFE_NO_PAD.encode(json);
    let header = part(r#"{"alg":"HS256","typ":"logout+jwt"}"#);
    let claims = part(&format!(
        r#"{{"iss":"https://issuer.example","aud":"shop","iat":1767225600,"exp":1767225720,
        "jti":"{jti}","sid":"{session}","sub":"{EMAIL}",
        "events":{{"http://schemas.openid.net/event/backchannel-logout":{{}}}}}}"#
    ));
    let text = format!("{header}.{claims}");
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).unwrap();
    mac.update(text.as_bytes());
    format!(
        "{text}.{}",
        URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    )
}

pub(crate) async fn logouts(printed: &mut Printed) {
    let provider = JwtProvider::issuer("https://issuer.example")
        .audience("shop")
        .name("jwt")
        .secret(Algorithm::HS256, SECRET)
        .build()
        .unwrap();
    let issuer = provider.logout_issuer();
    printed.debug(&issuer);
    let config = CustomerSessionConfig::builder()
        .clock(ManualClock::new())
        // Room for the session and the user of one logout.
        .max_revocations(2)
        .provider(provider)
        .build()
        .unwrap();
    let builder = LogoutEndpoint::builder(issuer, config.revocations());
    printed.debug(&builder);
    let endpoint = builder.build().unwrap();
    printed.debug(&endpoint);
    for token in [
        String::new(),
        signed(&[7; 32], EMAIL, "1"),
        signed(SECRET, "", "2"),
        signed(SECRET, EMAIL, "3"),
        signed(SECRET, "another", "4"),
    ] {
        let request = EndpointRequest::new("POST")
            .with_header("content-type", "application/x-www-form-urlencoded")
            .with_body(format!("logout_token={token}"));
        printed.debug(&endpoint.answer(request).await);
    }
}
