//! What is built verifies real sessions of the fakes, over loopback.

use std::fs;

use customer_session::Reason;
use customer_session_polar::CustomerState;
use customer_session_settings::{CustomerSessions, Environment, Settings};
use customer_session_stripe::NewCustomerSession;
use customer_session_test::{
    issuer::FakeIssuer,
    polar::{self, FakePolar},
    stripe,
};

async fn verified(sessions: &CustomerSessions, token: &str) -> (String, String) {
    let session = sessions.config().verify(token).await.unwrap();
    let customer = session.customer();
    (
        customer.id().as_str().to_owned(),
        customer.provider().to_owned(),
    )
}

#[tokio::test]
async fn four_issuers_are_told_apart_in_one_configuration() {
    let (fake, stripe) = (
        FakePolar::start().await.unwrap(),
        stripe::FakeStripe::start().await.unwrap(),
    );
    let (login, partner) = (
        FakeIssuer::start().await.unwrap(),
        FakeIssuer::start().await.unwrap(),
    );
    let folder = tempfile::tempdir().unwrap();
    let jwks = serde_json::json!({ "keys": [partner.jwk(&partner.key_id())] });
    fs::write(folder.path().join("partner.json"), jwks.to_string()).unwrap();
    let acme = fake.organization();
    fs::write(folder.path().join("digest"), "d".repeat(32)).unwrap();
    let text = format!(
        r#"
        [providers.polar]
        server = "{}"
        access_token = {{ env = "POLAR_ACCESS_TOKEN" }}
        organization_id = "{}"
        http = {{ timeout = "2s" }}
        customer_state = true
        webhook = {{ secrets = [{{ env = "POLAR_WEBHOOK" }}] }}
        [providers.stripe.shop]
        server = "{}"
        secret_key = {{ env = "STRIPE_SECRET_KEY" }}
        digest_secret = {{ file = "digest" }}
        bearer = "own_token"
        [providers.jwt.login]
        issuer = "{}"
        audiences = ["{}"]
        [providers.jwt.partner]
        issuer = "{}"
        audiences = ["{}"]
        jwks_file = "partner.json"
        "#,
        fake.url(),
        acme.id(),
        stripe.url(),
        login.url(),
        login.audience(),
        partner.url(),
        partner.audience(),
    );
    let file = folder.path().join("settings.toml");
    fs::write(&file, text).unwrap();
    let environment = Environment::given([
        ("POLAR_ACCESS_TOKEN", acme.access_token()),
        ("POLAR_WEBHOOK", "0123456789abcdef0123".to_owned()),
        ("STRIPE_SECRET_KEY", stripe.secret_key()),
    ]);

    let settings = Settings::loader()
        .file(file)
        .environment(environment)
        .load()
        .unwrap();
    let sessions = settings.build().unwrap();

    let ada = acme.add_customer(polar::NewCustomer::individual("ada@shop.example"));
    assert_eq!(
        verified(&sessions, &ada.mint()).await,
        (ada.id(), "polar".to_owned())
    );
    let session = sessions.config().verify(&ada.mint()).await.unwrap();
    assert!(session.customer().extension::<CustomerState>().is_some());
    let customer = stripe.add_customer(stripe::NewCustomer::new());
    let new = NewCustomerSession::for_customer(&*customer).pricing_table();
    let shop = sessions.stripe("shop").unwrap();
    let issued = shop.create_customer_session(new).await.unwrap();
    let token = issued.token.unwrap();
    assert_eq!(
        verified(&sessions, token.expose()).await,
        (customer, "shop".to_owned())
    );
    assert_eq!(
        verified(&sessions, &login.mint_for("bo")).await,
        ("bo".to_owned(), "login".to_owned())
    );
    assert_eq!(
        verified(&sessions, &partner.mint_for("cy")).await,
        ("cy".to_owned(), "partner".to_owned())
    );
    let denied = sessions
        .config()
        .verify("polar_cst_nothing")
        .await
        .unwrap_err();
    assert_eq!(denied.reason(), Reason::TokenMalformed);
    assert!(sessions.polar().unwrap().check().await.is_ok());
    assert!(sessions.polar_webhook().is_some());
}

/// An OAuth server that is asked in the ways that settings know: by its address, by what it says of
/// itself, and as any issuer whose answers are configured; and a server that is asked with the
/// customer's own token.
#[tokio::test]
async fn servers_that_are_asked_about_tokens_are_told_apart_by_prefixes() {
    let login = FakeIssuer::builder()
        .client("orders", "50%+1:ü")
        .start()
        .await
        .unwrap();
    let fake = FakePolar::start().await.unwrap();
    let text = format!(
        r#"
        [providers.introspection.address]
        endpoint = "{introspection}"
        client_secret_basic = {{ id = "orders", secret = {{ env = "SECRET" }} }}
        audiences = ["{audience}"]
        required_scopes = ["orders:read"]
        prefixes = ["a_"]
        [providers.introspection.discovered]
        discover = "{login}"
        client_secret_post = {{ id = "orders", secret = {{ env = "SECRET" }} }}
        prefixes = ["d_"]
        http = {{ connect_timeout = "1s" }}
        [providers.verify_call.called]
        endpoint = "{introspection}"
        bearer = {{ env = "BEARER" }}
        token_in_form = "token"
        prefixes = ["c_"]
        [providers.verify_call.called.answer]
        active = "/active"
        customer_id = "/sub"
        expires_at = {{ at = "/exp", format = "seconds" }}
        must_be = {{ "/token_type" = "Bearer" }}
        [providers.me.portal]
        endpoint = "{polar}/v1/customer-portal/customers/me"
        prefixes = ["polar_cst_"]
        [providers.me.portal.answer]
        customer_id = "/id"
        email = "/email"
        "#,
        introspection = login.introspection_url(),
        login = login.url(),
        audience = login.audience(),
        polar = fake.url(),
    );
    let bearer = login.opaque("orders").scopes(["introspect"]).issue();
    let environment = Environment::given([("SECRET", "50%+1:ü".to_owned()), ("BEARER", bearer)]);
    let loader = Settings::loader().toml(text).environment(environment);
    let sessions = loader.load().unwrap().build().unwrap();
    let token = |prefix: &str| {
        login
            .opaque("ada")
            .prefix(prefix)
            .scopes(["orders:read"])
            .issue()
    };

    for (prefix, provider) in [("a_", "address"), ("d_", "discovered"), ("c_", "called")] {
        let token = token(prefix);
        assert_eq!(
            verified(&sessions, &token).await,
            ("ada".to_owned(), provider.to_owned())
        );
    }
    let ended = token("c_");
    login.revoke(&ended);
    let denied = sessions.config().verify(&ended).await.unwrap_err();
    assert_eq!(denied.reason(), Reason::TokenDenied);
    let narrow = login.opaque("ada").prefix("a_").issue();
    let refused = sessions.config().verify(&narrow).await.unwrap_err();
    assert_eq!(refused.reason(), Reason::ClaimsRefused);
    let ada = fake
        .organization()
        .add_customer(polar::NewCustomer::individual("ada@shop.example"));
    assert_eq!(
        verified(&sessions, &ada.mint()).await,
        (ada.id(), "portal".to_owned())
    );
}
