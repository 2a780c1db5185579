//! The one vocabulary of why a request was refused.

use std::fmt;

use super::code::Code;

/// Declares every reason once: its documentation, its word, whose fault it is, and what the client
/// is told.
macro_rules! reasons {
    ($($(#[$docs:meta])* $name:ident => $word:literal, $fault:ident, $code:ident;)+) => {
        /// Why a request was refused: one stable word each, the same in events and statistics.
        ///
        /// A client is not told all of it: see [`Reason::code`].
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum Reason {
            $($(#[$docs])* $name,)+
        }

        impl Reason {
            /// Every reason there is, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable word, in snake case.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// Whose fault it is.
            #[must_use]
            pub const fn fault(self) -> Fault {
                match self { $(Self::$name => Fault::$fault,)+ }
            }

            pub(crate) const fn public(self) -> Code {
                match self { $(Self::$name => Code::$code,)+ }
            }
        }
    };
}

reasons! {
    /// The signed token names an algorithm that its issuer is not configured to sign with (RFC 8725
    /// §3.1), or none at all.
    AlgorithmRefused => "algorithm_refused", Caller, TokenInvalid;
    /// The token is not meant for this application: `aud` names others (RFC 7519 §4.1.3, RFC 7662
    /// §2.2).
    ClaimsAudienceMismatch => "claims_audience_mismatch", Caller, TokenInvalid;
    /// The payload of the signed token is not a JSON object, or a claim in it has a value that it
    /// cannot have.
    ClaimsMalformed => "claims_malformed", Caller, TokenInvalid;
    /// The signed token lacks a claim that it must have, such as `exp`; or its issuer's answer does,
    /// such as who the customer is.
    ClaimsMissing => "claims_missing", Caller, TokenInvalid;
    /// The token's time has not come: `nbf` or `iat` lies in the future.
    ClaimsNotYetValid => "claims_not_yet_valid", Caller, TokenInvalid;
    /// The token was issued to a client that is not on the list: `azp` or `client_id`.
    ClaimsPartyMismatch => "claims_party_mismatch", Caller, TokenInvalid;
    /// The claims of the signed token, or its issuer's answer, say of no customer whose it is, by
    /// the application's own rule; or a scope that every session must have is not among them.
    ClaimsRefused => "claims_refused", Caller, TokenInvalid;
    /// The signed token was issued longer ago than is accepted, though it has not expired; or longer
    /// ago than a revocation is
    /// [remembered](crate::config::CustomerSessionConfigBuilder::longest_session).
    ClaimsTooOld => "claims_too_old", Caller, TokenExpired;
    /// The `Authorization` header, a cookie or a parameter holds something that is not a bearer
    /// token (RFC 6750 §2.1).
    CredentialsMalformed => "credentials_malformed", Caller, CredentialsMalformed;
    /// The issuer refused our own credentials: the access token is wrong, revoked, or lacks a
    /// scope.
    CredentialsRefused => "credentials_refused", Us, ServerError;
    /// What the application [adds](crate::enrich) to a customer cannot be loaded until the
    /// application is mended, as it says itself.
    EnrichmentFailed => "enrichment_failed", Us, ServerError;
    /// What the application [adds](crate::enrich) to a customer could not be loaded: an error, a
    /// panic, or no answer in time.
    EnrichmentUnavailable => "enrichment_unavailable", Us, Unavailable;
    /// The header of the signed token asks for an extension that must be understood, and is not
    /// (`crit`, RFC 7515 §4.1.11).
    HeaderCritical => "header_critical", Caller, TokenInvalid;
    /// The header of the signed token is not a JSON object, or a parameter in it has a value that
    /// it cannot have.
    HeaderMalformed => "header_malformed", Caller, TokenInvalid;
    /// The issuer answered with something that is not an answer: HTML, cut JSON, a missing field.
    IssuerAnswerMalformed => "issuer_answer_malformed", Issuer, Unavailable;
    /// The issuer failed again and again, or asked to be left alone, and is not asked for the
    /// moment. No call was made.
    IssuerSuspended => "issuer_suspended", Issuer, Unavailable;
    /// The issuer did not answer in time.
    IssuerTimeout => "issuer_timeout", Issuer, Unavailable;
    /// The issuer could not be reached, or said that it is out of order.
    IssuerUnavailable => "issuer_unavailable", Issuer, Unavailable;
    /// The signed token names an issuer that is not configured, and no call was made; or the answer
    /// about a token names another issuer than is configured.
    IssuerUnknown => "issuer_unknown", Caller, TokenInvalid;
    /// No key of the issuer fits the signed token.
    KeyUnknown => "key_unknown", Caller, TokenInvalid;
    /// An extractor or a requirement was used on a route that no layer or middleware of this family
    /// wraps.
    LayerMissing => "layer_missing", Us, LayerMissing;
    /// Our configuration cannot work with the issuer: an address or an API version that does not
    /// exist. Or the adapter cannot work as the application is built.
    Misconfigured => "misconfigured", Us, ServerError;
    /// The session is real, but its customer belongs to another organization, or is deleted.
    NotOurCustomer => "not_our_customer", Caller, TokenInvalid;
    /// Too many different tokens are being verified at this moment.
    Overloaded => "overloaded", Us, Unavailable;
    /// As many calls were made with our own credentials as the pace allows. No call was made.
    OwnCallsPaced => "own_calls_paced", Us, Unavailable;
    /// The issuer limits calls made with our own credentials.
    OwnRateLimited => "own_rate_limited", Us, Unavailable;
    /// The issuer limits calls made with this customer's token.
    RateLimited => "rate_limited", Caller, RateLimited;
    /// The route asks for something that the session does not fulfil, by the application's own
    /// rule.
    RequirementUnmet => "requirement_unmet", Caller, Forbidden;
    /// The route asks for a role that nobody has in this session.
    RoleMissing => "role_missing", Caller, Forbidden;
    /// The route asks for a scope that the session does not have (RFC 6750 §3.1).
    ScopeInsufficient => "scope_insufficient", Caller, InsufficientScope;
    /// The session was [ended](crate::revoke) here, before its time.
    SessionEnded => "session_ended", Caller, TokenInvalid;
    /// The request holds more than one token (RFC 6750 §2, RFC 9110 §11.6.2).
    SeveralTokens => "several_tokens", Caller, SeveralTokens;
    /// The signature of the signed token is not its issuer's.
    SignatureInvalid => "signature_invalid", Caller, TokenInvalid;
    /// The issuer said no: it does not know the token, or it expired, or it was revoked. Issuers
    /// rarely tell which.
    TokenDenied => "token_denied", Caller, TokenInvalid;
    /// The token is an encrypted one (JWE), of which only signed ones are read.
    TokenEncrypted => "token_encrypted", Caller, TokenInvalid;
    /// The session's time is over.
    TokenExpired => "token_expired", Caller, TokenExpired;
    /// The token is signed, but written in JSON (RFC 7515 §7.2); only the compact form is read.
    TokenJsonSerialized => "token_json_serialized", Caller, TokenInvalid;
    /// The token begins as one of its issuer's does but has not the form of one: it was cut or
    /// mistyped. No call was made.
    TokenMalformed => "token_malformed", Caller, TokenMalformed;
    /// There is no bearer token in the request.
    TokenMissing => "token_missing", Caller, TokenMissing;
    /// The token is longer than the configured bound.
    TokenTooLong => "token_too_long", Caller, CredentialsMalformed;
    /// The signed token is of another kind than a customer session: its `typ` (RFC 8725 §3.11). Or
    /// the answer about a token says that it is no bearer token: its `token_type`, or `cnf`.
    TokenTypeRefused => "token_type_refused", Caller, TokenInvalid;
    /// No configured issuer makes tokens of this shape. No call was made.
    TokenUnrecognized => "token_unrecognized", Caller, TokenInvalid;
    /// As many unknown tokens were asked about as the pace allows. No call was made.
    UnknownTokensPaced => "unknown_tokens_paced", Us, Unavailable;
    /// The verification ended without an answer: it panicked, or its runtime was shut down.
    VerificationAborted => "verification_aborted", Us, Unavailable;
}

impl Reason {
    /// The HTTP status of the response.
    #[must_use]
    pub const fn status(self) -> u16 {
        self.public().status()
    }

    /// The `code` that the client reads in the problem document.
    ///
    /// It is a word of its own only where the client can act on it; every other denial is
    /// `token_invalid`, so that nobody learns from us whether a guessed token was close.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.public().as_str()
    }

    /// Whether the request was refused because of a fault of ours or of the issuer, and not because
    /// of who sent it.
    ///
    /// `.lenient()` does not turn these into an anonymous request: a paying customer would look
    /// like a guest. The caller's own rate limit counts too, since it does not say that the token
    /// is bad.
    #[must_use]
    pub const fn is_fault(self) -> bool {
        matches!(self.status(), 429 | 500..)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whose fault a refusal is.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Fault {
    /// Whoever sent the request.
    Caller,
    /// The issuer of the token.
    Issuer,
    /// This application: its configuration, its credentials, its load.
    Us,
}

impl Fault {
    /// The stable word, in snake case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Caller => "caller",
            Self::Issuer => "issuer",
            Self::Us => "us",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn words_are_unique_and_in_snake_case() {
        let words: HashSet<_> = Reason::ALL.iter().map(|reason| reason.as_str()).collect();

        assert_eq!(words.len(), Reason::ALL.len());
        assert!(words.iter().all(|word| {
            word.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        }));
    }

    #[test]
    fn a_callers_fault_is_a_4xx_and_anyone_elses_a_5xx() {
        for reason in Reason::ALL {
            let expected = if reason.fault() == Fault::Caller {
                400..500
            } else {
                500..600
            };
            assert!(
                expected.contains(&reason.status()),
                "{reason}: {}",
                reason.status()
            );
        }
    }

    #[test]
    fn denials_that_the_client_cannot_act_on_share_one_code() {
        for reason in [
            Reason::TokenDenied,
            Reason::NotOurCustomer,
            Reason::TokenUnrecognized,
        ] {
            assert_eq!(reason.code(), "token_invalid");
        }
    }
}
