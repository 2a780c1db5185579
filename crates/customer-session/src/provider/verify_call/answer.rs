//! What an answer means to a question that was asked with our own secret.

use crate::{
    provider::{
        ProviderError,
        asking::{AnswerRule, judged, no_answer, said},
        claims::Claims,
    },
    upstream::HttpAnswer,
};

/// What the issuer says of a token that it does not refuse by its status.
///
/// 1. The first rule that applies decides.
/// 2. 200 with one JSON object is an answer about the token.
/// 3. Any other status is about us, or about the issuer.
pub(super) fn about_token(
    answer: &HttpAnswer,
    rules: &[AnswerRule],
) -> Result<Claims, ProviderError> {
    let said = said(answer);
    judged(rules, answer, said.as_ref().ok())?;
    if answer.status == 200 {
        return said;
    }
    Err(no_answer("verification endpoint", answer))
}
