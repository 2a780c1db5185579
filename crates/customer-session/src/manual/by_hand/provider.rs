use std::{
    fmt,
    time::{Duration, SystemTime},
};

use customer_session::{
    ConfigError, CustomerId,
    provider::{ProviderError, Recognition, SessionFacts, SessionProvider, Shape},
    session::CustomerRecord,
    token::SessionToken,
    upstream::{BaseUrl, HttpAnswer, HttpRequest, HttpTransport, Rate, Upstream},
};
use serde::{Deserialize, de::DeserializeOwned};

/// Vouches for the sessions of Harbor, a shop system that does not exist.
pub struct Harbor {
    address: BaseUrl,
    key: String,
    merchant: String,
    upstream: Upstream,
}

impl Harbor {
    /// Harbor at this address, asked with this key, for the customers of this merchant.
    pub fn new(
        address: &str,
        key: impl Into<String>,
        merchant: impl Into<String>,
        transport: impl HttpTransport,
    ) -> Result<Self, ConfigError> {
        Ok(Self {
            address: BaseUrl::parse("harbor", address)?,
            key: key.into(),
            merchant: merchant.into(),
            upstream: Upstream::new(transport).provider("harbor"),
        })
    }
}

impl SessionProvider for Harbor {
    fn name(&self) -> &str {
        "harbor"
    }

    fn shape(&self) -> Shape {
        Shape::prefixes([PREFIX])
    }

    // Harbor documents 24 letters and digits. If it did not, this would be left out.
    fn recognize(&self, token: &str) -> Recognition {
        let rest = token.strip_prefix(PREFIX).unwrap_or_default();
        if rest.len() == 24 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            Recognition::Candidate
        } else {
            Recognition::Malformed
        }
    }

    // The question is asked with the customer's own token: 401 is about it, and so is 429.
    async fn verify(&self, token: &SessionToken) -> Result<SessionFacts, ProviderError> {
        let url = self.address.join(["v1", "session"]);
        let request = HttpRequest::get(url).bearer(token.expose());
        let answer = self.upstream.send(request).await?;
        let session: Session = match answer.status {
            200 => read(&answer)?,
            401 => return Err(judged(&answer)),
            429 => {
                let limited = ProviderError::customer_rate_limited();
                return Err(limited.retry_after(answer.retry_after()));
            }
            _ => return Err(no_answer(&answer)),
        };
        Ok(SessionFacts::new(session.customer_id)
            .session_id(session.id)
            .issued_at(time(session.created_at)?)
            .expires_at(time(session.expires_at)?)
            .scopes(session.scopes))
    }

    // The question is asked with our own key: 401 is about us, and so is 429.
    async fn customer(&self, id: &CustomerId) -> Result<CustomerRecord, ProviderError> {
        let url = self.address.join(["v1", "customers", id.as_str()]);
        let request = HttpRequest::get(url).bearer(&self.key);
        let answer = self.upstream.send(request).await?;
        let customer: Customer = match answer.status {
            200 => read(&answer)?,
            401 | 403 => return Err(ProviderError::credentials_refused("harbor refuses the key")),
            404 if error(&answer).as_deref() == Some("customer_unknown") => {
                return Err(ProviderError::not_our_customer());
            }
            429 => {
                let limited = ProviderError::own_rate_limited();
                return Err(limited.retry_after(answer.retry_after()));
            }
            _ => return Err(no_answer(&answer)),
        };
        if customer.id != id.as_str() {
            return Err(ProviderError::malformed_answer(
                "harbor's answer is about another customer",
            ));
        }
        if customer.merchant_id != self.merchant {
            return Err(ProviderError::not_our_customer());
        }
        Ok(CustomerRecord::new(customer.id)
            .email(customer.email)
            .email_verified(customer.email_verified)
            .name(customer.name))
    }

    // The key's limit is 600 a minute, and the rest of the shop uses it too.
    fn customer_rate(&self) -> Option<Rate> {
        Some(Rate::new(300, Duration::from_secs(60)))
    }

    fn longest_session(&self) -> Option<Duration> {
        Some(Duration::from_secs(24 * 60 * 60))
    }

    fn upstream_calls(&self) -> u64 {
        self.upstream.calls()
    }
}

/// What Harbor's 401 says about a token: its word decides, and not the status alone, with which a
/// proxy answers too.
fn judged(answer: &HttpAnswer) -> ProviderError {
    match error(answer).as_deref() {
        Some("session_expired") => ProviderError::expired(),
        Some("session_unknown" | "session_revoked") => ProviderError::denied(),
        _ => ProviderError::malformed_answer("harbor answered 401 without judging the session"),
    }
}

/// What every other status means: nothing about the session or the customer.
fn no_answer(answer: &HttpAnswer) -> ProviderError {
    let status = answer.status;
    let text = format!("harbor answered {status}");
    match status {
        408 | 500.. => ProviderError::unavailable(text).retry_after(answer.retry_after()),
        300..500 => ProviderError::misconfigured(text),
        _ => ProviderError::malformed_answer(text),
    }
}

/// Reads an answer. What the parser says stays here: it repeats what it found.
fn read<T: DeserializeOwned>(answer: &HttpAnswer) -> Result<T, ProviderError> {
    let malformed = || ProviderError::malformed_answer("harbor's answer is not as documented");
    if !answer.is_json() {
        return Err(malformed());
    }
    serde_json::from_slice(&answer.body).map_err(|_| malformed())
}

/// Harbor's word for what is wrong.
fn error(answer: &HttpAnswer) -> Option<String> {
    read::<Refusal>(answer).ok().map(|refusal| refusal.error)
}

/// A number of seconds may be one that no clock can show.
fn time(seconds: u64) -> Result<SystemTime, ProviderError> {
    let time = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
    time.ok_or_else(|| ProviderError::malformed_answer("harbor states an impossible time"))
}

/// What is not an `Option` must be there. Members that are not listed are ignored.
#[derive(Deserialize)]
struct Session {
    id: String,
    customer_id: String,
    created_at: u64,
    expires_at: u64,
    scopes: Vec<String>,
}

#[derive(Deserialize)]
struct Customer {
    id: String,
    merchant_id: String,
    email: Option<String>,
    email_verified: Option<bool>,
    name: Option<String>,
}

#[derive(Deserialize)]
struct Refusal {
    error: String,
}

/// Shows no key.
impl fmt::Debug for Harbor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Harbor")
            .field("address", &self.address)
            .field("merchant", &self.merchant)
            .finish_non_exhaustive()
    }
}

const PREFIX: &str = "hbr_";
