//! What there is of OAuth2: token introspection (RFC 7662), which knows nothing of sessions, and
//! discovery.

use base64::{Engine, engine::general_purpose::STANDARD};
use hyper::{
    StatusCode,
    header::{AUTHORIZATION, CACHE_CONTROL, PRAGMA, WWW_AUTHENTICATE},
};
use serde_json::json;

use crate::polar::{
    answer::{self, Answer},
    call::Call,
    world::World,
};

/// `POST /v1/oauth2/introspect`: `active` is false for every token, since the fake issues no OAuth2
/// tokens.
pub(super) fn introspect(world: &World, call: &Call) -> Answer {
    let form: Vec<(String, String)> = form_urlencoded::parse(call.bytes()).into_owned().collect();
    let field = |name: &str| {
        form.iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
    };
    let (sent, status) = match field("client_id").zip(field("client_secret")) {
        Some(posted) => (Some(posted), StatusCode::BAD_REQUEST),
        None => (basic(call), StatusCode::UNAUTHORIZED),
    };
    match sent {
        Some((id, secret)) if world.clients.get(&id) == Some(&secret) => {
            answer::ok(&json!({ "active": false }))
        }
        Some(_) | None => invalid_client(status),
    }
}

/// `GET /.well-known/openid-configuration`.
pub(super) fn discovery() -> Answer {
    answer::ok(&json!({
        "issuer": "https://polar.sh",
        "jwks_uri": "https://api.polar.sh/.well-known/jwks.json",
        "introspection_endpoint": "https://api.polar.sh/v1/oauth2/introspect",
        "id_token_signing_alg_values_supported": ["RS256"],
    }))
}

fn invalid_client(status: StatusCode) -> Answer {
    let answer = Answer::json(status, &json!({ "error": "invalid_client" }))
        .with_static(CACHE_CONTROL, "no-store")
        .with_static(PRAGMA, "no-cache");
    match status {
        StatusCode::UNAUTHORIZED => {
            answer.with_static(WWW_AUTHENTICATE, r#"Basic error="invalid_client""#)
        }
        _ => answer,
    }
}

/// The id and secret of `Authorization: Basic`.
fn basic(call: &Call) -> Option<(String, String)> {
    let (scheme, encoded) = call
        .headers
        .get(AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    Some((id.to_owned(), secret.to_owned()))
}
