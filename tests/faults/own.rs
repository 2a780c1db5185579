//! Trouble with calls made with our own access token: the session itself is good.

use customer_session::Reason;
use customer_session_test::polar::Fault;

use crate::{
    case::{Calls, Ends, Refusal, cases},
    world::Trouble,
};

cases! {
    a_refused_access_token_is_our_own_fault {
        what: "401 to your access token",
        trouble: Trouble::Own(Fault::Unauthorized),
        refusal: Some(Refusal::OWN_REFUSED),
        cause: "refused the organization access token",
        calls: Calls::ALL,
        ends: Ends::AtOnce,
    }
    a_lacking_scope_is_our_own_fault {
        what: "403 to your access token",
        trouble: Trouble::Own(Fault::Status(
            403,
            "application/json".into(),
            r#"{"error":"insufficient_scope"}"#.into(),
        )),
        refusal: Some(Refusal::OWN_REFUSED),
        cause: "lacks the scope",
        calls: Calls::ALL,
        ends: Ends::AtOnce,
    }
    a_limit_on_us_is_not_the_customers {
        what: "429 to your access token",
        trouble: Trouble::Own(Fault::RateLimited { retry_after: None }),
        refusal: Some(Refusal::new(Reason::OwnRateLimited, Some(5))),
        cause: "",
        calls: Calls::ALL,
        ends: Ends::AtOnce,
    }
    a_limit_on_us_that_says_for_how_long_is_passed_on {
        what: "429 to your access token, with `Retry-After: 60`",
        trouble: Trouble::Own(Fault::RateLimited { retry_after: Some(60) }),
        refusal: Some(Refusal::new(Reason::OwnRateLimited, Some(60))),
        cause: "",
        calls: Calls::ALL,
        ends: Ends::AtOnce,
    }
}
