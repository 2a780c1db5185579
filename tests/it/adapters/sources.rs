//! Tokens in a named header, a cookie or the query, where the application switched that on.

use std::borrow::Cow;

use customer_session::token::TokenSource;

use super::{Outcome, bad, handled, refusals::Refusal, rows, same, without_token};

const ALL: &[TokenSource] = &[
    TokenSource::Header(Cow::Borrowed("X-Session-Token")),
    TokenSource::Cookie(Cow::Borrowed("session")),
    TokenSource::Query(Cow::Borrowed("customer_session_token")),
    TokenSource::Query(Cow::Borrowed("member_session_token")),
];

/// Shared caches keep off by themselves for `Authorization` only (RFC 9111 §3.5).
const fn private(body: &'static str) -> Outcome {
    Outcome::Handled {
        body,
        cache_control: &["private"],
    }
}

/// Bad credentials whose reason is read where shared caches do not look.
const fn bad_private(refusal: Refusal, body: &'static str) -> [Outcome; 3] {
    let refused = Outcome::Refused(refusal);
    [refused, refused, private(body)]
}

rows! { NO_TOKEN:
    nowhere_is_no_token { sources: ALL }
    an_empty_named_header_is_no_token { sources: ALL, headers: &[("x-session-token", " ")] }
    a_cleared_cookie_is_no_token { sources: ALL, headers: &[("cookie", "session=; a=b")] }
    an_empty_parameter_is_no_token_and_is_taken_out {
        sources: ALL,
        target: "/?customer_session_token=&a=1",
        outcomes: without_token("nobody: token_missing at /?a=1"),
    }

    a_header_and_a_parameter_are_several_tokens {
        sources: ALL,
        authorization: &["Bearer {good}"],
        target: "/?customer_session_token={good}",
        outcomes: bad(Refusal::SEVERAL, "nobody: several_tokens at /"),
    }
    a_named_header_and_a_parameter_are_several_tokens {
        sources: ALL,
        headers: &[("x-session-token", "{good}")],
        target: "/?member_session_token={good}",
        outcomes: bad(Refusal::SEVERAL, "nobody: several_tokens at /"),
    }
    a_header_and_another_cookie_are_several_tokens {
        sources: ALL,
        authorization: &["Bearer {good}"],
        headers: &[("cookie", "session={other}")],
        outcomes: bad(Refusal::SEVERAL, "nobody: several_tokens at /"),
    }
    two_different_cookies_are_several_tokens {
        sources: ALL,
        headers: &[("cookie", "session={good}; session={other}")],
        outcomes: bad(Refusal::SEVERAL, "nobody: several_tokens at /"),
    }
    two_lines_of_a_named_header_are_several_tokens {
        sources: ALL,
        headers: &[("x-session-token", "{good}"), ("x-session-token", "{good}")],
        outcomes: bad(Refusal::SEVERAL, "nobody: several_tokens at /"),
    }
    two_field_lines_are_several_tokens_beside_a_cookie_too {
        sources: ALL,
        authorization: &["Bearer {good}", "Bearer {good}"],
        headers: &[("cookie", "session={good}")],
        outcomes: bad(Refusal::SEVERAL, "nobody: several_tokens at /"),
    }
    the_same_parameter_twice_is_several_tokens {
        sources: ALL,
        target: "/?customer_session_token={good}&customer_session_token={good}",
        outcomes: bad(Refusal::SEVERAL, "nobody: several_tokens at /"),
    }
    both_parameters_are_several_tokens {
        sources: ALL,
        target: "/?a=1&customer_session_token={good}&b=2&member_session_token={good}",
        outcomes: bad(Refusal::SEVERAL, "nobody: several_tokens at /?a=1&b=2"),
    }

    a_named_header_with_a_scheme_is_malformed {
        sources: ALL,
        headers: &[("x-session-token", "Bearer {canary}")],
        outcomes: bad(Refusal::MALFORMED, "nobody: credentials_malformed at /"),
    }
    a_cookie_that_is_no_token_is_malformed {
        sources: ALL,
        headers: &[("cookie", "session={canary}\u{e9}")],
        outcomes: bad(Refusal::MALFORMED, "nobody: credentials_malformed at /"),
    }
    a_parameter_that_is_no_token_is_malformed_and_is_taken_out {
        sources: ALL,
        target: "/?customer_session_token={canary}%22%3Cscript%3E",
        outcomes: bad(Refusal::MALFORMED, "nobody: credentials_malformed at /"),
    }
    a_malformed_header_is_refused_beside_a_good_cookie {
        sources: ALL,
        authorization: &["Bearer"],
        headers: &[("cookie", "session={good}")],
        outcomes: bad(Refusal::MALFORMED, "nobody: credentials_malformed at /"),
    }
    a_cookie_over_the_bound_is_refused {
        sources: ALL,
        headers: &[("cookie", "session={long}")],
        outcomes: bad(Refusal::TOO_LONG, "nobody: token_too_long at /"),
    }
    a_parameter_of_garbage_is_denied_and_stands_nowhere_in_the_answer {
        sources: ALL,
        target: "/?a=1&member_session_token={canary}",
        outcomes: bad_private(Refusal::UNRECOGNIZED, "nobody: token_unrecognized at /?a=1"),
    }
    a_cookie_of_garbage_is_denied_and_stands_nowhere_in_the_answer {
        sources: ALL,
        headers: &[("cookie", "session={canary}")],
        outcomes: bad_private(Refusal::UNRECOGNIZED, "nobody: token_unrecognized at /"),
    }
}

rows! { GOOD:
    a_named_header_holds_a_token {
        sources: ALL,
        authorization: &[],
        headers: &[("x-session-token", "{good}")],
        outcomes: same(private("Ada at /")),
    }
    a_cookie_holds_a_token {
        sources: ALL,
        authorization: &[],
        headers: &[("cookie", "a=b; session={good}; c=d")],
        outcomes: same(private("Ada at /")),
    }
    a_cookie_beside_another_scheme_holds_a_token {
        sources: ALL,
        authorization: &["Basic QWRhOnNlY3JldA=="],
        headers: &[("cookie", "session={good}")],
        outcomes: same(private("Ada at /")),
    }
    a_parameter_holds_a_customers_token_and_is_taken_out {
        sources: ALL,
        authorization: &[],
        target: "/?customer_session_token={good}",
        outcomes: same(private("Ada at /")),
    }
    a_parameter_holds_a_members_token_and_is_taken_out {
        sources: ALL,
        authorization: &[],
        target: "/?member_session_token={member}",
        outcomes: same(private("Globex, billing_manager at /")),
    }
    the_other_parameters_keep_order_and_encoding {
        sources: ALL,
        authorization: &[],
        target: "/orders?a=%20b&customer_session_token={good}&c&&d=%3D1&a=2",
        outcomes: same(private("Ada at /orders?a=%20b&c&&d=%3D1&a=2")),
    }
    a_parameter_is_taken_out_however_its_name_is_written {
        sources: ALL,
        authorization: &[],
        target: "/?customer%5Fsession%5ftoken={good}",
        outcomes: same(private("Ada at /")),
    }
    a_parameter_is_taken_out_before_a_remembered_session_is_served_too {
        sources: ALL,
        authorization: &[],
        target: "/?customer_session_token={good}",
        warm: true,
        asked: false,
        outcomes: same(private("Ada at /")),
    }
    /// As a browser does that sends its cookie with everything.
    a_header_and_the_same_cookie_are_one_token {
        sources: ALL,
        headers: &[("cookie", "session={good}")],
        outcomes: same(private("Ada at /")),
    }
    a_cookie_and_the_same_parameter_are_one_token {
        sources: ALL,
        authorization: &[],
        headers: &[("cookie", "session={good}")],
        target: "/?customer_session_token={good}",
        outcomes: same(private("Ada at /")),
    }
    the_header_alone_needs_no_mark_against_shared_caches {
        sources: ALL,
        target: "/public",
        outcomes: same(Outcome::Handled { body: "Ada at /public", cache_control: &["max-age=60"] }),
    }
    a_handler_that_lets_its_answer_be_stored_is_marked_private {
        sources: ALL,
        authorization: &[],
        headers: &[("cookie", "session={good}")],
        target: "/public",
        outcomes: same(Outcome::Handled {
            body: "Ada at /public",
            cache_control: &["max-age=60", "private"],
        }),
    }
    a_handlers_own_private_is_enough {
        sources: ALL,
        authorization: &[],
        headers: &[("x-session-token", "{good}")],
        target: "/private",
        outcomes: same(Outcome::Handled {
            body: "Ada at /private",
            cache_control: &["max-age=60, Private"],
        }),
    }
    a_handlers_own_no_store_is_enough {
        sources: ALL,
        authorization: &[],
        target: "/no-store?customer_session_token={good}",
        outcomes: same(Outcome::Handled { body: "Ada at /no-store", cache_control: &["no-store"] }),
    }
    a_remembered_session_of_a_cookie_is_marked_private_too {
        sources: ALL,
        authorization: &[],
        headers: &[("cookie", "session={good}")],
        warm: true,
        asked: false,
        outcomes: same(private("Ada at /")),
    }
    an_unknown_token_of_a_cookie_is_denied {
        sources: ALL,
        authorization: &[],
        headers: &[("cookie", "session={unknown}")],
        outcomes: bad_private(Refusal::DENIED, "nobody: token_denied at /"),
    }
}

rows! { GOOD:
    what_is_not_switched_on_is_not_looked_at {
        headers: &[("x-session-token", "{other}"), ("cookie", "session={other}")],
        target: "/?access_token=1",
        outcomes: same(handled("Ada at /?access_token=1")),
    }
}
