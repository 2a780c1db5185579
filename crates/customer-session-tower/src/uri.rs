//! Takes a token out of the request's address.

use http::{Request, Uri, uri::PathAndQuery};

/// Replaces the query, so that nothing further in sees the token that stood there. An empty query
/// is left out whole.
pub(crate) fn replace_query<B>(request: &mut Request<B>, query: &str) {
    if let Some(uri) = with_query(request.uri(), query) {
        *request.uri_mut() = uri;
    }
    #[cfg(feature = "axum")]
    if let Some(original) = request
        .extensions_mut()
        .get_mut::<axum::extract::OriginalUri>()
        && let Some(uri) = with_query(&original.0, query)
    {
        original.0 = uri;
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
