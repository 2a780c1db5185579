//! Several values, of several types and from several sources.

use customer_session::{
    ConfigError, Customer, CustomerSessionConfig, Reason, VerifiedSession,
    enrich::{EnrichError, Enrichment},
    provider::{ProviderError, SessionFacts, SessionProvider, Shape},
    session::CustomerRecord,
    token::SessionToken,
};
use customer_session_test::signed_in_with;

use super::{
    super::{ADA, World, settle},
    Theme, adding, shelf,
};

struct Seats(u32);

fn seats(customer: &Customer) -> Option<u32> {
    customer.extension::<Seats>().map(|seats| seats.0)
}

/// A provider that adds something of its own.
#[derive(Debug)]
struct Generous;

impl SessionProvider for Generous {
    fn name(&self) -> &str {
        "generous"
    }

    fn shape(&self) -> Shape {
        Shape::prefixes(["gen-"])
    }

    async fn verify(&self, _: &SessionToken) -> Result<SessionFacts, ProviderError> {
        Ok(SessionFacts::new("ada").customer(CustomerRecord::new("ada")))
    }

    fn enrichments(&self) -> Vec<Enrichment> {
        vec![Enrichment::new(async |customer: Customer| {
            Ok::<_, EnrichError>(Seats(customer.id().as_str().len() as u32))
        })]
    }
}

#[tokio::test]
async fn each_type_has_a_value_of_its_own_and_they_are_loaded_side_by_side() {
    let shelf = shelf();
    let world = World::with(|builder| {
        let desk = shelf.clone();
        let waits = move |_: Customer| {
            let shelf = desk.clone();
            // Comes only when the other has begun.
            async move {
                shelf.asked(1).await;
                Ok::<_, EnrichError>(Seats(7))
            }
        };
        adding(builder.enrich(waits), &shelf)
    });

    let session = world.ask(ADA).await.unwrap();

    assert_eq!(super::theme(&session), "dark");
    assert_eq!(seats(session.customer()), Some(7));
}

#[tokio::test]
async fn one_that_fails_has_nobody_served_by_halves() {
    let world = World::with(|builder| {
        let failing = async |_: Customer| Err::<Seats, _>(std::io::Error::other("down"));
        adding(builder.enrich(failing), &shelf())
    });

    assert_eq!(world.ask(ADA).await.unwrap_err().status(), 503);
}

/// Cannot know is not no, but a no is known.
#[tokio::test]
async fn a_no_counts_whatever_becomes_of_the_others() {
    let shelf = shelf();
    shelf.no("ada", ProviderError::not_our_customer());
    shelf.close();
    let world = World::with(|builder| {
        let failing = async |_: Customer| Err::<Seats, _>(std::io::Error::other("down"));
        adding(builder.enrich(failing), &shelf)
    });
    let opens = async {
        shelf.asked(1).await;
        settle().await;
        shelf.open();
    };

    let (reason, ()) = tokio::join!(world.reason(ADA), opens);

    assert_eq!(reason, Reason::NotOurCustomer);
}

#[tokio::test]
async fn what_a_provider_adds_is_added_to_its_own_customers_only() {
    let world = World::with(|builder| adding(builder.provider(Generous), &shelf()));

    let (own, other) = (
        world.ask("gen-1").await.unwrap(),
        world.ask(ADA).await.unwrap(),
    );

    assert_eq!(seats(own.customer()), Some(3));
    assert_eq!(super::theme(&own), "dark");
    assert_eq!(seats(other.customer()), None);
}

#[test]
fn two_values_of_one_type_are_refused() {
    let twice = |builder| adding(adding(builder, &shelf()), &shelf());
    let own = CustomerSessionConfig::builder().provider(Generous);
    let clash = own.enrich(async |_: Customer| Ok::<_, EnrichError>(Seats(1)));

    for (built, given) in [
        (
            twice(CustomerSessionConfig::builder().provider(Generous)).build(),
            "Theme",
        ),
        (clash.build(), "Seats"),
    ] {
        let error = built.unwrap_err();
        let text = error.to_string();
        assert!(
            matches!(
                error,
                ConfigError::Invalid {
                    field: "enrich",
                    ..
                }
            ),
            "{text}"
        );
        assert!(
            text.contains(given) && text.contains("wrap one of them"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn nothing_is_printed_but_the_types() {
    let shelf = shelf();
    let builder = adding(CustomerSessionConfig::builder().provider(Generous), &shelf);
    assert!(format!("{builder:?}").contains("Theme"));
    let config = builder.build().unwrap();
    let session = config.verify("gen-1").await.unwrap();

    let printed = format!("{config:?} {session:?} {:?}", session.customer());

    assert!(printed.contains("Theme"));
    assert!(!printed.contains("dark"), "{printed}");
}

#[test]
fn a_configuration_that_is_signed_in_has_what_its_customer_was_given() {
    let customer = Customer::assertion(CustomerRecord::new("ada"), "test");
    let customer = customer.with_extension(Theme("dark"));
    let session = VerifiedSession::assertion(SessionFacts::new("ada"), customer);

    let config = signed_in_with(session);

    let head = customer_session_tests::Head(None);
    let access = customer_session::Access::default();
    let decision = config.authenticate(&head, access).decision;
    let customer_session::engine::Decision::Decided(customer_session::engine::Verdict::Verified(
        session,
    )) = decision
    else {
        panic!("everybody is signed in")
    };
    assert_eq!(super::theme(&session), "dark");
    let handed = session.into_customer().with_extension(Seats(2));
    assert_eq!(seats(&handed), Some(2));
    assert_eq!(handed.extension::<Theme>(), Some(&Theme("dark")));
}
