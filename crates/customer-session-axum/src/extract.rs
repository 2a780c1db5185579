//! The extractors.

use axum_core::extract::{FromRequestParts, OptionalFromRequestParts};
use customer_session::{Customer, VerifiedSession, session::Anonymous};
use http::{Extensions, request::Parts};

use crate::CustomerSessionRejection;

/// The customer of the request's session.
///
/// # As extractor
///
/// - Without a session (behind `.optional()` or `.lenient()`) the request is refused, as the layer
///   would have refused it.
/// - Without a layer the answer is a 500 that names the mend.
/// - `Option<CurrentCustomer>` is `None` without a session, and still a 500 without a layer.
///
/// # Example
///
/// ```
/// use customer_session_axum::CurrentCustomer;
///
/// async fn me(CurrentCustomer(customer): CurrentCustomer) -> String {
///     customer.id().to_string()
/// }
/// # let _: axum::Router = axum::Router::new().route("/me", axum::routing::get(me));
/// ```
#[derive(Clone, Debug)]
#[expect(
    clippy::exhaustive_structs,
    reason = "extractors are taken apart in a handler's arguments"
)]
pub struct CurrentCustomer(pub Customer);

/// The request's session, with its customer, member, times and scopes.
///
/// It refuses as [`CurrentCustomer`] does, and `Option<CurrentSession>` works too.
#[derive(Clone, Debug)]
#[expect(
    clippy::exhaustive_structs,
    reason = "extractors are taken apart in a handler's arguments"
)]
pub struct CurrentSession(pub VerifiedSession);

/// The customer of the request's session, if it has one; a 500 without a layer.
///
/// The same as `Option<CurrentCustomer>`, by a name that the actix-web adapter has too.
#[derive(Clone, Debug)]
#[expect(
    clippy::exhaustive_structs,
    reason = "extractors are taken apart in a handler's arguments"
)]
pub struct MaybeCustomer(pub Option<Customer>);

impl<S: Sync> FromRequestParts<S> for CurrentCustomer {
    type Rejection = CustomerSessionRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        customer(&parts.extensions).cloned().map(Self)
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for CurrentCustomer {
    type Rejection = CustomerSessionRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Self::Rejection> {
        Ok(optional(&parts.extensions, |extensions| {
            customer(extensions).cloned()
        })?
        .map(Self))
    }
}

impl<S: Sync> FromRequestParts<S> for CurrentSession {
    type Rejection = CustomerSessionRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        session(&parts.extensions).map(Self)
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for CurrentSession {
    type Rejection = CustomerSessionRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Self::Rejection> {
        Ok(optional(&parts.extensions, session)?.map(Self))
    }
}

impl<S: Sync> FromRequestParts<S> for MaybeCustomer {
    type Rejection = CustomerSessionRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        optional(&parts.extensions, |extensions| {
            customer(extensions).cloned()
        })
        .map(Self)
    }
}

/// The customer that the layer installed, or why it did not.
fn customer(extensions: &Extensions) -> Result<&Customer, CustomerSessionRejection> {
    Customer::installed(extensions.get(), || extensions.get())
        .map_err(CustomerSessionRejection::new)
}

fn session(extensions: &Extensions) -> Result<VerifiedSession, CustomerSessionRejection> {
    VerifiedSession::installed(extensions.get(), || extensions.get())
        .cloned()
        .map_err(CustomerSessionRejection::new)
}

/// `None` where the layer found nobody; still an error where no layer ran.
fn optional<T>(
    extensions: &Extensions,
    find: impl FnOnce(&Extensions) -> Result<T, CustomerSessionRejection>,
) -> Result<Option<T>, CustomerSessionRejection> {
    if extensions.get::<Anonymous>().is_some() {
        Ok(None)
    } else {
        find(extensions).map(Some)
    }
}
