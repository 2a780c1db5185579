//! A transport of one's own, and what must not be set beside it.

use customer_session::{
    ConfigError,
    provider::registry::MemoryStore,
    token::DigestSecret,
    upstream::{HttpAnswer, HttpRequest, HttpTransport, TlsRoots, TransportError},
};
use customer_session_stripe::{NewCustomerSession, Stripe};

/// Answers every call with the same session.
#[derive(Debug)]
struct Canned;

impl HttpTransport for Canned {
    async fn send(&self, request: HttpRequest) -> Result<HttpAnswer, TransportError> {
        assert_eq!(
            request.url.as_str(),
            "https://api.stripe.com/v1/customer_sessions"
        );
        let body = r#"{"object":"customer_session","client_secret":"cuss_secret_canned_0123456789","livemode":true,"expires_at":4000000000,"customer":"cus_1"}"#;
        Ok(HttpAnswer::new(200, body).with_header("content-type", "application/json"))
    }
}

fn builder() -> customer_session_stripe::StripeBuilder {
    let secret = DigestSecret::new([1; 32]).unwrap();
    Stripe::live()
        .secret_key(["rk_live", "x"].join("_"))
        .store(MemoryStore::new(), secret)
}

#[tokio::test]
async fn every_call_goes_over_the_transport_that_was_given() {
    let stripe = builder().transport(Canned).build().unwrap();

    let new = NewCustomerSession::for_customer("cus_1").buy_button();
    let issued = stripe.create_customer_session(new).await.unwrap();

    assert_eq!(
        issued.session.client_secret.expose(),
        "cuss_secret_canned_0123456789"
    );
    assert_eq!(issued.session.created, None);
}

#[test]
fn tls_roots_beside_a_transport_are_refused() {
    let built = builder()
        .transport(Canned)
        .tls_roots(TlsRoots::None)
        .build();

    let ConfigError::Invalid { field, .. } = built.unwrap_err() else {
        panic!("a value that cannot work")
    };
    assert_eq!(field, "tls_roots");
}
