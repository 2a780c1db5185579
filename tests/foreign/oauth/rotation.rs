//! The server changes its keys.

use std::time::Duration;

use customer_session::{CustomerSessionConfig, Reason, clock::ManualClock};

use super::Server;

#[tokio::test]
async fn a_token_of_a_new_key_is_good_at_first_sight_and_the_old_ones_stay_good() {
    let keys = Server::keys(&["ES256", "ES256"]);
    let mut server = Server::start("ES256", &keys[..1]);
    let (_, config) = server.config();
    let old = server.token().await;
    assert!(config.verify(&old).await.is_ok());

    server.restart("ES256", &[keys[1].clone(), keys[0].clone()]);
    let new = server.token().await;

    assert!(config.verify(&new).await.is_ok());
    assert!(config.verify(&old).await.is_ok());
}

#[tokio::test]
async fn a_token_of_a_withdrawn_key_is_refused_after_the_next_look_even_if_it_is_remembered() {
    let keys = Server::keys(&["EdDSA", "EdDSA"]);
    let mut server = Server::start("EdDSA", &keys[..1]);
    let (clock, config) = server.config();
    let old = server.token().await;
    assert!(config.verify(&old).await.is_ok());

    server.restart("EdDSA", &keys[1..]);
    clock.advance(Duration::from_secs(11 * 60));

    assert_eq!(refused(&clock, &config, &old).await, Reason::KeyUnknown);
    assert!(config.verify(&server.token().await).await.is_ok());
}

#[tokio::test]
async fn a_server_that_is_gone_is_not_missed_while_its_keys_are_at_hand() {
    let server = Server::start("RS256", &Server::keys(&["RS256"]));
    let (_, config) = server.config();
    let (first, second) = (server.token().await, server.token().await);
    assert!(config.verify(&first).await.is_ok());

    server.stop();

    assert!(config.verify(&second).await.is_ok());
    let (_, cold) = server.config();
    let rejection = cold.verify(&first).await.unwrap_err();
    assert_eq!(
        (rejection.status(), rejection.reason()),
        (503, Reason::IssuerUnavailable)
    );
}

/// Why a token is refused, once it is: the new keys arrive in the background, and at the second
/// attempt, since the server that began anew has closed the connection of the first.
async fn refused(clock: &ManualClock, config: &CustomerSessionConfig, token: &str) -> Reason {
    for turn in 1..10_000_000 {
        if let Err(rejection) = config.verify(token).await {
            return rejection.reason();
        }
        if turn % 100_000 == 0 {
            clock.advance(Duration::from_secs(1));
        }
        tokio::task::yield_now().await;
    }
    panic!("the token is never refused")
}
