//! What reaches an endpoint, and what comes back, whichever adapter it is mounted with.

use super::{Probe, Sent, everywhere};

#[actix_web::test]
async fn an_endpoint_gets_every_byte_and_its_response_comes_back_whole() {
    let sent = Sent::post()
        .header("X-Line", "first")
        .header("x-line", [0xFF, 0xFE])
        .piece(&b"\x00\xFF"[..])
        .piece(&b"\r\n "[..]);

    let answer = everywhere(Probe::default(), &sent).await;

    assert_eq!(answer.status, 207);
    assert_eq!(
        answer.body,
        "POST [[102, 105, 114, 115, 116], [255, 254]] [0, 255, 13, 10, 32]"
    );
    assert_eq!(answer.header("x-told"), ["once", "twice"]);
}

#[actix_web::test]
async fn every_method_reaches_the_endpoint() {
    for method in ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PURGE"] {
        let answer = everywhere(Probe::default(), &Sent::by(method)).await;

        assert_eq!(answer.status, 207, "{method}");
    }
}

#[actix_web::test]
async fn a_body_as_long_as_the_bound_is_taken() {
    let sent = Sent::post()
        .header("content-length", "10")
        .piece("12345")
        .piece("67890");

    assert_eq!(everywhere(Probe::default(), &sent).await.status, 207);
}

#[actix_web::test]
async fn a_body_one_byte_longer_than_the_bound_is_a_413() {
    let probe = Probe::default();
    for sent in [
        Sent::post().piece("12345678901"),
        Sent::post().piece("1234567890").piece("1"),
        // A length that is declared too short is no way around.
        Sent::post()
            .header("content-length", "1")
            .piece("12345678901"),
    ] {
        let answer = everywhere(probe.clone(), &sent).await;

        assert_eq!((answer.status, &*answer.problem()), (413, "body_too_large"));
    }
    assert_eq!(probe.reached(), 0);
}

#[actix_web::test]
async fn a_body_that_is_declared_too_long_is_refused_unread() {
    for length in ["11", "99999999999999999999999999"] {
        let probe = Probe::default();
        let sent = Sent::post().header("content-length", length).piece("1");

        let answer = everywhere(probe.clone(), &sent).await;

        assert_eq!((answer.status, &*answer.problem()), (413, "body_too_large"));
        assert!(!sent.was_read());
        assert_eq!(probe.reached(), 0);
    }
}

#[actix_web::test]
async fn a_body_that_breaks_off_is_a_400_and_does_not_reach_the_endpoint() {
    let probe = Probe::default();
    let sent = Sent::post().piece("12345").breaking_off();

    let answer = everywhere(probe.clone(), &sent).await;

    assert_eq!(
        (answer.status, &*answer.problem()),
        (400, "body_incomplete")
    );
    assert_eq!(probe.reached(), 0);
}

#[actix_web::test]
async fn a_response_that_would_split_headers_becomes_a_500() {
    let sent = Sent::post().header("x-spoil", "please");

    let answer = everywhere(Probe::default(), &sent).await;

    assert_eq!((answer.status, &*answer.problem()), (500, "server_error"));
    assert!(answer.header("x-spoilt").is_empty());
}
