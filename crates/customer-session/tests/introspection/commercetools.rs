//! commercetools' server, whose answers name the customer within `scope`.

use customer_session::{Reason, Rejection, VerifiedSession, provider::introspection::*};

use crate::{
    common::{TOKEN, at},
    server::{Server, config},
};

async fn verify(body: &str) -> (Server, Result<VerifiedSession, Rejection>) {
    let server = Server::stating(body);
    let provider =
        IntrospectionProvider::commercetools("https://auth.europe-west1.gcp.commercetools.com/")
            .client_secret_basic("id", "secret")
            .required_scope("manage_my_orders:shop")
            .transport(server.clone());
    let (_, config) = config(provider);
    let outcome = config.verify(TOKEN).await;
    (server, outcome)
}

#[tokio::test]
async fn the_customer_stands_in_the_scope() {
    for exp in ["1800003600", "1800003600000"] {
        let (server, outcome) = verify(&format!(
            r#"{{"active":true,"scope":"manage_my_orders:shop customer_id:a-1","exp":{exp},"client_id":"x"}}"#
        ))
        .await;
        let session = outcome.unwrap();

        assert_eq!(session.customer().id().as_str(), "a-1");
        assert_eq!(session.customer().provider(), "commercetools");
        assert_eq!(session.expires_at(), Some(at(1_800_003_600)));
        assert_eq!(
            server.questions()[0].url.as_str(),
            "https://auth.europe-west1.gcp.commercetools.com/oauth/introspect"
        );
    }
}

#[tokio::test]
async fn a_token_of_nobody_or_of_another_project_is_refused() {
    for (scope, expected) in [
        (
            "manage_my_orders:shop anonymous_id:a-1",
            Reason::ClaimsMissing,
        ),
        ("manage_my_orders:shop", Reason::ClaimsMissing),
        ("manage_my_orders:shop customer_id:", Reason::ClaimsMissing),
        (
            "manage_my_orders:shop xcustomer_id:a-1",
            Reason::ClaimsMissing,
        ),
        (
            "manage_my_orders:shop customer_id:a-1 customer_id:a-2",
            Reason::IssuerAnswerMalformed,
        ),
        (
            "manage_my_orders:other customer_id:a-1",
            Reason::ClaimsRefused,
        ),
    ] {
        let (_, outcome) = verify(&format!(
            r#"{{"active":true,"scope":"{scope}","exp":1800003600}}"#
        ))
        .await;
        assert_eq!(outcome.unwrap_err().reason(), expected, "{scope}");
    }
    for exp in ["1799999999", "1799999999000", "1800000000000"] {
        let (_, outcome) = verify(&format!(
            r#"{{"active":true,"scope":"manage_my_orders:shop customer_id:a","exp":{exp}}}"#
        ))
        .await;
        assert_eq!(outcome.unwrap_err().reason(), Reason::TokenExpired, "{exp}");
    }
}
