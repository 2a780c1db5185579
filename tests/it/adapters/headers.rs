//! The `Authorization` header: what is a session, what is nobody's fault, and what is refused.

use super::{bad, handled, refusals::Refusal, rows, same, without_token};

rows! { NO_TOKEN:
    no_header_is_no_token { authorization: &[] }
    an_empty_header_is_no_token { authorization: &[""] }
    another_scheme_is_no_token { authorization: &["Basic QWRhOnNlY3JldA=="] }
    a_token_of_another_scheme_is_not_looked_at { authorization: &["DPoP {good}"] }
    the_token_without_a_scheme_is_no_bearer_token { authorization: &["{good}"] }
    a_cookie_is_not_looked_at_unless_switched_on { headers: &[("cookie", "session={good}")] }
    a_parameter_is_not_looked_at_unless_switched_on {
        target: "/?customer_session_token=1",
        outcomes: without_token("nobody: token_missing at /?customer_session_token=1"),
    }
    another_method_needs_a_token_too { method: "DELETE" }
    options_needs_a_token_too { method: "OPTIONS", headers: &[("origin", "https://shop.example")] }

    /// Never the first, never the last.
    two_field_lines_are_several_tokens {
        authorization: &["Bearer {good}", "Bearer {good}"],
        outcomes: bad(Refusal::SEVERAL, "nobody: several_tokens at /"),
    }
    two_field_lines_of_which_one_is_not_ours_are_several_tokens {
        authorization: &["Basic QWRhOnNlY3JldA==", "Bearer {good}"],
        outcomes: bad(Refusal::SEVERAL, "nobody: several_tokens at /"),
    }
    an_empty_field_line_before_a_good_one_is_several_tokens {
        authorization: &["", "Bearer {good}"],
        outcomes: bad(Refusal::SEVERAL, "nobody: several_tokens at /"),
    }
    two_tokens_joined_by_a_comma_are_several_tokens {
        authorization: &["Bearer {good}, Bearer {good}"],
        outcomes: bad(Refusal::SEVERAL, "nobody: several_tokens at /"),
    }
    another_scheme_joined_to_a_token_is_several_tokens {
        authorization: &["Basic QWRhOnNlY3JldA==, Bearer {good}"],
        outcomes: bad(Refusal::SEVERAL, "nobody: several_tokens at /"),
    }

    the_scheme_alone_is_malformed {
        authorization: &["Bearer"],
        outcomes: bad(Refusal::MALFORMED, "nobody: credentials_malformed at /"),
    }
    two_words_are_malformed {
        authorization: &["Bearer {good} {canary}"],
        outcomes: bad(Refusal::MALFORMED, "nobody: credentials_malformed at /"),
    }
    a_tab_after_the_scheme_is_malformed {
        authorization: &["Bearer\t{good}"],
        outcomes: bad(Refusal::MALFORMED, "nobody: credentials_malformed at /"),
    }
    bytes_beyond_ascii_are_malformed {
        authorization: &["Bearer {good}\u{e9}"],
        outcomes: bad(Refusal::MALFORMED, "nobody: credentials_malformed at /"),
    }
    a_byte_order_mark_before_the_scheme_is_malformed {
        authorization: &["\u{feff}Bearer {good}"],
        outcomes: bad(Refusal::MALFORMED, "nobody: credentials_malformed at /"),
    }
    a_token_over_the_bound_is_refused {
        authorization: &["Bearer {long}"],
        outcomes: bad(Refusal::TOO_LONG, "nobody: token_too_long at /"),
    }

    /// What was sent stands nowhere in the answer.
    garbage_of_good_grammar_is_denied_without_asking {
        authorization: &["Bearer {canary}"],
        outcomes: bad(Refusal::UNRECOGNIZED, "nobody: token_unrecognized at /"),
    }
    a_mistyped_token_is_denied_without_asking {
        authorization: &["Bearer {broken}"],
        outcomes: bad(Refusal::CUT, "nobody: token_malformed at /"),
    }
}

rows! { GOOD:
    a_good_token_is_its_customer { authorization: &["Bearer {good}"] }
    the_scheme_is_compared_without_case { authorization: &["bEARER {good}"] }
    several_spaces_after_the_scheme_are_one { authorization: &["Bearer   {good}"] }
    white_space_around_the_value_is_not_part_of_it { authorization: &[" Bearer {good}\t"] }
    a_members_token_is_its_customer_and_the_member {
        authorization: &["Bearer {member}"],
        outcomes: same(handled("Globex, billing_manager at /")),
    }
    other_parameters_stay_where_they_are {
        target: "/orders?customer_session_token=1&a=%20b&&c",
        outcomes: same(handled("Ada at /orders?customer_session_token=1&a=%20b&&c")),
    }

    /// A bad token is not an anonymous request, unless the application says so.
    an_unknown_token_is_denied {
        authorization: &["Bearer {unknown}"],
        outcomes: bad(Refusal::DENIED, "nobody: token_denied at /"),
    }
    another_organizations_token_is_denied {
        authorization: &["Bearer {foreign}"],
        outcomes: bad(Refusal::NOT_OURS, "nobody: not_our_customer at /"),
    }
    a_denied_token_is_not_asked_about_again {
        authorization: &["Bearer {unknown}"],
        warm: true,
        asked: false,
        outcomes: bad(Refusal::DENIED, "nobody: token_denied at /"),
    }
    a_good_token_is_not_asked_about_again { warm: true, asked: false }
}
