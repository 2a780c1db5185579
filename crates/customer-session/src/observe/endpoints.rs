//! What endpoints answered.

/// An endpoint made a response that cannot be written as HTTP.
pub(crate) fn unwritable_response(status: u16) {
    event!(
        error,
        status,
        "an endpoint's response has an impossible status or header; it was replaced by a 500"
    );
}
