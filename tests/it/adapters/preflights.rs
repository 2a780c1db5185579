//! CORS preflights, which browsers send without credentials (Fetch standard, "CORS-preflight
//! fetch").

use std::borrow::Cow;

use customer_session::token::TokenSource;

use super::{handled, refusals::Refusal, rows, same, without_token};

const PREFLIGHT: &[(&str, &str)] = &[
    ("origin", "https://shop.example"),
    ("access-control-request-method", "POST"),
];

rows! { NO_TOKEN:
    a_preflight_passes_as_anonymous {
        method: "OPTIONS",
        headers: PREFLIGHT,
        outcomes: same(handled("nobody: token_missing at /")),
    }
    /// Whoever has a token gains nothing by the shape of the request.
    a_preflight_with_a_token_passes_as_anonymous {
        method: "OPTIONS",
        headers: PREFLIGHT,
        authorization: &["Bearer {good}"],
        outcomes: same(handled("nobody: token_missing at /")),
    }
    a_preflight_with_a_remembered_token_passes_as_anonymous {
        method: "OPTIONS",
        headers: PREFLIGHT,
        authorization: &["Bearer {good}"],
        warm: true,
        asked: false,
        outcomes: same(handled("nobody: token_missing at /")),
    }
    a_preflight_with_two_tokens_passes_as_anonymous {
        method: "OPTIONS",
        headers: PREFLIGHT,
        authorization: &["Bearer {good}", "Bearer {good}"],
        outcomes: same(handled("nobody: token_missing at /")),
    }
    a_parameter_is_taken_out_of_a_preflight_too {
        method: "OPTIONS",
        headers: PREFLIGHT,
        sources: &[TokenSource::Query(Cow::Borrowed("customer_session_token"))],
        target: "/?customer_session_token={good}&a=1",
        outcomes: same(handled("nobody: token_missing at /?a=1")),
    }
    a_preflight_is_refused_where_preflights_are_authenticated {
        method: "OPTIONS",
        headers: PREFLIGHT,
        authenticate_preflights: true,
        outcomes: without_token("nobody: token_missing at /"),
    }
    a_get_that_looks_like_a_preflight_is_none { headers: PREFLIGHT }
    options_without_an_origin_is_no_preflight {
        method: "OPTIONS",
        headers: &[("access-control-request-method", "POST")],
    }
    options_without_a_requested_method_is_no_preflight {
        method: "OPTIONS",
        headers: &[("origin", "https://shop.example")],
    }
}

rows! { GOOD:
    a_preflight_with_a_token_is_its_customer_where_preflights_are_authenticated {
        method: "OPTIONS",
        headers: PREFLIGHT,
        authenticate_preflights: true,
    }
    options_with_a_token_that_is_no_preflight_is_its_customer { method: "OPTIONS" }
    options_with_a_remembered_token_that_is_no_preflight_is_its_customer {
        method: "OPTIONS",
        warm: true,
        asked: false,
    }
}

rows! { NO_TOKEN:
    a_mistyped_token_is_refused_where_preflights_are_authenticated {
        method: "OPTIONS",
        headers: PREFLIGHT,
        authenticate_preflights: true,
        authorization: &["Bearer {broken}"],
        outcomes: super::bad(Refusal::CUT, "nobody: token_malformed at /"),
    }
}
