//! What answers in place of an issuer's keys. Nobody is denied for it, and nobody is let in.

use customer_session::{
    Access, CustomerSessionConfig, Reason,
    clock::ManualClock,
    engine::{Decision, Verdict},
    provider::jwt::JwtProvider,
    upstream::{ReqwestTransport, TlsRoots},
};
use customer_session_test::issuer::FakeIssuer;
use customer_session_tests::Head;
use url::Url;

use crate::{
    rogue::{Manner, Rogue, gzip, response},
    tls::{Authority, Certificate},
};

const JSON: &str = "content-type: application/json\r\n";

/// An issuer whose tokens are good by the keys that it publishes.
struct Signer {
    clock: ManualClock,
    issuer: FakeIssuer,
}

impl Signer {
    async fn start() -> Self {
        let clock = ManualClock::new();
        let issuer = FakeIssuer::builder().clock(clock.clone()).start().await;
        let issuer = issuer.expect("a port is free");
        Self { clock, issuer }
    }

    /// The set, as it would be published.
    fn set(&self) -> Vec<u8> {
        let key = self.issuer.jwk(&self.issuer.key_id());
        format!(r#"{{"keys":[{key}]}}"#).into_bytes()
    }

    /// What comes of a good token where the keys are said to be at this address.
    async fn verdict(&self, keys: &Url, roots: TlsRoots) -> Result<(), (Reason, u16)> {
        let transport = ReqwestTransport::builder().tls_roots(roots).build();
        let jwt = JwtProvider::issuer(self.issuer.url())
            .audience(self.issuer.audience())
            .jwks_url(keys.as_str())
            .transport(transport.expect("the settings are in their ranges"))
            .build();
        let config = CustomerSessionConfig::builder()
            .clock(self.clock.clone())
            .provider(jwt.expect("the settings are those of the fake"))
            .build()
            .expect("the settings are in their ranges");
        let line = format!("Bearer {}", self.issuer.mint_for("ada"));
        let head = Head(Some(&line));
        let verdict = match config.authenticate(&head, Access::default()).decision {
            Decision::Asking(verification) => verification.await,
            Decision::Decided(verdict) => verdict,
        };
        match verdict {
            Verdict::Verified(_) => Ok(()),
            Verdict::Rejected(rejection) => Err((rejection.reason(), rejection.status())),
            Verdict::Anonymous(anonymous) => panic!("no such mode: {anonymous:?}"),
        }
    }
}

#[tokio::test]
async fn packed_keys_are_not_unpacked() {
    let signer = Signer::start().await;
    let plain = response("200 OK", JSON, &signer.set());
    let headers = format!("{JSON}content-encoding: gzip\r\n");
    let packed = response("200 OK", &headers, &gzip(&signer.set()));
    for (page, expected) in [
        (plain, Ok(())),
        (packed, Err((Reason::IssuerAnswerMalformed, 503))),
    ] {
        let server = Rogue::start(Manner::Says(page)).await;

        let verdict = signer.verdict(&server.url("http"), TlsRoots::None).await;

        assert_eq!((verdict, server.requests()), (expected, 1));
    }
}

#[tokio::test]
async fn keys_behind_a_certificate_that_is_not_trusted_are_never_asked_for() {
    let (signer, authority) = (Signer::start().await, Authority::new());
    let unavailable = Err((Reason::IssuerUnavailable, 503));
    for (certificate, expected, requests) in [
        (Certificate::Good, Ok(()), 1),
        (Certificate::Expired, unavailable, 0),
        (Certificate::OtherName, unavailable, 0),
        (Certificate::OtherAuthority, unavailable, 0),
    ] {
        let page = response("200 OK", JSON, &signer.set());
        let tls = authority.server(certificate);
        let server = Rogue::start_tls(Manner::Says(page), tls).await;
        let roots = TlsRoots::Pem(authority.pem());

        let verdict = signer.verdict(&server.url("https"), roots).await;

        assert_eq!(
            (verdict, server.requests()),
            (expected, requests),
            "{certificate:?}"
        );
    }
}
