//! Answers that can be read and are neither a yes nor a no.

use customer_session::Reason;
use customer_session_test::polar::Fault;

use crate::{
    case::{Calls, Ends, Refusal, cases},
    rogue::{Manner, response},
    world::{Trouble, World},
};

cases! {
    a_redirect_to_another_host_is_not_followed {
        what: "a redirect to another host",
        trouble: Trouble::Redirects("307 Temporary Redirect"),
        refusal: Some(Refusal::MISCONFIGURED),
        cause: "status 307",
        calls: Calls::SESSION,
        ends: Ends::AtOnce,
    }
    a_path_that_is_not_there_is_a_fault_of_the_configuration {
        what: "404 where the API should be",
        trouble: Trouble::Polar(Fault::Html(404)),
        refusal: Some(Refusal::MISCONFIGURED),
        cause: "status 404",
        calls: Calls::SESSION,
        ends: Ends::AtOnce,
    }
    a_retired_version_is_done_without {
        what: "404 to the pinned API version",
        trouble: Trouble::Retired,
        refusal: None,
        cause: "",
        calls: Calls::arriving(6),
        ends: Ends::AtOnce,
    }
    a_401_of_a_proxy_is_no_denial {
        what: "401 with HTML, of a proxy",
        trouble: Trouble::Polar(Fault::Html(401)),
        refusal: Some(Refusal::UNAVAILABLE),
        cause: "status 401",
        calls: Calls::SESSION,
        ends: Ends::AtOnce,
    }
    a_403_of_a_proxy_is_no_denial {
        what: "403 with HTML, of a proxy",
        trouble: Trouble::Polar(Fault::Html(403)),
        refusal: Some(Refusal::UNAVAILABLE),
        cause: "status 403",
        calls: Calls::SESSION,
        ends: Ends::AtOnce,
    }
    a_500_is_an_outage {
        what: "500",
        trouble: Trouble::Polar(Fault::ServerError),
        refusal: Some(Refusal::UNAVAILABLE),
        cause: "status 500",
        calls: Calls::SESSION,
        ends: Ends::AtOnce,
    }
    a_502_is_an_outage {
        what: "502",
        trouble: Trouble::Polar(Fault::Html(502)),
        refusal: Some(Refusal::UNAVAILABLE),
        cause: "status 502",
        calls: Calls::SESSION,
        ends: Ends::AtOnce,
    }
    a_503_is_an_outage {
        what: "503",
        trouble: Trouble::Polar(Fault::Html(503)),
        refusal: Some(Refusal::UNAVAILABLE),
        cause: "status 503",
        calls: Calls::SESSION,
        ends: Ends::AtOnce,
    }
    a_503_that_says_for_how_long_is_passed_on {
        what: "503 with `Retry-After: 30`",
        trouble: Trouble::Rogue(Manner::Says(response(
            "503 Service Unavailable",
            "retry-after: 30\r\n",
            b"",
        ))),
        refusal: Some(Refusal::new(Reason::IssuerUnavailable, Some(30))),
        cause: "status 503",
        calls: Calls::SESSION,
        ends: Ends::AtOnce,
    }
    a_limit_on_the_customer_is_the_customers {
        what: "429 to the customer's own token",
        trouble: Trouble::Polar(Fault::RateLimited { retry_after: None }),
        refusal: Some(Refusal::new(Reason::RateLimited, None)),
        cause: "",
        calls: Calls::SESSION,
        ends: Ends::AtOnce,
    }
    a_limit_on_the_customer_that_says_for_how_long_is_passed_on {
        what: "429 to the customer's own token, with `Retry-After: 60`",
        trouble: Trouble::Polar(Fault::RateLimited { retry_after: Some(60) }),
        refusal: Some(Refusal::new(Reason::RateLimited, Some(60))),
        cause: "",
        calls: Calls::SESSION,
        ends: Ends::AtOnce,
    }
}

/// Whatever the kind of redirect, neither a request nor a connection goes there.
#[tokio::test]
async fn a_redirect_of_any_kind_is_not_followed() {
    for status in [
        "301 Moved Permanently",
        "302 Found",
        "303 See Other",
        "308 Permanent Redirect",
    ] {
        let world = World::start().await;
        let present = world.bring(Trouble::Redirects(status)).await;

        let told = world.ask_cold().await;

        assert_eq!(told.verdict(), (500, "misconfigured"), "{status}");
        assert_eq!(world.arrived(&present), 2, "{status}");
        assert_eq!(present.trapped(), 0, "{status}");
    }
}
