//! What Stripe's answers mean: each one has exactly one outcome.

use std::borrow::Cow;

use customer_session::upstream::HttpAnswer;
use serde::{Deserialize, de::DeserializeOwned};

use crate::{StripeError, StripeErrorKind};

/// Lets a successful JSON answer through and names what any other is. All calls are made with our
/// own key, so that no refusal is about whoever presented a session.
///
/// | answer | outcome |
/// |---|---|
/// | 200, JSON | success |
/// | 200, anything else | malformed |
/// | 400 with the code `rate_limit`, 429 | rate limited |
/// | 400 of the type `idempotency_error` | idempotency mismatch |
/// | any other 400, 402 or 422 of Stripe's | invalid request |
/// | 401, 403 of Stripe's | credentials refused |
/// | 401, 403 of anybody else: a proxy speaks | unavailable |
/// | 404 with the code `resource_missing` | not found |
/// | any other 404, 3xx | misconfigured |
/// | 409 | conflict |
/// | 5xx | unavailable |
/// | anything else | malformed |
pub(crate) fn judge(answer: HttpAnswer) -> Result<HttpAnswer, StripeError> {
    if answer.status == 200 && answer.is_json() {
        return Ok(answer);
    }
    let error = refusal(&answer).of_request(request_id(&answer));
    Err(error.retry_in(answer.retry_after()))
}

fn refusal(answer: &HttpAnswer) -> StripeError {
    use StripeErrorKind::{
        Conflict, CredentialsRefused, IdempotencyMismatch, InvalidRequest, Misconfigured, NotFound,
        RateLimited, Unavailable,
    };

    let words = words(answer);
    let new = |kind, message: &str| StripeError::new(kind, message);
    match (answer.status, words.as_ref()) {
        (200, _) => StripeError::malformed("Stripe's answer is not JSON"),
        (400, Some(words)) if words.code() == "rate_limit" => new(RateLimited, LIMITED),
        (429, _) => new(RateLimited, LIMITED),
        (400, Some(words)) if words.kind() == "idempotency_error" => new(
            IdempotencyMismatch,
            "the idempotency key was used before with other parameters: use one key for one request",
        ),
        (400 | 402 | 422, Some(words)) => new(
            InvalidRequest,
            &format!("Stripe refused the request: {words}"),
        ),
        (401, Some(words)) => new(
            CredentialsRefused,
            &format!("Stripe refused the secret key, which is wrong or expired: {words}"),
        ),
        (403, Some(words)) => new(
            CredentialsRefused,
            &format!(
                "the key lacks a permission (it needs to write customer sessions and to read \
                 customers), or may not act for the account: {words}"
            ),
        ),
        (404, Some(words)) if words.code() == "resource_missing" => {
            new(NotFound, "Stripe does not know it in this account and mode")
        }
        (300..=399 | 404, _) => new(
            Misconfigured,
            &format!(
                "Stripe's API does not answer there (status {}): check the server's address",
                answer.status
            ),
        ),
        (409, _) => new(
            Conflict,
            "Stripe is busy with the same object or key: try again",
        ),
        (401 | 403 | 500.., _) => new(
            Unavailable,
            &format!("Stripe answered with status {}", answer.status),
        ),
        (status, _) => StripeError::malformed(format!(
            "Stripe answered with the unexpected status {status}"
        )),
    }
}

/// Reads a JSON answer. The error says where it breaks, and holds nothing of it.
pub(crate) fn read<T: DeserializeOwned>(answer: &HttpAnswer) -> Result<T, StripeError> {
    serde_json::from_slice(&answer.body).map_err(|error| {
        let message = format!(
            "Stripe's answer cannot be read ({:?} error at line {}, column {})",
            error.classify(),
            error.line(),
            error.column()
        );
        let unreadable = StripeError::malformed(message).of_request(request_id(answer));
        if answer.is_json_object_with(&["id"]) {
            unreadable.of_one_customer()
        } else {
            unreadable
        }
    })
}

/// The words of Stripe's envelope by which errors are told apart. Its message is left alone: it
/// repeats what was asked for.
#[derive(Deserialize)]
struct Words<'a> {
    #[serde(borrow, default)]
    code: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    param: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
}

impl Words<'_> {
    fn code(&self) -> &str {
        self.code.as_deref().unwrap_or_default()
    }

    fn kind(&self) -> &str {
        &self.kind
    }
}

impl std::fmt::Display for Words<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shown = [Some(&self.kind), self.code.as_ref(), self.param.as_ref()];
        let mut first = true;
        for word in shown.into_iter().flatten().filter(|word| is_word(word)) {
            f.write_str(if first { "" } else { ", " })?;
            f.write_str(word)?;
            first = false;
        }
        Ok(())
    }
}

/// `None` if the body is no envelope of Stripe's, so that somebody else may be speaking.
fn words(answer: &HttpAnswer) -> Option<Words<'_>> {
    #[derive(Deserialize)]
    struct Envelope<'a> {
        #[serde(borrow)]
        error: Words<'a>,
    }

    let envelope: Envelope<'_> = answer
        .is_json()
        .then(|| serde_json::from_slice(&answer.body).ok())??;
    Some(envelope.error)
}

fn request_id(answer: &HttpAnswer) -> Option<String> {
    let id = answer.header("request-id")?;
    is_word(id).then(|| id.to_owned())
}

/// A word of Stripe's own: types, codes, names of parameters, ids of requests.
fn is_word(text: &str) -> bool {
    (1..=100).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_[].-".contains(&byte))
}

const LIMITED: &str = "Stripe limits the calls: make fewer, or wait";

#[cfg(test)]
mod tests {
    use super::*;

    fn json(status: u16, body: &str) -> HttpAnswer {
        HttpAnswer::new(status, body.to_owned())
            .with_header("content-type", "application/json")
            .with_header("request-id", "req_1")
    }

    fn error(status: u16, kind: &str, code: &str) -> HttpAnswer {
        let body = format!(
            r#"{{"error":{{"type":"{kind}","code":"{code}","param":"customer","message":"canary"}}}}"#
        );
        json(status, &body)
    }

    fn html(status: u16) -> HttpAnswer {
        HttpAnswer::new(status, "<html>".to_owned()).with_header("content-type", "text/html")
    }

    #[test]
    fn every_answer_has_the_outcome_of_the_table() {
        use StripeErrorKind::*;

        let invalid = "invalid_request_error";
        for (answer, expected) in [
            (json(200, "{}"), None),
            (html(200), Some(MalformedAnswer)),
            (json(201, "{}"), Some(MalformedAnswer)),
            (json(204, ""), Some(MalformedAnswer)),
            (HttpAnswer::new(302, ""), Some(Misconfigured)),
            (error(400, invalid, "rate_limit"), Some(RateLimited)),
            (
                error(400, "idempotency_error", ""),
                Some(IdempotencyMismatch),
            ),
            (
                error(400, invalid, "resource_missing"),
                Some(InvalidRequest),
            ),
            (html(400), Some(MalformedAnswer)),
            (error(401, invalid, ""), Some(CredentialsRefused)),
            (json(401, "{}"), Some(Unavailable)),
            (html(401), Some(Unavailable)),
            (error(402, "card_error", "x"), Some(InvalidRequest)),
            (
                error(403, invalid, "account_invalid"),
                Some(CredentialsRefused),
            ),
            (html(403), Some(Unavailable)),
            (error(404, invalid, "resource_missing"), Some(NotFound)),
            (error(404, invalid, ""), Some(Misconfigured)),
            (html(404), Some(Misconfigured)),
            (json(405, "{}"), Some(MalformedAnswer)),
            (error(409, invalid, "lock_timeout"), Some(Conflict)),
            (HttpAnswer::new(429, ""), Some(RateLimited)),
            (
                error(429, "rate_limit_error", "rate_limit"),
                Some(RateLimited),
            ),
            (error(500, "api_error", ""), Some(Unavailable)),
            (html(502), Some(Unavailable)),
        ] {
            let kind = judge(answer.clone()).err().map(|error| error.kind());

            assert_eq!(kind, expected, "{answer:?} {:?}", answer.body);
        }
    }

    #[test]
    fn an_error_names_words_and_request_and_not_the_message() {
        let printed = judge(error(400, "invalid_request_error", "resource_missing"))
            .unwrap_err()
            .to_string();

        assert_eq!(
            printed,
            "Stripe refused the request: invalid_request_error, resource_missing, customer (request req_1)"
        );
    }

    #[test]
    fn what_is_no_word_is_not_repeated() {
        let mut answer = error(400, "ada@shop.example", "canary canary");
        answer.headers.retain(|(name, _)| name != "request-id");
        let answer = answer.with_header("request-id", "canary canary");

        let printed = judge(answer).unwrap_err().to_string();

        assert_eq!(printed, "Stripe refused the request: customer");
    }
}
