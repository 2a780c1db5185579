//! One line of JSON per token.

use std::fmt::Write as _;

use customer_session::{Customer, Member, Rejection, VerifiedSession};
use serde::Serialize;

use super::{Verdict, detail, printed};

#[derive(Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
enum Line<'a> {
    Accepted(Accepted<'a>),
    Rejected(Rejected),
}

#[derive(Serialize)]
struct Accepted<'a> {
    customer: Who<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<&'a Member>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    scopes: &'a [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    roles: &'a [String],
    expires_at: Option<String>,
}

#[derive(Serialize)]
struct Who<'a> {
    id: &'a str,
    external_id: Option<&'a str>,
    email: Option<&'a str>,
    email_verified: Option<bool>,
    name: Option<&'a str>,
    provider: &'a str,
}

#[derive(Serialize)]
struct Rejected {
    status: u16,
    reason: &'static str,
    detail: String,
}

pub(super) fn line(verdict: &Verdict) -> serde_json::Result<String> {
    let line = match verdict {
        Ok(session) => Line::Accepted(accepted(session)),
        Err(rejection) => Line::Rejected(rejected(rejection)),
    };
    serde_json::to_string(&line).map(|line| visible(&line) + "\n")
}

/// The same JSON, in which whatever stands in a token neither writes to a terminal nor turns its
/// text around: what is not visible is written as `\u`, as the text for people does. ASCII control
/// characters but the last are escaped in JSON already.
fn visible(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for char in json.chars() {
        if char != '\u{7f}' && (char.is_ascii() || char.escape_debug().len() == 1) {
            text.push(char);
            continue;
        }
        // RFC 8259 §7: by two of them beyond the first 65536 characters.
        for unit in char.encode_utf16(&mut [0; 2]) {
            // Writing to a string cannot fail.
            _ = write!(text, "\\u{unit:04x}");
        }
    }
    text
}

fn accepted(session: &VerifiedSession) -> Accepted<'_> {
    Accepted {
        customer: who(session.customer()),
        member: session.member(),
        scopes: session.scopes(),
        roles: session.roles(),
        expires_at: printed(session.expires_at()),
    }
}

fn who(customer: &Customer) -> Who<'_> {
    Who {
        id: customer.id().as_str(),
        external_id: customer.external_id(),
        email: customer.email(),
        email_verified: customer.email_verified(),
        name: customer.name(),
        provider: customer.provider(),
    }
}

fn rejected(rejection: &Rejection) -> Rejected {
    Rejected {
        status: rejection.status(),
        reason: rejection.reason().as_str(),
        detail: detail(rejection),
    }
}
