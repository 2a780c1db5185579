//! The documents that are published.

use serde_json::{Value, json};

use super::{
    endpoint::{INTROSPECTION, JWKS, REVOCATION},
    shared::{Shared, World},
};

/// The JWK Set.
pub(super) fn jwks(world: &World) -> String {
    if let Some(instead) = &world.instead {
        return instead.clone();
    }
    let published = world.keys.iter().filter(|key| key.published);
    let keys: Vec<_> = published.map(super::keys::Key::jwk).collect();
    json!({ "keys": keys }).to_string()
}

/// The metadata, the same in both places.
pub(super) fn metadata(shared: &Shared, world: &World) -> Value {
    let origin = &shared.origin;
    let jwks_uri = world
        .jwks_uri
        .clone()
        .unwrap_or_else(|| format!("{origin}{JWKS}"));
    let introspection = world
        .introspection_endpoint
        .clone()
        .unwrap_or_else(|| format!("{origin}{INTROSPECTION}"));
    json!({
        "issuer": world.named.clone().unwrap_or_else(|| shared.issuer()),
        "authorization_endpoint": format!("{origin}/authorize"),
        "token_endpoint": format!("{origin}/token"),
        "jwks_uri": jwks_uri,
        "introspection_endpoint": introspection,
        "introspection_endpoint_auth_methods_supported":
            ["client_secret_basic", "client_secret_post", "Bearer"],
        "revocation_endpoint": format!("{origin}{REVOCATION}"),
        "revocation_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA", "ES256", "RS256"],
    })
}
