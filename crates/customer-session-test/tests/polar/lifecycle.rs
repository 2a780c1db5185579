//! When sessions end, when they do not, and when the fake itself does.

use std::time::Duration;

use customer_session::clock::ManualClock;
use customer_session_test::polar::{Endpoint, FakePolar, NewCustomer, NewMember, Role};
use tokio::net::TcpStream;

use crate::client::{INTROSPECT, ME, USER, get, still, to};

#[tokio::test]
async fn a_session_is_valid_until_one_microsecond_before_its_hour_is_over() {
    let (polar, clock) = still().await;
    let token = polar
        .organization()
        .add_customer(NewCustomer::individual("ada@shop.example"))
        .mint();

    clock.advance(Duration::from_secs(3600) - Duration::from_micros(1));
    let before = get(&polar, INTROSPECT).bearer(&token).send().await.status;
    clock.advance(Duration::from_micros(1));
    let at = get(&polar, INTROSPECT).bearer(&token).send().await.status;

    assert_eq!((before, at), (200, 401));
}

#[tokio::test]
async fn using_a_session_does_not_prolong_it() {
    let (polar, clock) = still().await;
    let token = polar
        .organization()
        .add_customer(NewCustomer::individual("ada@shop.example"))
        .mint();

    clock.advance(Duration::from_secs(1800));
    let answer = get(&polar, INTROSPECT).bearer(&token).send().await;

    assert_eq!(answer.json()["expires_at"], "2026-01-01T01:00:00Z");
}

#[tokio::test]
async fn a_time_with_a_fraction_has_six_digits() {
    let (polar, clock) = still().await;
    clock.advance(Duration::from_millis(120));
    let token = polar
        .organization()
        .add_customer(NewCustomer::individual("ada@shop.example"))
        .mint();

    let answer = get(&polar, INTROSPECT).bearer(&token).send().await;

    assert_eq!(answer.json()["expires_at"], "2026-01-01T01:00:00.120000Z");
}

#[tokio::test]
async fn a_deleted_members_session_ends_at_once_and_the_others_live_on() {
    let (polar, _) = still().await;
    let team = polar
        .organization()
        .add_customer(NewCustomer::team("Analytical Engines"));
    let bo = team.add_member(NewMember::new("bo@shop.example"));
    let cy = team.add_member(NewMember::new("cy@shop.example"));
    let (bos, cys) = (team.mint_member(&bo), team.mint_member(&cy));

    bo.delete();

    assert_eq!(
        get(&polar, INTROSPECT).bearer(&bos).send().await.status,
        401
    );
    assert_eq!(
        get(&polar, INTROSPECT).bearer(&cys).send().await.status,
        200
    );
}

#[tokio::test]
async fn a_deleted_customer_takes_its_members_sessions_along() {
    let (polar, _) = still().await;
    let team = polar
        .organization()
        .add_customer(NewCustomer::team("Analytical Engines"));
    let bo = team.add_member(NewMember::new("bo@shop.example"));
    let token = team.mint_member(&bo);

    team.delete();

    assert_eq!(
        get(&polar, INTROSPECT).bearer(&token).send().await.status,
        401
    );
}

#[tokio::test]
async fn a_changed_customer_keeps_its_session_and_shows_the_new_data_at_once() {
    let (polar, _) = still().await;
    let ada = NewCustomer::individual("ada@shop.example").email_verified(true);
    let ada = polar.organization().add_customer(ada);
    let token = ada.mint();

    ada.set_email("lovelace@shop.example");
    ada.set_name("Countess");

    let me = get(&polar, ME).bearer(&token).send().await.json();
    assert_eq!(me["email"], "lovelace@shop.example");
    assert_eq!(me["email_verified"], false);
    assert_eq!(me["name"], "Countess");
    assert_eq!(me["modified_at"], "2026-01-01T00:00:00Z");
}

#[tokio::test]
async fn a_changed_role_shows_at_once() {
    let (polar, _) = still().await;
    let team = polar
        .organization()
        .add_customer(NewCustomer::team("Analytical Engines"));
    let bo = team.add_member(NewMember::new("bo@shop.example"));
    let token = team.mint_member(&bo);

    bo.set_role(Role::Owner);

    assert_eq!(
        get(&polar, USER).bearer(&token).send().await.json()["role"],
        "owner"
    );
}

#[tokio::test]
async fn requests_are_counted_by_endpoint_and_recorded_without_their_tokens() {
    let (polar, _) = still().await;
    let token = polar
        .organization()
        .add_customer(NewCustomer::individual("ada@shop.example"))
        .mint();

    get(&polar, &format!("{INTROSPECT}?a=b"))
        .bearer(&token)
        .send()
        .await;
    get(&polar, ME).bearer("polar_cst_unknown").send().await;
    get(&polar, "/v1/no/such/path").send().await;

    assert_eq!(polar.calls(Endpoint::Introspect), 1);
    assert_eq!(polar.calls(Endpoint::Me), 1);
    assert_eq!(polar.calls(Endpoint::User), 0);
    assert_eq!(polar.verification_calls(), 2);
    assert_eq!(polar.total_calls(), 3);
    let first = &polar.requests()[0];
    assert_eq!(first.method, "GET");
    assert_eq!(first.path_and_query, format!("{INTROSPECT}?a=b"));
    assert_eq!(first.header("Authorization"), Some("Bearer polar_cst_…"));
    assert_eq!(first.status, Some(200));
    assert!(!format!("{:?}", polar.requests()).contains(&token));
}

#[tokio::test]
async fn counting_starts_anew_after_a_reset() {
    let (polar, _) = still().await;
    get(&polar, ME).send().await;

    polar.reset_calls();
    get(&polar, USER).send().await;

    assert_eq!(polar.total_calls(), 1);
    assert_eq!(polar.requests()[0].status, Some(401));
}

#[tokio::test]
async fn ports_are_free_again_once_the_last_handle_is_dropped() {
    let (polar, _) = still().await;
    let organization = polar.organization();
    let clone = polar.clone();
    let (front, back_office) = (polar.url(), polar.back_office_url());

    drop(polar);
    assert_eq!(to(&front, "GET", "/healthz").send().await.status, 200);
    drop(clone);

    for url in [front, back_office] {
        let refused = to(&url, "GET", "/healthz").try_send().await.unwrap_err();
        assert_eq!(refused.kind(), std::io::ErrorKind::ConnectionRefused);
        std::net::TcpListener::bind(url.trim_start_matches("http://")).unwrap();
    }
    // Handles of what was inside do not keep it running, and do no harm.
    assert!(organization.access_token().starts_with("polar_oat_"));
}

#[tokio::test]
async fn dropping_the_last_handle_ends_connections_that_live() {
    let (polar, _) = still().await;
    let mut stream = TcpStream::connect(polar.url().trim_start_matches("http://"))
        .await
        .unwrap();

    drop(polar);

    let mut rest = Vec::new();
    let ended = tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut rest).await;
    assert!(rest.is_empty(), "{ended:?}");
}

#[tokio::test]
async fn a_fixed_port_that_is_taken_is_an_error() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();

    let started = FakePolar::builder()
        .clock(ManualClock::new())
        .port(port)
        .start()
        .await;

    assert_eq!(started.unwrap_err().kind(), std::io::ErrorKind::AddrInUse);
}

#[tokio::test]
async fn the_port_of_one_fake_is_not_given_to_another() {
    let (polar, _) = still().await;
    let port = polar.url().rsplit(':').next().unwrap().parse().unwrap();

    let second = FakePolar::builder().port(port).start().await;

    assert_eq!(second.unwrap_err().kind(), std::io::ErrorKind::AddrInUse);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn it_serves_many_connections_at_once_on_a_runtime_with_threads() {
    let (polar, _) = still().await;
    let token = polar
        .organization()
        .add_customer(NewCustomer::individual("ada@shop.example"))
        .mint();

    let asked: Vec<_> = (0..100)
        .map(|_| tokio::spawn(get(&polar, INTROSPECT).bearer(&token).send()))
        .collect();
    for answer in asked {
        assert_eq!(answer.await.unwrap().status, 200);
    }

    assert_eq!(polar.calls(Endpoint::Introspect), 100);
}

#[test]
fn it_serves_inside_a_local_set_as_actix_runs_one() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();

    let answer = tokio::task::LocalSet::new().block_on(&runtime, async {
        let (polar, _) = still().await;
        get(&polar, "/healthz").send().await
    });

    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn a_connection_is_kept_for_further_requests() {
    let (polar, _) = still().await;
    let mut stream = TcpStream::connect(polar.url().trim_start_matches("http://"))
        .await
        .unwrap();

    for _ in 0..2 {
        let ask = b"GET /healthz HTTP/1.1\r\nHost: polar\r\n\r\n";
        tokio::io::AsyncWriteExt::write_all(&mut stream, ask)
            .await
            .unwrap();
        let mut answer = [0; 15];
        tokio::io::AsyncReadExt::read_exact(&mut stream, &mut answer)
            .await
            .unwrap();
        assert_eq!(&answer, b"HTTP/1.1 200 OK");
        // The rest of the answer ends with its body.
        while !answer.ends_with(b"}") {
            answer.rotate_left(1);
            answer[14] = tokio::io::AsyncReadExt::read_u8(&mut stream).await.unwrap();
        }
    }
}
