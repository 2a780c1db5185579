//! Every algorithm in which the server signs.

use customer_session::{Reason, VerifiedSession};

use super::{Server, server::config_with};

#[tokio::test]
async fn what_the_server_signs_is_good_in_every_algorithm_and_under_either_name() {
    for algorithm in ["RS256", "ES256", "EdDSA", "Ed25519"] {
        let server = Server::start(algorithm, &Server::keys(&[algorithm]));
        let (_, config) = server.config();
        let token = server.token().await;

        let session = config.verify(&token).await.unwrap();

        assert_eq!(session.customer().id().as_str(), "shop", "{algorithm}");
        assert_eq!(session.customer().provider(), server.issuer, "{algorithm}");
        assert!(session.has_scope("orders:read"), "{algorithm}");
        assert!(!session.has_scope("orders:write"), "{algorithm}");
        assert!(life(&session) > 3600, "{algorithm}");
    }
}

#[tokio::test]
async fn what_was_changed_on_the_way_is_nobodys() {
    for algorithm in ["RS256", "ES256", "EdDSA"] {
        let server = Server::start(algorithm, &Server::keys(&[algorithm]));
        let (_, config) = server.config();
        let token = server.token().await;
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let first = if signature.starts_with('A') { 'B' } else { 'A' };
        let changed = format!("{signed}.{first}{}", &signature[1..]);

        let rejection = config.verify(&changed).await.unwrap_err();

        assert_eq!(rejection.reason(), Reason::SignatureInvalid, "{algorithm}");
    }
}

#[tokio::test]
async fn what_is_meant_for_others_is_refused() {
    let server = Server::start("ES256", &Server::keys(&["ES256"]));
    let token = server.token().await;
    let others = server.provider().audience("https://api.shop.example/v2");

    let (_, config) = config_with(others.build().unwrap());

    let rejection = config.verify(&token).await.unwrap_err();
    assert_eq!(rejection.reason(), Reason::ClaimsAudienceMismatch);
}

fn life(session: &VerifiedSession) -> u64 {
    let (begun, end) = (session.issued_at().unwrap(), session.expires_at().unwrap());
    end.duration_since(begun).unwrap().as_secs()
}
