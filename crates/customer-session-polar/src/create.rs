//! Creates sessions.

use serde::Serialize;

use crate::{CustomerSession, Polar, PolarError, client::read};

/// What a new session is for: one customer, and a member if the customer is a team.
///
/// # Example
///
/// ```no_run
/// # async fn create(polar: customer_session_polar::Polar) -> Result<(), customer_session_polar::PolarError> {
/// use customer_session_polar::NewCustomerSession;
///
/// let session = polar.create_customer_session(NewCustomerSession::for_external_customer("usr_4411")).await?;
/// let token = session.token.expose(); // Give it to the customer, and to nobody else.
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, Serialize)]
#[must_use]
pub struct NewCustomerSession {
    #[serde(flatten)]
    customer: CustomerIdentifier,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    member: Option<MemberIdentifier>,
    #[serde(skip_serializing_if = "Option::is_none")]
    return_url: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum CustomerIdentifier {
    CustomerId(String),
    ExternalCustomerId(String),
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum MemberIdentifier {
    ExternalMemberId(String),
    MemberId(String),
}

impl NewCustomerSession {
    /// A session of the customer with this id at Polar.
    pub fn for_customer(id: impl Into<String>) -> Self {
        Self {
            customer: CustomerIdentifier::CustomerId(id.into()),
            member: None,
            return_url: None,
        }
    }

    /// A session of the customer to whom you gave this id.
    pub fn for_external_customer(id: impl Into<String>) -> Self {
        Self {
            customer: CustomerIdentifier::ExternalCustomerId(id.into()),
            member: None,
            return_url: None,
        }
    }

    /// Lets the member with this id at Polar act. A customer that is a team needs a member.
    pub fn member(mut self, id: impl Into<String>) -> Self {
        self.member = Some(MemberIdentifier::MemberId(id.into()));
        self
    }

    /// Lets the member to whom you gave this id act.
    pub fn external_member(mut self, id: impl Into<String>) -> Self {
        self.member = Some(MemberIdentifier::ExternalMemberId(id.into()));
        self
    }

    /// Sets where the "back" link of Polar's portal leads.
    pub fn return_url(mut self, url: impl Into<String>) -> Self {
        self.return_url = Some(url.into());
        self
    }
}

impl Polar {
    /// Creates a session that lasts one hour. Polar offers no way to end it earlier.
    ///
    /// Needs the scope `customer_sessions:write`. The token is a customer's (`polar_cst_`) or, in
    /// organizations with members, a member's (`polar_mst_`).
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::PolarErrorKind::InvalidRequest) if the customer or member does not exist or a team's member
    /// is missing; [`CredentialsRefused`](crate::PolarErrorKind::CredentialsRefused) without the
    /// scope; and the faults.
    ///
    /// # Cancellation
    ///
    /// Dropped, the session may or may not have been created. It expires by itself.
    pub async fn create_customer_session(
        &self,
        session: NewCustomerSession,
    ) -> Result<CustomerSession, PolarError> {
        let body = serde_json::to_vec(&session)
            .map_err(|error| PolarError::malformed(error.to_string()))?;
        // The empty segment is the slash at the end. Without it Polar answers with a redirect, on
        // which clients lose the body.
        read(
            &self
                .client
                .post(&["v1", "customer-sessions", ""], body)
                .await?,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_the_given_identifiers_are_sent() {
        let by_id = NewCustomerSession::for_customer("c1").external_member("emp_9");
        let by_external_id = NewCustomerSession::for_external_customer("usr_4411")
            .return_url("https://shop.example");

        let sent = |session| serde_json::to_value(session).unwrap();

        assert_eq!(
            sent(by_id),
            serde_json::json!({ "customer_id": "c1", "external_member_id": "emp_9" })
        );
        assert_eq!(
            sent(by_external_id),
            serde_json::json!({ "external_customer_id": "usr_4411", "return_url": "https://shop.example" })
        );
    }
}
