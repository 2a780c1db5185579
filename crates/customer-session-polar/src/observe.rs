//! Every event of this crate.

/// Polar does not know the pinned API version; verification goes on without it.
pub(crate) fn unknown_version(version: &str) {
    #[cfg(feature = "tracing")]
    tracing::error!(
        target: "customer_session",
        provider = "polar",
        version,
        "Polar does not know the pinned API version (it is retired, or not published yet): calls go on without it, at twice the number; set `api_version` to one that Polar knows, such as the one that `Polar::check` names"
    );
    #[cfg(not(feature = "tracing"))]
    let _ = version;
}
