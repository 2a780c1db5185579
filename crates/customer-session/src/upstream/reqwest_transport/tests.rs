//! What reqwest is told: without a socket.

use reqwest::header::HeaderMap;
use url::Url;

use super::*;

/// The headers of a request with a secret in each place where one can stand.
fn headers() -> HeaderMap {
    let url = Url::parse("https://issuer.example/verify").unwrap();
    let request = HttpRequest::get(url)
        .bearer("canary")
        .header("accept", "application/json")
        .secret_header("x-api-key", "canary");
    translate(request).unwrap().headers().clone()
}

/// What is marked is not printed, and kept out of the table of headers of HTTP/2 (RFC 7541 §7.1.3).
#[test]
fn headers_that_hold_credentials_are_marked_as_sensitive_and_others_are_not() {
    let headers = headers();

    assert_eq!(headers[AUTHORIZATION], "Bearer canary");
    assert!(headers[AUTHORIZATION].is_sensitive());
    assert_eq!(headers["x-api-key"], "canary");
    assert!(headers["x-api-key"].is_sensitive());
    assert!(!headers["accept"].is_sensitive());
    assert!(!format!("{headers:?}").contains("canary"));
}

/// reqwest prints which times it was given.
#[test]
fn a_connection_may_take_2_s_and_an_exchange_5_s_unless_said_otherwise() {
    let (usual, other) = (
        ReqwestTransport::builder(),
        ReqwestTransport::builder()
            .connect_timeout(Duration::from_secs(3))
            .timeout(Duration::from_secs(7)),
    );

    for (builder, connection, exchange) in [(usual, "2s", "5s"), (other, "3s", "7s")] {
        let told = format!("{:?}", builder.client());
        let times = format!("connect_timeout: {connection}, timeout: {exchange}");
        assert!(told.contains(&times), "{told}");
    }
}

#[test]
fn a_time_out_of_range_is_named_with_its_range() {
    let builder = ReqwestTransport::builder;
    for (builder, field, value) in [
        (builder().connect_timeout(ms(9)), "connect_timeout", "9ms"),
        (builder().timeout(ms(60_001)), "timeout", "60.001s"),
    ] {
        let error = builder.build().unwrap_err().to_string();

        let said = format!("`{field}` is `{value}`: choose a value from 10ms to 60s");
        assert_eq!(error, said);
    }
    for time in [ms(10), ms(60_000)] {
        let builder = builder().tls_roots(TlsRoots::None);
        assert!(builder.connect_timeout(time).timeout(time).build().is_ok());
    }
}

const fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}
