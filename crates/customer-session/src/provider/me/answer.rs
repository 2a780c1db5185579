//! What an answer means to a question that was asked with the customer's own token.

use crate::{
    provider::{
        ProviderError,
        asking::{Unexpected, malformed},
    },
    upstream::HttpAnswer,
};

/// What an answer means that is not 200. 401 is a "no": the question was asked with the customer's own
/// token, and with nothing of ours. Nothing else says anything about the token.
pub(super) fn of_status(answer: &HttpAnswer) -> ProviderError {
    let unexpected = |why| Unexpected::of("customer's endpoint", answer, why);
    match answer.status {
        401 | 403 if is_page(answer) => {
            ProviderError::unavailable(unexpected("a proxy refuses it, and not the API"))
        }
        401 => ProviderError::denied(),
        429 => ProviderError::customer_rate_limited().retry_after(answer.retry_after()),
        408 | 500.. => ProviderError::unavailable(unexpected("it is out of order"))
            .retry_after(answer.retry_after()),
        300..400 => ProviderError::misconfigured(unexpected(
            "it redirects, which is not followed: set the address that it leads to, or a rule if it means that the token is not good",
        )),
        400..500 => ProviderError::misconfigured(unexpected(
            "it does not take the question: check address and headers, or set a rule if it means that the token is not good",
        )),
        _ => malformed("its status is not 200"),
    }
}

/// What stands before an API, such as a proxy, answers with pages.
fn is_page(answer: &HttpAnswer) -> bool {
    let media_type = answer.header("content-type").unwrap_or_default().trim();
    media_type
        .get(..9)
        .is_some_and(|start| start.eq_ignore_ascii_case("text/html"))
}
