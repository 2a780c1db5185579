//! Takes a token out of the request's address.

use actix_web::{
    dev::ServiceRequest,
    http::{Uri, uri::PathAndQuery},
};

/// Replaces the query, so that nothing further in sees the token that stood there. An empty query
/// is left out whole.
pub(crate) fn replace_query(request: &mut ServiceRequest, query: &str) {
    if let Some(uri) = with_query(request.uri(), query) {
        // The router keeps a copy of its own, which handlers can reach.
        request.match_info_mut().get_mut().update(&uri);
        request.head_mut().uri = uri;
    }
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
