//! Whose call it is.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hyper::{HeaderMap, header::AUTHORIZATION};

use super::{
    problem::Problem,
    world::{Key, Space, World},
};

/// The space that a call is about, if its key may make it. A key comes as a bearer token, or as the
/// user of `Basic`.
pub(super) fn space(
    world: &World,
    headers: &HeaderMap,
    permission: &str,
) -> Result<Space, Problem> {
    let text = key(headers).ok_or_else(Problem::no_key)?;
    let mut keys = world.keys.iter();
    let key = keys
        .find(|key| key.text == text)
        .ok_or_else(Problem::wrong_key)?;
    let account = account(world, headers)?;
    if !may(key, permission) {
        return Err(Problem::lacks_permission());
    }
    Ok(Space {
        live: key.live,
        account,
    })
}

fn key(headers: &HeaderMap) -> Option<String> {
    let (scheme, rest) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(rest.trim().to_owned());
    }
    let decoded = scheme
        .eq_ignore_ascii_case("basic")
        .then(|| STANDARD.decode(rest.trim()));
    let decoded = String::from_utf8(decoded?.ok()?).ok()?;
    decoded.split_once(':').map(|(user, _)| user.to_owned())
}

fn account(world: &World, headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(account) = headers.get("stripe-account") else {
        return Ok(None);
    };
    match account.to_str() {
        Ok(account) if world.has_account(account) => Ok(Some(account.to_owned())),
        _ => Err(Problem::no_such_account()),
    }
}

fn may(key: &Key, permission: &str) -> bool {
    let granted = key.permissions.as_ref();
    granted.is_none_or(|granted| granted.iter().any(|own| own == permission))
}
