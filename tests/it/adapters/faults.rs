//! The issuer, or our account there, is out of order: nobody is signed out, and nobody is taken for
//! a guest.

use customer_session::Reason;

use super::{Outcome, Upstream, bad, refusals::Refusal, rows, same};

/// A fault is a fault in every mode: in lenient mode a paying customer would look like a guest.
const fn fault(refusal: Refusal) -> [Outcome; 3] {
    same(Outcome::Refused(refusal))
}

rows! { GOOD:
    an_issuer_that_cannot_be_reached_is_503 {
        upstream: Upstream::Refused,
        outcomes: fault(Refusal::unavailable(Reason::IssuerUnavailable, "5")),
    }
    a_page_of_html_is_503 {
        upstream: Upstream::Html,
        outcomes: fault(Refusal::unavailable(Reason::IssuerAnswerMalformed, "5")),
    }
    cut_json_is_503 {
        upstream: Upstream::CutJson,
        outcomes: fault(Refusal::unavailable(Reason::IssuerAnswerMalformed, "5")),
    }
    a_401_that_says_nothing_about_the_token_is_503 {
        upstream: Upstream::Unauthorized,
        outcomes: fault(Refusal::unavailable(Reason::IssuerAnswerMalformed, "5")),
    }
    a_401_that_denies_the_token_is_401 {
        upstream: Upstream::InvalidToken,
        outcomes: bad(Refusal::DENIED, "nobody: token_denied at /"),
    }
    a_session_that_is_rate_limited_is_429_and_told_for_how_long {
        upstream: Upstream::RateLimited,
        outcomes: fault(Refusal::RATE_LIMITED),
    }
    our_own_rate_limit_is_503_and_nobody_elses_fault {
        upstream: Upstream::OwnLimited,
        outcomes: fault(Refusal::unavailable(Reason::OwnRateLimited, "9")),
    }
    our_own_token_that_is_refused_is_500 {
        upstream: Upstream::OwnRefused,
        outcomes: fault(Refusal::SERVER_ERROR),
    }
    /// An unknown token is denied even while something else is out of order, if its own call says
    /// so.
    a_fault_behind_the_token_does_not_hide_that_it_is_unknown {
        authorization: &["Bearer {unknown}"],
        upstream: Upstream::OwnRefused,
        outcomes: bad(Refusal::DENIED, "nobody: token_denied at /"),
    }
    an_unknown_token_during_an_outage_is_not_denied {
        authorization: &["Bearer {unknown}"],
        upstream: Upstream::Refused,
        outcomes: fault(Refusal::unavailable(Reason::IssuerUnavailable, "5")),
    }
    a_remembered_session_needs_no_issuer {
        warm: true, asked: false, upstream: Upstream::Refused,
    }
    a_remembered_session_outlives_a_page_of_html {
        warm: true, asked: false, upstream: Upstream::Html,
    }
    a_remembered_session_outlives_a_rate_limit {
        warm: true, asked: false, upstream: Upstream::RateLimited,
    }
    a_remembered_session_outlives_the_refusal_of_our_own_token {
        warm: true, asked: false, upstream: Upstream::OwnRefused,
    }
    a_remembered_denial_needs_no_issuer {
        authorization: &["Bearer {unknown}"],
        warm: true,
        asked: false,
        upstream: Upstream::Refused,
        outcomes: bad(Refusal::DENIED, "nobody: token_denied at /"),
    }
}

rows! { NO_TOKEN:
    no_token_needs_no_issuer { upstream: Upstream::Refused }
    garbage_needs_no_issuer {
        authorization: &["Bearer {broken}"],
        upstream: Upstream::Refused,
        outcomes: bad(Refusal::CUT, "nobody: token_malformed at /"),
    }
    /// Credentials are read before anything is asked, so an outage opens no other way.
    two_field_lines_are_several_tokens_during_an_outage_too {
        authorization: &["Bearer {good}", "Bearer {good}"],
        upstream: Upstream::Refused,
        outcomes: bad(Refusal::SEVERAL, "nobody: several_tokens at /"),
    }
}
