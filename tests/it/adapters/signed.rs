//! Signed tokens: the same requests, the same answers, from the same table as all others.

use customer_session::{Reason, token::TokenSource};

use super::{Case, Outcome, Upstream, bad, handled, refusals::Refusal, rows, same};

impl Case {
    /// A good signed token whose issuer's key is at hand: nobody is asked.
    pub(super) const SIGNED: Self = Self {
        authorization: &["Bearer {signed}"],
        asked: false,
        ..Self::GOOD
    };
}

rows! { SIGNED:
    a_good_signed_token_is_its_customer { outcomes: same(handled("Ada at /")) }
    a_remembered_signed_token_is_its_customer { warm: true }
    a_signed_token_needs_no_issuer_that_is_up { upstream: Upstream::Refused }
    a_signed_token_may_stand_in_a_cookie {
        authorization: &[],
        headers: &[("cookie", "session={signed}")],
        sources: COOKIE,
        outcomes: same(Outcome::Handled { body: "Ada at /", cache_control: &["private"] }),
    }

    a_signed_token_beside_an_opaque_one_is_several_tokens {
        authorization: &["Bearer {signed}"],
        headers: &[("cookie", "session={good}")],
        sources: COOKIE,
        outcomes: bad(Refusal::SEVERAL, "nobody: several_tokens at /"),
    }
    a_signed_token_that_was_cut_is_refused {
        authorization: &["Bearer {signed_cut}"],
        outcomes: bad(Refusal::CUT, "nobody: token_malformed at /"),
    }
    a_signed_token_that_was_changed_is_refused {
        authorization: &["Bearer {signed_changed}"],
        outcomes: bad(Refusal::denied(Reason::SignatureInvalid), "nobody: signature_invalid at /"),
    }
    a_token_that_says_it_is_not_signed_is_refused {
        authorization: &["Bearer {signed_nothing}"],
        outcomes: bad(Refusal::denied(Reason::AlgorithmRefused), "nobody: algorithm_refused at /"),
    }
    a_token_of_five_parts_is_refused {
        authorization: &["Bearer {signed_encrypted}"],
        outcomes: bad(Refusal::denied(Reason::TokenEncrypted), "nobody: token_encrypted at /"),
    }
    a_signed_token_of_another_issuer_is_refused {
        authorization: &["Bearer {signed_elsewhere}"],
        outcomes: bad(Refusal::denied(Reason::IssuerUnknown), "nobody: issuer_unknown at /"),
    }
    a_signed_token_of_no_known_key_is_refused {
        authorization: &["Bearer {signed_unknown_key}"],
        outcomes: bad(Refusal::denied(Reason::KeyUnknown), "nobody: key_unknown at /"),
    }
    a_signed_token_with_an_unknown_extension_is_refused {
        authorization: &["Bearer {signed_extended}"],
        outcomes: bad(Refusal::denied(Reason::HeaderCritical), "nobody: header_critical at /"),
    }
    a_signed_token_of_another_kind_is_refused {
        authorization: &["Bearer {signed_logout}"],
        outcomes: bad(Refusal::denied(Reason::TokenTypeRefused), "nobody: token_type_refused at /"),
    }
    a_signed_token_for_others_is_refused {
        authorization: &["Bearer {signed_for_others}"],
        outcomes: bad(
            Refusal::denied(Reason::ClaimsAudienceMismatch),
            "nobody: claims_audience_mismatch at /",
        ),
    }
    a_signed_token_without_an_end_is_refused {
        authorization: &["Bearer {signed_endless}"],
        outcomes: bad(Refusal::denied(Reason::ClaimsMissing), "nobody: claims_missing at /"),
    }
    a_signed_token_whose_end_is_no_time_is_refused {
        authorization: &["Bearer {signed_shapeless}"],
        outcomes: bad(Refusal::denied(Reason::ClaimsMalformed), "nobody: claims_malformed at /"),
    }
    a_signed_token_before_its_time_is_refused {
        authorization: &["Bearer {signed_early}"],
        outcomes: bad(Refusal::denied(Reason::ClaimsNotYetValid), "nobody: claims_not_yet_valid at /"),
    }
    a_signed_token_after_its_time_is_expired {
        authorization: &["Bearer {signed_old}"],
        outcomes: bad(Refusal::EXPIRED, "nobody: token_expired at /"),
    }

    a_signed_token_whose_key_must_be_fetched_first_is_its_customer {
        authorization: &["Bearer {fetched}"],
        asked: true,
    }
    a_signed_token_whose_keys_were_fetched_is_its_customer_while_the_issuer_is_down {
        authorization: &["Bearer {fetched}"],
        warm: true,
        upstream: Upstream::Refused,
    }
    a_signed_token_whose_keys_cannot_be_fetched_is_nobodys_fault {
        authorization: &["Bearer {fetched}"],
        asked: true,
        upstream: Upstream::Refused,
        outcomes: same(Outcome::Refused(Refusal::unavailable(Reason::IssuerUnavailable, "5"))),
    }
}

const COOKIE: &[TokenSource] = &[TokenSource::Cookie(std::borrow::Cow::Borrowed("session"))];
