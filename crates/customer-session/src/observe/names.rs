//! The name of every metric, and what it says. The manual lists the same.

use metrics::{Unit, describe_counter, describe_gauge, describe_histogram};

pub(super) const ACCEPTED: &str = "customer_session_accepted_total";
pub(super) const BREAKER_STATE: &str = "customer_session_breaker_state";
pub(super) const BREAKER_TRANSITIONS: &str = "customer_session_breaker_transitions_total";
pub(super) const CACHE_BYTES: &str = "customer_session_cache_bytes";
pub(super) const CACHE_ENTRIES: &str = "customer_session_cache_entries";
pub(super) const HOLDS: &str = "customer_session_holds_total";
pub(super) const LOOKUPS: &str = "customer_session_lookups_total";
pub(super) const QUESTION_DURATION: &str = "customer_session_question_duration_seconds";
pub(super) const QUESTIONS_IN_FLIGHT: &str = "customer_session_questions_in_flight";
pub(super) const REFRESHES: &str = "customer_session_refreshes_total";
pub(super) const REJECTIONS: &str = "customer_session_rejections_total";
pub(super) const RETRIES: &str = "customer_session_retries_total";
pub(super) const REVOCATIONS: &str = "customer_session_revocations_total";
pub(super) const STALE_SERVED: &str = "customer_session_stale_served_total";
pub(super) const UPSTREAM_REQUESTS: &str = "customer_session_upstream_requests_total";
pub(super) const WEBHOOK_DELIVERIES: &str = "customer_session_webhook_deliveries_total";

pub(super) fn describe() {
    for (name, what) in COUNTERS {
        describe_counter!(*name, Unit::Count, *what);
    }
    for (name, unit, what) in GAUGES {
        describe_gauge!(*name, *unit, *what);
    }
    describe_histogram!(
        QUESTION_DURATION,
        Unit::Seconds,
        "How long questions to issuers took, retries included"
    );
}

const COUNTERS: &[(&str, &str)] = &[
    (ACCEPTED, "Requests that were given a customer"),
    (
        BREAKER_TRANSITIONS,
        "How often issuers were left alone, tried, and asked again",
    ),
    (HOLDS, "How often issuers asked to be left alone"),
    (LOOKUPS, "Well-formed tokens that were presented"),
    (REFRESHES, "Answers that were asked for before their time"),
    (REJECTIONS, "Requests that were refused"),
    (RETRIES, "Questions that were asked a second time"),
    (REVOCATIONS, "Calls that ended sessions before their time"),
    (
        STALE_SERVED,
        "Requests that were given a session beyond its time",
    ),
    (UPSTREAM_REQUESTS, "HTTP requests to issuers"),
    (WEBHOOK_DELIVERIES, "Requests to webhooks"),
];

const GAUGES: &[(&str, Unit, &str)] = &[
    (
        BREAKER_STATE,
        Unit::Count,
        "1 for the state that the way to an issuer is in, else 0",
    ),
    (
        CACHE_BYTES,
        Unit::Bytes,
        "What is remembered, as it counts against its bound",
    ),
    (CACHE_ENTRIES, Unit::Count, "What is remembered"),
    (
        QUESTIONS_IN_FLIGHT,
        Unit::Count,
        "Tokens and customers that are being asked about",
    ),
];
