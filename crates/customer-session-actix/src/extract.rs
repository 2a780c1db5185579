//! The extractors.

use std::future::{Ready, ready};

use actix_web::{
    FromRequest, HttpMessage, HttpRequest,
    dev::{Extensions, Payload},
};
use customer_session::{Customer, VerifiedSession, session::Anonymous};

use crate::CustomerSessionRejection;

/// The customer of the request's session.
///
/// - Without a session (behind `.optional()` or `.lenient()`) the request is refused, as the
///   middleware would have refused it.
/// - Without a middleware the answer is a 500 that names the mend.
/// - `Option<CurrentCustomer>` is `None` in **both** cases: actix-web makes an `Option` of every
///   extractor and drops the error. Use [`MaybeCustomer`], which can tell.
#[derive(Clone, Debug)]
#[expect(
    clippy::exhaustive_structs,
    reason = "extractors are taken apart in a handler's arguments"
)]
pub struct CurrentCustomer(pub Customer);

/// The request's session, with its customer, member, times and scopes. It refuses as
/// [`CurrentCustomer`] does.
#[derive(Clone, Debug)]
#[expect(
    clippy::exhaustive_structs,
    reason = "extractors are taken apart in a handler's arguments"
)]
pub struct CurrentSession(pub VerifiedSession);

/// The customer of the request's session, if it has one; a 500 without a middleware.
#[derive(Clone, Debug)]
#[expect(
    clippy::exhaustive_structs,
    reason = "extractors are taken apart in a handler's arguments"
)]
pub struct MaybeCustomer(pub Option<Customer>);

impl FromRequest for CurrentCustomer {
    type Error = CustomerSessionRejection;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(customer(&request.extensions()).cloned().map(Self))
    }
}

impl FromRequest for CurrentSession {
    type Error = CustomerSessionRejection;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(session(&request.extensions()).map(Self))
    }
}

impl FromRequest for MaybeCustomer {
    type Error = CustomerSessionRejection;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let extensions = request.extensions();
        let anonymous = extensions.contains::<Anonymous>();
        ready(if anonymous {
            Ok(Self(None))
        } else {
            customer(&extensions).map(|found| Self(Some(found.clone())))
        })
    }
}

/// The customer that the middleware installed, or why it did not.
fn customer(extensions: &Extensions) -> Result<&Customer, CustomerSessionRejection> {
    Customer::installed(extensions.get(), || extensions.get())
        .map_err(CustomerSessionRejection::new)
}

fn session(extensions: &Extensions) -> Result<VerifiedSession, CustomerSessionRejection> {
    VerifiedSession::installed(extensions.get(), || extensions.get())
        .cloned()
        .map_err(CustomerSessionRejection::new)
}
