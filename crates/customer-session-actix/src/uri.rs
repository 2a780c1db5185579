//! Takes a token out of the request's address.

use std::panic::{AssertUnwindSafe, catch_unwind};

use actix_web::{
    dev::ServiceRequest,
    http::{Uri, uri::PathAndQuery},
};
use customer_session::Rejection;

/// Replaces the query, so that nothing further in sees the token that stood there. An empty query
/// is left out whole.
///
/// # Errors
///
/// The request is shared, so that nobody can change it.
pub(crate) fn replace_query(request: &mut ServiceRequest, query: &str) -> Result<(), Rejection> {
    if is_shared(request) {
        return Err(Rejection::misconfigured(SHARED));
    }
    if let Some(uri) = with_query(request.uri(), query) {
        // The router keeps a copy of its own, which handlers can reach.
        request.match_info_mut().get_mut().update(&uri);
        request.head_mut().uri = uri;
    }
    Ok(())
}

/// Whether somebody further out holds a clone of the request.
///
/// actix-web counts the clones but tells the count to nobody, and panics when a request that has
/// some is changed. It does so before anything is changed, so that it can be caught.
fn is_shared(request: &mut ServiceRequest) -> bool {
    let changed = || {
        request.match_info_mut();
    };
    catch_unwind(AssertUnwindSafe(changed)).is_err()
}

fn with_query(uri: &Uri, query: &str) -> Option<Uri> {
    let path = uri.path();
    let target = if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    };
    let mut parts = uri.clone().into_parts();
    // Path and query were parts of a valid address, and leaving a part of the query out keeps it
    // valid.
    parts.path_and_query = Some(PathAndQuery::try_from(target).ok()?);
    Uri::from_parts(parts).ok()
}

const SHARED: &str = "a token cannot be taken out of the query, because middleware further out \
    holds a clone of the request: wrap it inside of the session middleware, or let it read the \
    `ServiceRequest` in place of an `HttpRequest`";
