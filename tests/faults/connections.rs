//! No connection to the issuer, or none that may be used.

use customer_session_test::polar::Fault;

use crate::{
    case::{Calls, Ends, Refusal, cases},
    tls::Certificate,
    world::{SERVED, Trouble, World},
};

cases! {
    a_refused_connection_is_an_outage {
        what: "connection refused",
        trouble: Trouble::Polar(Fault::Refuse),
        refusal: Some(Refusal::UNAVAILABLE),
        cause: "no connection",
        calls: Calls::LOST,
        ends: Ends::AtOnce,
    }
    a_connection_that_is_not_made_is_given_up {
        what: "no connection in time",
        trouble: Trouble::Crowded,
        refusal: Some(Refusal::TIMEOUT),
        cause: "",
        calls: Calls::LOST,
        ends: Ends::ByConnectTimeout,
    }
    a_name_that_leads_nowhere_is_an_outage {
        what: "unknown host name",
        trouble: Trouble::Nameless,
        refusal: Some(Refusal::UNAVAILABLE),
        cause: "dns error",
        calls: Calls::LOST,
        ends: Ends::AtOnce,
    }
    a_certificate_that_nobody_vouches_for_gets_no_request {
        what: "certificate of an authority that is not trusted",
        trouble: Trouble::Tls(Certificate::OtherAuthority),
        refusal: Some(Refusal::UNAVAILABLE),
        cause: "UnknownIssuer",
        calls: Calls::LOST,
        ends: Ends::AtOnce,
    }
    a_certificate_of_another_name_gets_no_request {
        what: "certificate of another name",
        trouble: Trouble::Tls(Certificate::OtherName),
        refusal: Some(Refusal::UNAVAILABLE),
        cause: "not valid for name",
        calls: Calls::LOST,
        ends: Ends::AtOnce,
    }
    a_certificate_whose_time_is_over_gets_no_request {
        what: "expired certificate",
        trouble: Trouble::Tls(Certificate::Expired),
        refusal: Some(Refusal::UNAVAILABLE),
        cause: "expired",
        calls: Calls::LOST,
        ends: Ends::AtOnce,
    }
    a_handshake_that_is_answered_with_noise_gets_no_request {
        what: "something else than TLS on the port",
        trouble: Trouble::Clear(b"\x00\x01\x02\x03 no TLS \xff\xfe"),
        refusal: Some(Refusal::UNAVAILABLE),
        cause: "no connection",
        calls: Calls::LOST,
        ends: Ends::AtOnce,
    }
    clear_text_on_a_port_for_tls_gets_no_request {
        what: "plain HTTP on the port for TLS",
        trouble: Trouble::Clear(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n"),
        refusal: Some(Refusal::UNAVAILABLE),
        cause: "no connection",
        calls: Calls::LOST,
        ends: Ends::AtOnce,
    }
}

/// What the cases of certificates prove hangs on it: with nothing wrong but the page behind it, the
/// same server is sent requests.
#[tokio::test]
async fn a_certificate_that_is_trusted_gets_requests() {
    let world = World::start().await;
    let warm = world.warm_token().await;
    let present = world.bring(Trouble::Tls(Certificate::Good)).await;

    let told = world.ask_cold().await;

    assert_eq!(told.verdict(), (503, "issuer_answer_malformed"));
    assert_eq!(world.arrived(&present), 2);
    assert_eq!(world.app.ask(&warm).await.verdict(), SERVED);
}
