//! What issuers say of a session is remembered, and judged by each route anew; and one issuer's word
//! is not another's, where a route asks whose it is.

use customer_session::{
    CustomerSessionConfig, Mode, Requirement,
    provider::{ProviderError, SessionFacts, SessionProvider, Shape},
    session::CustomerRecord,
    token::SessionToken,
};

use super::{facts, read_and_write, request};
use crate::adapters::{
    Driver, Outcome, Sent, Stack, Wrap,
    case::everywhere,
    drivers::{Actix, Axum, Tower},
    handled,
    refusals::Refusal,
};

/// Vouches for every token, as a session that may read orders.
#[derive(Debug)]
struct Reader;

impl SessionProvider for Reader {
    fn name(&self) -> &str {
        "reader"
    }

    fn shape(&self) -> Shape {
        Shape::Any
    }

    async fn verify(&self, _: &SessionToken) -> Result<SessionFacts, ProviderError> {
        let ada = CustomerRecord::new("ada").name("Ada".to_owned());
        Ok(facts().scopes(["orders:read"]).customer(ada))
    }
}

/// What is remembered is the session, and never what a route made of it: one token on two routes,
/// in either order.
async fn two_routes<D: Driver>() {
    let routes = [
        (Requirement::scopes(["orders:read"]).unwrap(), 200),
        (read_and_write(), 403),
    ];
    let sent = Sent {
        headers: vec![("authorization", b"Bearer token".to_vec())],
        ..request("GET")
    };
    for order in [[0, 1, 0], [1, 0, 1]] {
        let config = CustomerSessionConfig::builder().provider(Reader).build();
        let config = config.unwrap();
        for (requirement, status) in order.map(|route| routes[route].clone()) {
            let layer = Wrap::new(config.clone(), Mode::Required);
            let stack = Stack::of([layer]).requiring(requirement);
            let answer = D::send(&stack, &sent).await;
            assert_eq!(answer.status, status, "{}, {order:?}", D::NAME);
        }
        let stats = config.stats();
        let refused = order.iter().sum::<usize>() as u64;
        assert_eq!((stats.misses, stats.hits), (1, 2), "{}", D::NAME);
        assert_eq!(stats.rejected["scope_insufficient"], refused, "{}", D::NAME);
    }
}

#[actix_web::test]
async fn a_remembered_session_is_judged_by_each_route_anew() {
    two_routes::<Tower>().await;
    two_routes::<Axum>().await;
    two_routes::<Actix>().await;
}

/// Vouches for every token that begins with its name, as an owner's.
#[derive(Debug)]
struct Owners(&'static str);

impl SessionProvider for Owners {
    fn name(&self) -> &str {
        self.0
    }

    fn shape(&self) -> Shape {
        Shape::prefixes([self.0])
    }

    async fn verify(&self, _: &SessionToken) -> Result<SessionFacts, ProviderError> {
        let ada = CustomerRecord::new("ada").name(self.0.to_owned());
        Ok(facts().roles(["owner"]).customer(ada))
    }
}

/// At one issuer everybody owns something; the other's owners own the shop.
#[actix_web::test]
async fn an_owner_at_one_issuer_is_no_owner_at_another_where_that_is_asked() {
    let config = CustomerSessionConfig::builder()
        .realm("shop")
        .provider(Owners("teams"))
        .provider(Owners("staff"))
        .build();
    let config = config.unwrap();
    let owner = || Requirement::role("owner").unwrap();
    let of_staff = || owner().and(Requirement::from_provider("staff").unwrap());
    let refused = || Outcome::Refused(Refusal::FORBIDDEN);

    for (requirement, provider, outcome) in [
        (owner(), "teams", handled("teams at /")),
        (owner(), "staff", handled("staff at /")),
        (of_staff(), "teams", refused()),
        (of_staff(), "staff", handled("staff at /")),
    ] {
        let sent = Sent {
            headers: vec![("authorization", format!("Bearer {provider}_ada").into())],
            ..request("GET")
        };
        let stack = || {
            let layer = Wrap::new(config.clone(), Mode::Required);
            Stack::of([layer]).requiring(requirement.clone())
        };
        everywhere(stack, &sent, outcome).await;
    }
}
