//! What is remembered of a request's headers.

use hyper::{HeaderMap, header::AUTHORIZATION};

/// The headers, names in lower case; of `authorization` what `shown` leaves.
pub(crate) fn headers(
    headers: &HeaderMap,
    shown: impl Fn(&str) -> String,
) -> Vec<(String, String)> {
    let headers = headers.iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes());
        let value = if *name == AUTHORIZATION {
            shown(&value)
        } else {
            value.into_owned()
        };
        (name.as_str().to_owned(), value)
    });
    headers.collect()
}

/// The first value of a header.
pub(crate) fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let mut headers = headers.iter();
    let found = headers.find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.as_str())
}
