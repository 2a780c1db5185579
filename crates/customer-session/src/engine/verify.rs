//! Verifies a token that came otherwise than in the head of a request.

use std::future::Future;

use super::{Decision, Mode, Verdict};
use crate::{
    config::CustomerSessionConfig,
    rejection::{Reason, Rejection},
    session::VerifiedSession,
    token::b64token,
};

impl CustomerSessionConfig {
    /// Verifies a token that came otherwise than in the head of a request: in the first message of
    /// a WebSocket, in a job, on a command line. The verdict is the one that a request with
    /// `Authorization: Bearer <token>` would get, from the same cache.
    ///
    /// A remembered session is decided before this returns; else the future waits for the issuer.
    ///
    /// # Errors
    ///
    /// The rejection that such a request would get. Its [reason](Rejection::reason) says whether
    /// the token is bad or cannot be judged at the moment.
    ///
    /// # Cancellation
    ///
    /// Dropping the future cancels nothing: the issuer's answer still arrives, and is remembered.
    pub fn verify(
        &self,
        token: &str,
    ) -> impl Future<Output = Result<VerifiedSession, Rejection>> + Send + use<> {
        let decision = self.decide(token.as_bytes());
        async move {
            let verdict = match decision {
                Decision::Asking(verification) => verification.await,
                Decision::Decided(verdict) => verdict,
            };
            match verdict {
                Verdict::Verified(session) => Ok(session),
                Verdict::Rejected(rejection) => Err(rejection),
                // Only where no token is required; here one is.
                Verdict::Anonymous(anonymous) => Err(anonymous.rejection().clone()),
            }
        }
    }

    fn decide(&self, token: &[u8]) -> Decision {
        let max_bytes = self.shared.max_token_bytes;
        match b64token(token) {
            None if token.is_empty() => self.refuse(Reason::TokenMissing, Mode::Required),
            None => self.refuse(Reason::CredentialsMalformed, Mode::Required),
            Some(token) if token.len() > max_bytes => {
                self.refuse(Reason::TokenTooLong, Mode::Required)
            }
            Some(token) => self.look_up(token, self.key_of(token, None), Mode::Required),
        }
    }
}
