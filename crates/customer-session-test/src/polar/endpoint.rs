//! What a request asks for, by its method and path.

use hyper::Method;

/// An endpoint of the API, to count calls of and to set faults on.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Endpoint {
    /// `POST /v1/customer-sessions/`, which mints.
    CreateSession,
    /// `GET /v1/customers/{id}`, which binds a customer to an organization.
    Customer,
    /// `GET /v1/customers/{id}/state` and `GET /v1/customers/external/{external_id}/state`.
    CustomerState,
    /// `GET /v1/customers/`, the list.
    Customers,
    /// `GET /v1/customers/external/{external_id}`.
    ExternalCustomer,
    /// `GET /v1/customer-portal/customer-session/introspect`, the only source of a session's
    /// expiry.
    Introspect,
    /// `/.well-known/jwks.json`.
    Jwks,
    /// `PATCH` and `DELETE` on a customer.
    ManageCustomer,
    /// `GET /v1/customer-portal/customers/me`.
    Me,
    /// `GET /v1/members/`, `GET /v1/members/{id}` and `GET /v1/customers/{id}/members` and below.
    Members,
    /// `POST /v1/oauth2/introspect`, which knows nothing of customer sessions.
    OAuth2Introspect,
    /// Everything else.
    Other,
    /// `GET /v1/customer-portal/customer-session/user`.
    User,
}

impl Endpoint {
    /// Whether a resource server calls this endpoint to verify a token.
    ///
    /// These are the endpoints that [`FakePolar::fault`](super::FakePolar::fault) breaks.
    #[must_use]
    pub const fn is_verification(self) -> bool {
        matches!(
            self,
            Self::Customer
                | Self::CustomerState
                | Self::ExternalCustomer
                | Self::Introspect
                | Self::Me
                | Self::Members
                | Self::User
        )
    }

    /// The endpoint of a request; a wrong trailing slash or a wrong method does not hide it.
    pub(super) fn of(method: &Method, path: &str) -> Self {
        let segments: Vec<&str> = path
            .split('/')
            .filter(|segment| !segment.is_empty())
            .collect();
        match segments.as_slice() {
            [".well-known", "jwks.json"] => Self::Jwks,
            ["v1", "customer-portal", rest @ ..] => Self::of_portal(rest),
            ["v1", "customer-sessions"] => Self::CreateSession,
            ["v1", "customers", rest @ ..] => Self::of_customers(method, rest),
            ["v1", "members", ..] => Self::Members,
            ["v1", "oauth2", "introspect"] => Self::OAuth2Introspect,
            _ => Self::Other,
        }
    }

    fn of_portal(rest: &[&str]) -> Self {
        match rest {
            ["customer-session", "introspect"] => Self::Introspect,
            ["customer-session", "user"] => Self::User,
            ["customers", "me"] => Self::Me,
            _ => Self::Other,
        }
    }

    fn of_customers(method: &Method, rest: &[&str]) -> Self {
        let manages = *method == Method::PATCH || *method == Method::DELETE;
        match rest {
            [] => Self::Customers,
            ["external", _, "state"] => Self::CustomerState,
            ["external", _] | [_] if manages => Self::ManageCustomer,
            ["external", _] => Self::ExternalCustomer,
            [_, "state"] => Self::CustomerState,
            [_, "members", ..] => Self::Members,
            [_] => Self::Customer,
            _ => Self::Other,
        }
    }
}
