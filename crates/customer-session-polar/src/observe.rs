//! Every event of this crate.

/// The pinned API version is gone; verification goes on without it.
pub(crate) fn retired_version(version: &str) {
    #[cfg(feature = "tracing")]
    tracing::error!(
        target: "customer_session",
        provider = "polar",
        version,
        "Polar retired the pinned API version: calls go on without it, at twice the number; set a newer `api_version`"
    );
    #[cfg(not(feature = "tracing"))]
    let _ = version;
}
