//! What Polar's answers mean: each one has exactly one outcome.

use customer_session::upstream::HttpAnswer;
use serde::Deserialize;

use crate::{PolarError, PolarErrorKind};

/// Whose token a call was made with, which decides what a refusal means.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Credentials {
    /// The organization's access token.
    Organization,
    /// The session's own token.
    Session,
}

/// Whether the answer says that Polar does not know the `Polar-Version` of the request: it is
/// retired, not published yet, or mistyped.
///
/// Polar answers 404 then, as for an unknown address, and leaves its own `Polar-Version` header
/// out. A resource that does not exist is another 404: it has the header, and a body that says so.
/// A 404 that is not JSON is a proxy's, and says nothing about versions.
pub(crate) fn is_unknown_version(answer: &HttpAnswer) -> bool {
    answer.status == 404
        && answer.header("polar-version").is_none()
        && error_word(answer) == Some(Word::Other)
}

/// Lets a successful JSON answer through and names what any other is.
///
/// | answer | session's token | our access token |
/// |---|---|---|
/// | 200 or 201, JSON | success | success |
/// | 200 or 201, anything else | malformed | malformed |
/// | 401 that says `invalid_token` | denied | credentials refused |
/// | any other 401 in JSON | malformed: it is not about the token | credentials refused |
/// | 403 in JSON | malformed | credentials refused |
/// | 401 or 403, not JSON | unavailable: a proxy speaks, not Polar | unavailable |
/// | 404 that says `ResourceNotFound` | malformed | not found |
/// | any other 404 | misconfigured | misconfigured |
/// | 422 | invalid request | invalid request |
/// | 429 | rate limited | rate limited |
/// | 3xx | misconfigured | misconfigured |
/// | 5xx | unavailable | unavailable |
/// | anything else | malformed | malformed |
pub(crate) fn judge(
    answer: HttpAnswer,
    credentials: Credentials,
) -> Result<HttpAnswer, PolarError> {
    match answer.status {
        200 | 201 if answer.is_json() => Ok(answer),
        200 | 201 => Err(PolarError::malformed("Polar's answer is not JSON")),
        401 | 403 => Err(refused(&answer, credentials)),
        404 if error_word(&answer) == Some(Word::ResourceNotFound) => Err(PolarError::new(
            PolarErrorKind::NotFound,
            "Polar does not know it, or it belongs to another organization",
        )),
        300..=399 | 404 => Err(PolarError::new(
            PolarErrorKind::Misconfigured,
            format!(
                "Polar's API does not answer there (status {}): check the server's address",
                answer.status
            ),
        )),
        422 => Err(PolarError::new(
            PolarErrorKind::InvalidRequest,
            invalid(&answer),
        )),
        429 => Err(PolarError::rate_limited(answer.retry_after())),
        500.. => Err(PolarError::unavailable(answer.status, answer.retry_after())),
        status => Err(PolarError::malformed(format!(
            "Polar answered with the unexpected status {status}"
        ))),
    }
}

fn refused(answer: &HttpAnswer, credentials: Credentials) -> PolarError {
    let Some(word) = error_word(answer) else {
        return PolarError::unavailable(answer.status, None);
    };
    match (credentials, answer.status, word) {
        (Credentials::Session, 401, Word::InvalidToken) => PolarError::new(
            PolarErrorKind::Denied,
            "Polar says that the session token is not valid",
        ),
        (Credentials::Session, status, _) => PolarError::malformed(format!(
            "Polar answered {status} without judging the session token"
        )),
        (Credentials::Organization, 403, _) => {
            PolarError::new(PolarErrorKind::CredentialsRefused, lacking(answer))
        }
        (Credentials::Organization, ..) => PolarError::new(
            PolarErrorKind::CredentialsRefused,
            "Polar refused the organization access token: it is wrong, expired, or of the other server (production, sandbox)",
        ),
    }
}

fn lacking(answer: &HttpAnswer) -> String {
    let challenge = answer.header("www-authenticate").unwrap_or_default();
    let scope = challenge
        .split_once("scope=\"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map_or("", |(scope, _)| scope);
    let known = !scope.is_empty()
        && scope
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_: ".contains(&byte));
    let scope = if known { scope } else { "it needs" };
    format!(
        "the organization access token lacks the scope {scope}: create one that has it in Polar's settings"
    )
}

/// The words by which Polar's error bodies are told apart.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Word {
    InvalidToken,
    Other,
    ResourceNotFound,
}

/// The `error` of a JSON body; `None` if the body is no JSON object, so that somebody else than
/// Polar may be speaking.
fn error_word(answer: &HttpAnswer) -> Option<Word> {
    #[derive(Deserialize)]
    struct Body<'a> {
        #[serde(borrow, default)]
        error: Option<std::borrow::Cow<'a, str>>,
    }

    let body: Body<'_> = answer
        .is_json()
        .then(|| serde_json::from_slice(&answer.body).ok())??;
    Some(match body.error.as_deref() {
        Some("invalid_token") => Word::InvalidToken,
        Some("ResourceNotFound") => Word::ResourceNotFound,
        _ => Word::Other,
    })
}

/// What Polar says is wrong with the request: places and messages, without the values, which may be
/// personal.
fn invalid(answer: &HttpAnswer) -> String {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Body {
        detail: Vec<Problem>,
    }

    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Problem {
        loc: Vec<serde_json::Value>,
        msg: String,
    }

    let body: Body = serde_json::from_slice(&answer.body).unwrap_or_default();
    let problems = body.detail.iter().map(|problem| {
        let place: Vec<_> = problem
            .loc
            .iter()
            .map(|part| part.to_string().replace('"', ""))
            .collect();
        format!("{}: {}", place.join("."), problem.msg)
    });
    let problems: Vec<_> = problems.take(8).collect();
    if problems.is_empty() {
        "Polar refused the request".into()
    } else {
        format!("Polar refused {}", problems.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(status: u16, body: &str) -> HttpAnswer {
        HttpAnswer::new(status, body.to_owned())
            .with_header("content-type", "application/json")
            .with_header("polar-version", "2026-10")
    }

    fn html(status: u16) -> HttpAnswer {
        HttpAnswer::new(status, "<html>".to_owned()).with_header("content-type", "text/html")
    }

    fn kind(answer: HttpAnswer, credentials: Credentials) -> Option<PolarErrorKind> {
        judge(answer, credentials).err().map(|error| error.kind())
    }

    #[test]
    fn every_answer_has_the_outcome_of_the_table() {
        use Credentials::{Organization, Session};
        use PolarErrorKind::*;

        let invalid_token = r#"{"error":"invalid_token","error_description":"…"}"#;
        let unauthorized = r#"{"error":"Unauthorized","detail":"Unauthorized"}"#;
        let rows = [
            (json(200, "{}"), None, None),
            (json(201, "{}"), None, None),
            (html(200), Some(MalformedAnswer), Some(MalformedAnswer)),
            (
                json(401, invalid_token),
                Some(Denied),
                Some(CredentialsRefused),
            ),
            (
                json(401, unauthorized),
                Some(MalformedAnswer),
                Some(CredentialsRefused),
            ),
            (html(401), Some(Unavailable), Some(Unavailable)),
            (
                json(403, r#"{"error":"NotPermitted"}"#),
                Some(MalformedAnswer),
                Some(CredentialsRefused),
            ),
            (html(403), Some(Unavailable), Some(Unavailable)),
            (
                json(404, r#"{"error":"ResourceNotFound","detail":"Not found"}"#),
                Some(NotFound),
                Some(NotFound),
            ),
            (
                json(404, r#"{"detail":"Not Found"}"#),
                Some(Misconfigured),
                Some(Misconfigured),
            ),
            (html(404), Some(Misconfigured), Some(Misconfigured)),
            (
                json(405, "{}"),
                Some(MalformedAnswer),
                Some(MalformedAnswer),
            ),
            (json(422, "{}"), Some(InvalidRequest), Some(InvalidRequest)),
            (
                HttpAnswer::new(429, ""),
                Some(RateLimited),
                Some(RateLimited),
            ),
            (
                HttpAnswer::new(307, ""),
                Some(Misconfigured),
                Some(Misconfigured),
            ),
            (html(502), Some(Unavailable), Some(Unavailable)),
        ];
        for (answer, session, organization) in rows {
            assert_eq!(kind(answer.clone(), Session), session, "{answer:?}");
            assert_eq!(
                kind(answer.clone(), Organization),
                organization,
                "{answer:?}"
            );
        }
    }

    #[test]
    fn an_unknown_version_is_told_from_a_missing_resource() {
        let missing = json(404, r#"{"error":"ResourceNotFound","detail":"Not found"}"#);
        let unknown = HttpAnswer::new(404, r#"{"detail":"Not Found"}"#)
            .with_header("content-type", "application/json");

        assert!(is_unknown_version(&unknown));
        assert!(!is_unknown_version(&missing));
        assert!(!is_unknown_version(&html(404)));
        assert!(!is_unknown_version(&json(404, r#"{"detail":"Not Found"}"#)));
    }

    #[test]
    fn a_lacking_scope_is_named() {
        let challenge =
            r#"Bearer realm="polar", scope="customers:read", error="insufficient_scope""#;
        let answer = json(403, r#"{"error":"insufficient_scope"}"#)
            .with_header("www-authenticate", challenge);

        let error = judge(answer, Credentials::Organization).unwrap_err();

        assert!(error.to_string().contains("customers:read"), "{error}");
    }

    #[test]
    fn an_invalid_request_names_place_and_message_but_not_the_value() {
        let body = r#"{"error":"PolarRequestValidationError","detail":[{"type":"value_error","loc":["body","customer_id"],"msg":"Customer does not exist.","input":"canary"}]}"#;

        let error = judge(json(422, body), Credentials::Organization).unwrap_err();

        assert_eq!(
            error.to_string(),
            "Polar refused body.customer_id: Customer does not exist."
        );
    }
}
