//! Questions about opaque tokens, and their end.

use hyper::{Method, StatusCode, header::CONTENT_TYPE};
use serde_json::{Map, Value, json};

use super::{
    auth::{Caller, authenticate},
    problem::{Problem, unstored},
    serve::Call,
    shared::{Shared, World},
};
use crate::wire::Answer;

/// What is said of a token (RFC 7662 §2.2): all of it, or that it is not active and nothing else.
///
/// Unknown, expired and revoked tokens are not told apart. Signed ones are unknown here.
pub(super) fn introspect(shared: &Shared, world: &World, call: &Call<'_>) -> Answer {
    let (_, token) = match question(shared, world, call) {
        Ok(question) => question,
        Err(problem) => return problem.into_answer(),
    };
    let known = world.opaque.get(&shared.hash_key.hash(token));
    let value = match known.filter(|known| known.is_active(shared.now())) {
        None => json!({ "active": false }),
        Some(known) => {
            let mut members = Map::from_iter([("active".to_owned(), Value::Bool(true))]);
            members.extend(known.members.clone());
            Value::Object(members)
        }
    };
    unstored(Answer::json(StatusCode::OK, &value))
}

/// Ends a token (RFC 7009 §2). One that is unknown is as good as ended (§2.2); one of another
/// client's goes on (§2.1).
pub(super) fn revoke(shared: &Shared, world: &mut World, call: &Call<'_>) -> Answer {
    let (caller, token) = match question(shared, world, call) {
        Ok(question) => question,
        Err(problem) => return problem.into_answer(),
    };
    let Caller::Client(client) = caller else {
        return Problem::InvalidClient.into_answer();
    };
    let hash = shared.hash_key.hash(token);
    match world.opaque.get(&hash) {
        Some(known) if !known.says("client_id", &client) => Problem::InvalidGrant.into_answer(),
        _ => {
            world.opaque.remove(&hash);
            unstored(Answer::empty(StatusCode::OK))
        }
    }
}

/// Who asks, and about which token: a form that is posted (RFC 7662 §2.1).
fn question<'a>(
    shared: &Shared,
    world: &World,
    call: &'a Call<'_>,
) -> Result<(Caller, &'a str), Problem> {
    if call.method != Method::POST {
        return Err(Problem::NotPosted);
    }
    if !is_form(call) {
        return Err(Problem::InvalidRequest("the content is no form"));
    }
    let caller = authenticate(shared, world, call)?;
    let token = call.field("token")?;
    let missing = Problem::InvalidRequest("there is no `token`");
    Ok((caller, token.ok_or(missing)?))
}

fn is_form(call: &Call<'_>) -> bool {
    let kind = call.headers.get(CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}
