//! Who asks: a client that proves it, or the bearer of a token that is for asking.

use base64::{Engine, engine::general_purpose::STANDARD};
use hyper::header::AUTHORIZATION;

use super::{
    problem::Problem,
    serve::Call,
    shared::{Shared, World},
};

/// Who asks.
#[derive(Debug)]
pub(super) enum Caller {
    /// Whoever has a token of the scope [`INTROSPECT`].
    Bearer,
    /// A client that is registered, by its id.
    Client(String),
}

/// Finds out who asks, before what is asked is looked at.
///
/// 1. A request that holds credentials in two places is refused (RFC 6749 §2.3).
/// 2. `Authorization: Basic` holds id and secret, each form-encoded (RFC 6749 §2.3.1).
/// 3. `Authorization: Bearer` holds a token of this fake that may ask (RFC 7662 §2.1).
/// 4. Else id and secret stand in the form (RFC 6749 §2.3.1).
pub(super) fn authenticate(
    shared: &Shared,
    world: &World,
    call: &Call<'_>,
) -> Result<Caller, Problem> {
    let mut headers = call.headers.get_all(AUTHORIZATION).iter();
    let (header, second) = (headers.next(), headers.next());
    let posted = call.field("client_secret")?;
    if second.is_some() || (header.is_some() && posted.is_some()) {
        let why = "there are credentials in two places";
        return Err(Problem::InvalidRequest(why));
    }
    if let Some(secret) = posted {
        let id = call.field("client_id")?;
        let known = id.filter(|id| is_client(shared, world, id, secret));
        return known.map_or(Err(Problem::InvalidClient), |id| {
            Ok(Caller::Client(id.to_owned()))
        });
    }
    let header = header.and_then(|header| header.to_str().ok());
    let (scheme, rest) = header
        .and_then(|header| header.split_once(' '))
        .ok_or(Problem::InvalidClient)?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return bearer(shared, world, rest.trim());
    }
    let (id, secret) = Some(rest.trim())
        .filter(|_| scheme.eq_ignore_ascii_case("basic"))
        .and_then(pair)
        .ok_or(Problem::InvalidClient)?;
    if is_client(shared, world, &id, &secret) {
        Ok(Caller::Client(id))
    } else {
        Err(Problem::InvalidClient)
    }
}

fn is_client(shared: &Shared, world: &World, id: &str, secret: &str) -> bool {
    let known = world.clients.get(id);
    known.is_some_and(|known| *known == shared.hash_key.hash(secret))
}

fn bearer(shared: &Shared, world: &World, token: &str) -> Result<Caller, Problem> {
    let known = world.opaque.get(&shared.hash_key.hash(token));
    match known.filter(|known| known.is_active(shared.now())) {
        Some(known) if known.has_scope(INTROSPECT) => Ok(Caller::Bearer),
        // RFC 7662 §2.3: 401 also where it only lacks privileges.
        _ => Err(Problem::InvalidToken),
    }
}

/// The id and the secret of `Authorization: Basic`.
fn pair(encoded: &str) -> Option<(String, String)> {
    let decoded = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    Some((decoded_form(id)?, decoded_form(secret)?))
}

/// What was form-encoded (RFC 6749 Appendix B). Text with what the encoding leaves nowhere bare is
/// none.
fn decoded_form(text: &str) -> Option<String> {
    if text.contains(['&', '=']) {
        return None;
    }
    let mut pairs = form_urlencoded::parse(text.as_bytes());
    Some(
        pairs
            .next()
            .map_or_else(String::new, |(name, _)| name.into_owned()),
    )
}

/// The scope of tokens that their bearers may ask with.
pub(super) const INTROSPECT: &str = "introspect";

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pair_of: &str) -> Option<(String, String)> {
        pair(&STANDARD.encode(pair_of))
    }

    #[test]
    fn id_and_secret_are_form_decoded() {
        let read_as = |id: &str, secret: &str| Some((id.to_owned(), secret.to_owned()));

        assert_eq!(
            read("a%3Ab:50%25%2B1%3A%C3%BC+%C3%A9"),
            read_as("a:b", "50%+1:ü é")
        );
        // As they are, unencoded, they are other ones.
        assert_eq!(read("shop:50%+1"), read_as("shop", "50% 1"));
        assert_eq!(read("shop:a&b"), None);
        assert_eq!(read("no colon"), None);
        assert_eq!(pair("&"), None);
    }
}
