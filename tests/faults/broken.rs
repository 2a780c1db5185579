//! A connection, and no answer on it that could be read.

use std::time::Duration;

use customer_session_test::polar::Fault;

use crate::{
    case::{Calls, Ends, Refusal, cases},
    rogue::{Manner, response},
    world::{Trouble, World},
};

cases! {
    a_connection_that_closes_before_the_answer_is_an_outage {
        what: "connection closed before the answer",
        trouble: Trouble::Polar(Fault::Drop),
        refusal: Some(Refusal::UNAVAILABLE),
        cause: "connection to the issuer broke",
        calls: Calls::SESSION,
        ends: Ends::AtOnce,
    }
    a_connection_that_is_reset_within_the_body_is_an_outage {
        what: "connection reset in the middle of the body",
        trouble: Trouble::Rogue(Manner::Resets(half())),
        refusal: Some(Refusal::UNAVAILABLE),
        cause: "reset",
        calls: Calls::SESSION,
        ends: Ends::AtOnce,
    }
    a_connection_that_closes_within_the_body_is_an_outage {
        what: "connection closed in the middle of the body",
        trouble: Trouble::Polar(Fault::Truncated),
        refusal: Some(Refusal::UNAVAILABLE),
        cause: "connection to the issuer broke",
        calls: Calls::SESSION,
        ends: Ends::AtOnce,
    }
    an_answer_in_another_protocol_is_an_outage {
        what: "an answer that is not HTTP",
        trouble: Trouble::Rogue(Manner::Says(b"220 mail.example ESMTP\r\n".to_vec())),
        refusal: Some(Refusal::UNAVAILABLE),
        cause: "connection to the issuer broke",
        calls: Calls::SESSION,
        ends: Ends::AtOnce,
    }
    an_issuer_that_never_answers_is_given_up {
        what: "no answer in time",
        trouble: Trouble::Polar(Fault::Hang),
        refusal: Some(Refusal::TIMEOUT),
        cause: "",
        calls: Calls::SESSION,
        ends: Ends::ByTimeout,
    }
    headers_that_trickle_are_given_up {
        what: "headers that trickle",
        trouble: Trouble::Rogue(Manner::Repeats(b"HTTP/1.1 200 OK\r\nx: ", b"x", TRICKLE)),
        refusal: Some(Refusal::TIMEOUT),
        cause: "",
        calls: Calls::SESSION,
        ends: Ends::ByTimeout,
    }
    a_body_that_trickles_is_given_up {
        what: "a body that trickles",
        trouble: Trouble::Rogue(Manner::Repeats(LONG_BODY, b" ", TRICKLE)),
        refusal: Some(Refusal::TIMEOUT),
        cause: "",
        calls: Calls::SESSION,
        ends: Ends::ByTimeout,
    }
    headers_without_end_are_not_read_to_the_end {
        what: "headers without end",
        trouble: Trouble::Rogue(Manner::Repeats(b"HTTP/1.1 200 OK\r\n", FILLER, AT_ONCE)),
        refusal: Some(Refusal::UNAVAILABLE),
        cause: "connection to the issuer broke",
        calls: Calls::SESSION,
        ends: Ends::AtOnce,
    }
    a_body_without_end_is_not_read_to_the_end {
        what: "a body without end",
        trouble: Trouble::Polar(Fault::Endless),
        refusal: Some(Refusal::TOO_LONG),
        cause: "too long",
        calls: Calls::SESSION,
        ends: Ends::AtOnce,
    }
    a_body_that_says_it_is_long_is_not_read_at_all {
        what: "a body that is announced with more than 256 KiB",
        trouble: Trouble::Rogue(Manner::Repeats(HUGE_BODY, b" ", TRICKLE)),
        refusal: Some(Refusal::TOO_LONG),
        cause: "too long",
        calls: Calls::SESSION,
        ends: Ends::AtOnce,
    }
    /// The cause says that it was read as it came: unpacked, it would be too long.
    a_body_that_unpacks_to_far_more_is_not_unpacked {
        what: "a body packed with gzip, of any size",
        trouble: Trouble::Zipped(&[b' '; 1 << 20], 100),
        refusal: Some(Refusal::MALFORMED),
        cause: "cannot be read",
        calls: Calls::SESSION,
        ends: Ends::AtOnce,
    }
    a_page_is_no_answer {
        what: "200 with HTML",
        trouble: Trouble::Polar(Fault::Html(200)),
        refusal: Some(Refusal::MALFORMED),
        cause: "not JSON",
        calls: Calls::SESSION,
        ends: Ends::AtOnce,
    }
    half_of_the_text_is_no_answer {
        what: "200 with JSON that is cut off",
        trouble: Trouble::Polar(Fault::TruncatedJson),
        refusal: Some(Refusal::MALFORMED),
        cause: "cannot be read",
        calls: Calls::SESSION,
        ends: Ends::AtOnce,
    }
    a_text_of_another_type_is_no_answer {
        what: "200 with JSON by another content type",
        trouble: Trouble::Polar(Fault::WrongContentType),
        refusal: Some(Refusal::MALFORMED),
        cause: "not JSON",
        calls: Calls::SESSION,
        ends: Ends::AtOnce,
    }
    another_text_is_no_answer {
        what: "200 with JSON that lacks a field",
        trouble: Trouble::Polar(Fault::Status(200, "application/json".into(), "{}".into())),
        refusal: Some(Refusal::MALFORMED),
        cause: "cannot be read",
        calls: Calls::SESSION,
        ends: Ends::AtOnce,
    }
}

/// Nobody asked for it packed, and one small body is read as it came like a huge one: reqwest's own
/// unpacking is switched on in this program.
#[tokio::test]
async fn a_small_body_is_not_unpacked_either() {
    let world = World::start().await;
    let good = br#"{"expires_at":"2026-01-01T01:00:00Z","return_url":null}"#;
    let _present = world.bring(Trouble::Zipped(good, 1)).await;

    let told = world.ask_cold().await;

    assert_eq!(told.verdict(), (503, "issuer_answer_malformed"));
    assert!(
        told.cause().contains("line 1, column 1)"),
        "{}",
        told.cause()
    );
}

/// The first half of an answer.
fn half() -> Vec<u8> {
    let mut answer = response(
        "200 OK",
        "content-type: application/json\r\n",
        &[b' '; 1000],
    );
    answer.truncate(answer.len() - 500);
    answer
}

const AT_ONCE: Duration = Duration::ZERO;
const FILLER: &[u8] = b"x-filler: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n";
const HUGE_BODY: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000000000\r\n\r\n";
const LONG_BODY: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n";
/// Far less than any timeout, which bounds the exchange as a whole and not each piece of it.
const TRICKLE: Duration = Duration::from_millis(50);
