//! A sentence on each reason, for whoever looks for the mistake.

use customer_session::Reason;

/// What the reason means, and where to look.
pub(super) fn sentence(reason: Reason) -> &'static str {
    match reason {
        Reason::AlgorithmRefused => {
            "The token is signed by an algorithm that is not taken here; see --algorithms."
        }
        Reason::ClaimsAudienceMismatch => {
            "The token is meant for another audience; compare its `aud` with --audience."
        }
        Reason::ClaimsMalformed => {
            "The payload is no JSON object, or a claim in it has a value that it cannot have."
        }
        Reason::ClaimsMissing => "The token lacks a claim that it must have, such as `exp`.",
        Reason::ClaimsNotYetValid => {
            "The token's time has not come, by `nbf` or `iat`; compare the clocks."
        }
        Reason::ClaimsPartyMismatch => {
            "The token was issued to another client, by `azp` or `client_id`."
        }
        Reason::ClaimsRefused => "The claims say of no customer whose the token is.",
        Reason::ClaimsTooOld => "The token was issued too long ago, though it has not expired.",
        Reason::CredentialsMalformed => {
            "This is no bearer token: give it alone, without `Bearer`, quotes or spaces."
        }
        Reason::CredentialsRefused => {
            "The issuer refused the access token: it is wrong, revoked, or lacks a scope."
        }
        Reason::EnrichmentFailed => {
            "What is added to customers cannot be loaded until the application is mended."
        }
        Reason::EnrichmentUnavailable => "What is added to customers could not be loaded.",
        Reason::HeaderCritical => {
            "The header asks for an extension (`crit`) that is not known here."
        }
        Reason::HeaderMalformed => {
            "The header is no JSON object, or a parameter in it has a value that it cannot have."
        }
        Reason::IssuerAnswerMalformed => "The issuer answered with something that is no answer.",
        Reason::IssuerSuspended => {
            "The issuer failed again and again, and is left alone for a moment."
        }
        Reason::IssuerTimeout => "The issuer did not answer in time.",
        Reason::IssuerUnavailable => "The issuer could not be reached, or is out of order.",
        Reason::IssuerUnknown => {
            "The token is of another issuer; compare its `iss` with --issuer, letter by letter."
        }
        Reason::KeyUnknown => {
            "No key of the issuer fits the token; compare its `kid` and `alg` with the key set."
        }
        Reason::LayerMissing => "No layer or middleware looked at the request.",
        Reason::Misconfigured => "The configuration cannot work with the issuer.",
        Reason::NotOurCustomer => {
            "The session is real, but its customer is of another organization, or deleted."
        }
        Reason::Overloaded => "Too many tokens are being verified at this moment.",
        Reason::OwnCallsPaced => {
            "As many calls were made with the access token as the pace allows."
        }
        Reason::OwnRateLimited => "The issuer limits calls made with the access token.",
        Reason::RateLimited => "The issuer limits calls made with this token.",
        Reason::RequirementUnmet => "The session does not fulfil what is required of it.",
        Reason::RoleMissing => "The session has not the role that is required.",
        Reason::ScopeInsufficient => "The session has not the scope that is required.",
        Reason::SessionEnded => "The session was ended before its time.",
        Reason::SeveralTokens => "There is more than one token.",
        Reason::SignatureInvalid => {
            "The signature is not the issuer's: another key made it, or the token was changed."
        }
        Reason::TokenDenied => {
            "The issuer says no: it does not know the token, or it expired, or it was revoked."
        }
        Reason::TokenEncrypted => "The token is encrypted (JWE); only signed ones are read.",
        Reason::TokenExpired => "The session's time is over.",
        Reason::TokenJsonSerialized => {
            "The token is signed, but written as JSON; only the compact form is read."
        }
        Reason::TokenMalformed => {
            "The token begins as one of the issuer's but is none: it was cut or mistyped."
        }
        Reason::TokenMissing => "There is no token.",
        Reason::TokenTooLong => "The token is too long.",
        Reason::TokenTypeRefused => {
            "The token is of another kind than a customer session, by its `typ`; see --typ."
        }
        Reason::TokenUnrecognized => "This is no token of the issuer: it does not look like one.",
        Reason::UnknownTokensPaced => "As many tokens were asked about as the pace allows.",
        Reason::VerificationAborted => "The verification ended without an answer.",
        _ => UNTOLD,
    }
}

/// For a reason that is newer than this table.
const UNTOLD: &str = "The token was not accepted.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_a_sentence_of_its_own() {
        let mut sentences: Vec<_> = Reason::ALL.iter().copied().map(sentence).collect();
        assert!(!sentences.contains(&UNTOLD));

        sentences.sort_unstable();
        sentences.dedup();

        assert_eq!(sentences.len(), Reason::ALL.len());
    }
}
