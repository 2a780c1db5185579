//! Issuers of signed tokens, and tokens of theirs: good ones, and bad ones of each kind.

use customer_session::{
    clock::{Clock, ManualClock},
    provider::jwt::{JwtKey, JwtProvider},
};
use customer_session_test::issuer::{FakeIssuer, Fault, NewToken};

use super::Upstream;

/// An issuer whose keys are at hand, and one whose keys must be fetched first.
pub(super) struct Signers {
    at_hand: FakeIssuer,
    to_fetch: FakeIssuer,
    now: u64,
}

impl Signers {
    pub(super) async fn start(clock: &ManualClock) -> Self {
        let start = || FakeIssuer::builder().clock(clock.clone()).start();
        let now = clock.wall().duration_since(std::time::UNIX_EPOCH);
        Self {
            at_hand: start().await.unwrap(),
            to_fetch: start().await.unwrap(),
            now: now.unwrap().as_secs(),
        }
    }

    pub(super) fn with_keys_at_hand(&self) -> JwtProvider {
        let issuer = &self.at_hand;
        let key = issuer.jwk(&issuer.key_id()).to_string();
        JwtProvider::issuer(issuer.url())
            .audience(issuer.audience())
            .key(JwtKey::jwk(&key).unwrap())
            .build()
            .unwrap()
    }

    pub(super) fn with_keys_to_fetch(&self) -> JwtProvider {
        JwtProvider::issuer(self.to_fetch.url())
            .audience(self.to_fetch.audience())
            .build()
            .unwrap()
    }

    pub(super) fn set(&self, upstream: Upstream) {
        self.to_fetch.clear_faults();
        if upstream == Upstream::Refused {
            self.to_fetch.fault(Fault::Refuse);
        }
    }

    /// What stands for what in a template.
    pub(super) fn tokens(&self) -> Vec<(&'static str, String)> {
        let ada = |issuer: &FakeIssuer| issuer.token("ada").claim("name", "Ada");
        let ours = || ada(&self.at_hand);
        let signed = ours().sign();
        let mut tokens = vec![
            ("fetched", ada(&self.to_fetch).sign()),
            ("signed", signed.clone()),
            ("signed_changed", changed(&signed)),
            ("signed_cut", signed[..signed.len() - 5].to_owned()),
            ("signed_encrypted", format!("{signed}.e30.e30")),
            ("signed_nothing", unsigned(ours())),
        ];
        tokens.extend(self.strange(ours));
        tokens
    }

    /// Signed by the issuer's own key, and still not good.
    fn strange(&self, ours: impl Fn() -> NewToken) -> [(&'static str, String); 9] {
        let (now, hour) = (self.now, 3600);
        [
            ("signed_early", ours().claim("nbf", now + hour)),
            ("signed_endless", ours().without("exp")),
            ("signed_extended", ours().header("crit", vec!["b64"])),
            ("signed_for_others", ours().claim("aud", "others")),
            (
                "signed_elsewhere",
                ours().claim("iss", "https://elsewhere.example"),
            ),
            ("signed_logout", ours().header("typ", "logout+jwt")),
            ("signed_old", ours().claim("exp", now - hour)),
            ("signed_shapeless", ours().claim("exp", "soon")),
            ("signed_unknown_key", ours().header("kid", "nobody's")),
        ]
        .map(|(name, token)| (name, token.sign()))
    }
}

/// The same token with another subject, under the old signature.
fn changed(token: &str) -> String {
    let mut parts = token.split('.');
    let (header, _, signature) = (parts.next(), parts.next(), parts.next());
    let forged = token.replace(token.split('.').nth(1).unwrap(), &mallory(token));
    assert!(forged.starts_with(header.unwrap()) && forged.ends_with(signature.unwrap()));
    forged
}

fn mallory(token: &str) -> String {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};

    let payload = BASE64.decode(token.split('.').nth(1).unwrap()).unwrap();
    let payload = String::from_utf8(payload).unwrap();
    BASE64.encode(payload.replace(r#""sub":"ada""#, r#""sub":"eve""#))
}

/// A token that says it is not signed, and is not.
fn unsigned(token: NewToken) -> String {
    let signed = token.header("alg", "none").sign();
    let (kept, _) = signed.rsplit_once('.').unwrap();
    format!("{kept}.")
}
