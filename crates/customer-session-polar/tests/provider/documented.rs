//! What Polar documents of its two servers, against what is set by default.

use std::sync::{Arc, Mutex};

use customer_session::{
    provider::SessionProvider,
    upstream::{HttpAnswer, HttpRequest, HttpTransport, TransportError, TransportErrorKind},
};
use customer_session_polar::{NewCustomerSession, Polar, PolarBuilder};

use crate::world::{ORGANIZATION, SECOND};

/// Where a server is, and how many calls it allows an organization in a minute:
/// <https://polar.sh/docs/api-reference/introduction>.
const PRODUCTION: (&str, u32) = ("https://api.polar.sh/v1/", 500);
const SANDBOX: (&str, u32) = ("https://sandbox-api.polar.sh/v1/", 100);

/// Leads nowhere, and remembers where it was to lead.
#[derive(Clone, Debug, Default)]
struct Nowhere(Arc<Mutex<Vec<String>>>);

impl HttpTransport for Nowhere {
    async fn send(&self, request: HttpRequest) -> Result<HttpAnswer, TransportError> {
        self.0.lock().unwrap().push(request.url.into());
        Err(TransportError::new(TransportErrorKind::Connect))
    }
}

fn built(builder: PolarBuilder, transport: &Nowhere) -> Polar {
    builder
        .access_token("polar_oat_made_up")
        .organization_id(ORGANIZATION)
        .transport(transport.clone())
        .build()
        .unwrap()
}

#[tokio::test]
async fn each_server_is_asked_where_polar_says_that_it_is() {
    for (builder, (address, _)) in [
        (Polar::production(), PRODUCTION),
        (Polar::sandbox(), SANDBOX),
    ] {
        let asked = Nowhere::default();
        let polar = built(builder, &asked);

        let _ = polar.check().await;
        let new = NewCustomerSession::for_external_customer("usr_4411");
        let _ = polar.create_customer_session(new).await;

        assert_eq!(
            *asked.0.lock().unwrap(),
            [
                format!("{address}customers/?limit=1"),
                format!("{address}customer-sessions/"),
            ]
        );
    }
}

/// Four fifths, so that the rest of the backend has its share, and with the burst never more than
/// all.
#[test]
fn customers_are_looked_up_within_four_fifths_of_what_polar_allows() {
    for (builder, (_, allowed)) in [
        (Polar::production(), PRODUCTION),
        (Polar::sandbox(), SANDBOX),
        (Polar::server("http://127.0.0.1:9"), PRODUCTION),
    ] {
        let rate = built(builder, &Nowhere::default()).customer_rate().unwrap();

        assert_eq!((rate.calls, rate.per), (allowed / 5 * 4, 60 * SECOND));
        assert_eq!(rate.burst, rate.calls / 4);
        assert!(rate.calls + rate.burst <= allowed);
    }
}
