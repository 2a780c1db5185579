//! Text for people.

use std::fmt::Write as _;

use customer_session::{Rejection, VerifiedSession};

use super::{Verdict, cause, printed, sentence};

pub(super) fn text(notes: &[String], line: Option<u64>, verdict: &Verdict) -> String {
    let mut text = String::new();
    for note in notes {
        text.push_str(&format!("note: {note}\n"));
    }
    if let Some(line) = line {
        text.push_str(&format!("{line}: "));
    }
    match verdict {
        Ok(session) => accepted(&mut text, session),
        Err(rejection) => rejected(&mut text, rejection),
    }
    text
}

fn accepted(text: &mut String, session: &VerifiedSession) {
    let customer = session.customer();
    text.push_str("accepted\n");
    row(text, "customer", Some(customer.id().as_str()));
    row(text, "external id", customer.external_id());
    row(text, "email", customer.email());
    let verified = customer.email_verified().map(|verified| match verified {
        true => "yes",
        false => "no",
    });
    row(text, "  verified", verified);
    row(text, "name", customer.name());
    if let Some(member) = session.member() {
        row(text, "member", Some(&member.id));
        row(text, "  email", member.email.as_deref());
        row(text, "  name", member.name.as_deref());
        row(text, "  role", member.role.as_deref());
    }
    for (name, words) in [("scopes", session.scopes()), ("roles", session.roles())] {
        if !words.is_empty() {
            row(text, name, Some(&words.join(" ")));
        }
    }
    row(text, "provider", Some(customer.provider()));
    let expires_at = printed(session.expires_at());
    row(text, "expires", expires_at.as_deref());
}

fn rejected(text: &mut String, rejection: &Rejection) {
    let reason = rejection.reason();
    let verdict = match reason.is_fault() {
        true => "could not ask",
        false => "rejected",
    };
    text.push_str(&format!("{verdict}: {reason} ({})\n", rejection.status()));
    text.push_str(&format!("  {}\n", sentence(reason)));
    row(text, "detail", cause(rejection).as_deref());
    let wait = rejection.retry_after();
    let wait = wait.map(|wait| format!("{} s", wait.as_secs()));
    row(text, "try again in", wait.as_deref());
}

fn row(text: &mut String, name: &str, value: Option<&str>) {
    if let Some(value) = value {
        text.push_str(&format!("  {name:<12}  {}\n", visible(value)));
    }
}

/// Whatever stands in a token must not write to the terminal.
fn visible(value: &str) -> String {
    value
        .chars()
        .fold(String::with_capacity(value.len()), |mut text, char| {
            match char {
                '"' | '\'' | '\\' => text.push(char),
                // Writing to a string cannot fail.
                _ => _ = write!(text, "{}", char.escape_debug()),
            }
            text
        })
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use customer_session::{Customer, Member, provider::SessionFacts, session::CustomerRecord};

    use super::*;

    fn session(name: &str) -> VerifiedSession {
        let record = CustomerRecord::new("c1")
            .external_id("ada".to_owned())
            .email("ada@shop.example".to_owned())
            .email_verified(false)
            .name(name.to_owned());
        let facts = SessionFacts::new("c1")
            .member(Member::new("m1").role("owner".to_owned()))
            .scopes(["orders:read", "orders:write"])
            .roles(["buyer"])
            .expires_at(UNIX_EPOCH + Duration::from_secs(1_800_000_000));
        VerifiedSession::assertion(facts, Customer::assertion(record, "polar"))
    }

    #[test]
    fn everything_that_is_known_of_a_session_is_told() {
        let told = text(
            &["any issuer is taken".to_owned()],
            Some(7),
            &Ok(session("Ada")),
        );

        assert_eq!(
            told,
            "\
note: any issuer is taken
7: accepted
  customer      c1
  external id   ada
  email         ada@shop.example
    verified    no
  name          Ada
  member        m1
    role        owner
  scopes        orders:read orders:write
  roles         buyer
  provider      polar
  expires       2027-01-15T08:00:00Z
"
        );
    }

    #[test]
    fn what_stands_in_a_token_does_not_write_to_the_terminal() {
        let told = text(&[], None, &Ok(session("A\u{1b}[2Jda\r\n\u{202e}\"é")));

        assert!(
            told.contains("  name          A\\u{1b}[2Jda\\r\\n\\u{202e}\"é\n"),
            "{told}"
        );
    }
}
