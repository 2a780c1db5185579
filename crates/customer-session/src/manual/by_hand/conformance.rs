use customer_session::{
    ConfigError,
    upstream::{ReqwestTransport, TlsRoots},
};
use customer_session_test::provider::{Bench, Reply, Session, conformance};
use serde_json::json;

use super::provider::Harbor;

#[tokio::test]
async fn harbor_keeps_every_rule() {
    let bench = Bench::new(|address: &str| harbor(address).expect("the settings are right"));

    let report = conformance(documented(bench)).await;

    println!("{report}");
    report.assert();
}

/// The provider as the application makes it, but for the address.
pub(crate) fn harbor(address: &str) -> Result<Harbor, ConfigError> {
    let transport = ReqwestTransport::builder()
        .tls_roots(TlsRoots::None)
        .build()?;
    Harbor::new(address, KEY, "mer_1", transport)
}

/// What Harbor's documents say that it answers.
pub(crate) fn documented<P>(bench: Bench<P>) -> Bench<P> {
    bench
        .secret(KEY)
        .private("Ada")
        .good("cus_ada", session(ADA, "cus_ada", "mer_1"))
        .good("cus_bo", session(BO, "cus_bo", "mer_1"))
        .expired(refused("session_expired"))
        .denied("an unknown session", refused("session_unknown"))
        .denied("a revoked session", refused("session_revoked"))
        .not_ours(session(EVE, "cus_eve", "mer_2"))
        .not_ours(
            Session::new(EVE)
                .answer("GET", "/v1/session", good("cus_eve"))
                .answer(
                    "GET",
                    "/v1/customers/cus_eve",
                    Reply::json(404, &json!({ "error": "customer_unknown" })),
                ),
        )
}

/// A session that is good, of this customer, who is this merchant's.
pub(crate) fn session(token: &str, customer: &str, merchant: &str) -> Session {
    let record = json!({
        "id": customer, "merchant_id": merchant,
        "email": format!("{customer}@shop.example"), "email_verified": true, "name": "Ada",
    });
    Session::new(token)
        .answer("GET", "/v1/session", good(customer))
        .answer(
            "GET",
            format!("/v1/customers/{customer}"),
            Reply::json(200, &record),
        )
}

pub(crate) fn good(customer: &str) -> Reply {
    Reply::json(
        200,
        &json!({
            "id": format!("ses_of_{customer}"), "customer_id": customer,
            "created_at": 1_700_000_000, "expires_at": 4_000_000_000_u64, "scopes": ["orders"],
        }),
    )
}

/// A session that Harbor refuses with this word.
fn refused(word: &str) -> Session {
    Session::new(EVE).answer(
        "GET",
        "/v1/session",
        Reply::json(401, &json!({ "error": word })),
    )
}

pub(crate) const KEY: &str = "hbr_key_of_the_shop_1";
pub(crate) const ADA: &str = "hbr_ADAadaADAadaADAadaADAada";
const BO: &str = "hbr_BObobobobobobobobobobobo";
const EVE: &str = "hbr_EVEeveEVEeveEVEeveEVEeve";
