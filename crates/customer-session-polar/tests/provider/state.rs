//! Customers who are looked up with what they bought and may use.

use customer_session::{Reason, VerifiedSession, provider::SessionProvider};
use customer_session_polar::{
    BenefitType, CustomerState, PolarBuilder, RecurringInterval, SubscriptionStatus,
};
use customer_session_test::polar::{Endpoint, Fault, NewCustomer, Shape};
use serde_json::{Value, json};

use crate::world::{Calls, MOMENT, ORGANIZATION, SECOND, World, pointed_at};

const PRODUCT: &str = "3f1f0e6a-1f43-4c3b-9a10-0b6c1e5d0c4f";
const BENEFIT: &str = "0f4c0a35-4a0c-4c0e-8a4b-5d7a3a0a9d11";
const METER: &str = "b2d7a8de-6c1b-4f6e-8d43-c2c5d1fdc0aa";

async fn world() -> World {
    World::with(PolarBuilder::customer_state, |config| config).await
}

fn state(session: &VerifiedSession) -> &CustomerState {
    session.customer().extension().unwrap()
}

/// A state of the fake's first organization, as Polar would send it.
fn sent(id: &str, change: impl FnOnce(&mut Value)) -> Fault {
    let mut state = json!({
        "id": id,
        "organization_id": ORGANIZATION,
        "deleted_at": null,
        "active_subscriptions": [],
        "granted_benefits": [],
        "active_meters": [],
    });
    change(&mut state);
    Fault::Status(200, "application/json".to_owned(), state.to_string())
}

#[tokio::test]
async fn a_handler_reads_what_the_customer_bought_and_may_use() {
    let world = world().await;
    let ada = world.ada();
    let subscription = ada.subscribe(PRODUCT);
    let grant = ada.grant_benefit(BENEFIT, "feature_flag");
    ada.set_meter(METER, 2.5, 10);

    let session = world.accept(&ada.mint()).await;

    let state = state(&session);
    assert!(state.has_product(PRODUCT) && state.has_benefit(BENEFIT));
    let [bought] = &*state.active_subscriptions else {
        panic!("one was bought: {state:?}")
    };
    assert_eq!(bought.id, subscription);
    assert_eq!(bought.status, Some(SubscriptionStatus::Active));
    assert_eq!(bought.recurring_interval, Some(RecurringInterval::Month));
    assert_eq!(
        (bought.amount, bought.currency.as_deref()),
        (Some(1000), Some("usd"))
    );
    assert_eq!(state.granted_benefits[0].id, grant);
    assert_eq!(
        state.granted_benefits[0].benefit_type,
        Some(BenefitType::FeatureFlag)
    );
    assert_eq!(state.meter(METER).unwrap().balance, Some(7.5));
    assert!(state.meter(PRODUCT).is_none());
}

#[tokio::test]
async fn the_record_of_the_customer_is_the_same_as_without() {
    let (with, without) = (world().await, World::start().await);
    let token = |world: &World| world.ada().mint();

    let with = with.accept(&token(&with)).await;
    let without = without.accept(&token(&without)).await;

    for session in [&with, &without] {
        let customer = session.customer();
        assert_eq!(customer.external_id(), Some("usr_4411"));
        assert_eq!(customer.email(), Some("ada@shop.example"));
        assert_eq!(customer.email_verified(), Some(true));
        assert_eq!(customer.name(), Some("Ada"));
        let details: customer_session_polar::Customer = customer.details().unwrap();
        assert_eq!(
            json!(details.metadata),
            json!({ "plan": "pro", "seats": 3 })
        );
    }
    assert!(without.customer().extension::<CustomerState>().is_none());
}

#[tokio::test]
async fn it_costs_no_call_more_and_a_remembered_session_none() {
    let world = world().await;
    let ada = world.ada();
    let token = ada.mint();

    let (_, cold) = world.calls_of(world.accept(&token)).await;
    let (_, warm) = world.calls_of(world.accept(&token)).await;
    let (_, other) = world.calls_of(world.accept(&ada.mint())).await;

    let expected = Calls {
        customer: 0,
        ..Calls::COLD
    };
    assert_eq!((cold, warm, other), (expected, Calls::NONE, Calls::SESSION));
    assert_eq!(world.fake.calls(Endpoint::CustomerState), 1);
}

#[tokio::test]
async fn what_was_bought_since_is_seen_after_the_customer_lifetime() {
    let world = world().await;
    let ada = world.ada();
    let token = ada.mint();
    world.accept(&token).await;
    ada.grant_benefit(BENEFIT, "feature_flag");

    let lifetime = world.config.staleness().customer;
    world.clock.advance(lifetime - MOMENT);
    let before = state(&world.accept(&token).await).has_benefit(BENEFIT);
    world.clock.advance(MOMENT);
    let after = state(&world.accept(&token).await).has_benefit(BENEFIT);

    assert_eq!((before, after), (false, true));
}

#[tokio::test]
async fn an_outage_of_the_state_is_a_503_for_who_is_not_remembered_and_nothing_for_who_is() {
    let world = world().await;
    let ada = world.ada();
    let (warm, cold) = (ada.mint(), world.team());
    world.accept(&warm).await;
    let cold = cold.mint_customer_session();

    for (fault, status, reason) in [
        (Fault::ServerError, 503, Reason::IssuerUnavailable),
        (Fault::TruncatedJson, 503, Reason::IssuerAnswerMalformed),
        (Fault::Html(200), 503, Reason::IssuerAnswerMalformed),
        (Fault::Unauthorized, 500, Reason::CredentialsRefused),
    ] {
        world.fake.fault_on(Endpoint::CustomerState, fault);
        let refused = world.refuse(&cold).await;
        assert_eq!((refused.status(), refused.reason()), (status, reason));
        world.accept(&warm).await;
    }
}

#[tokio::test]
async fn a_limit_on_our_access_token_is_a_503_and_is_waited_out() {
    let world = world().await;
    let token = world.ada().mint();
    let limited = Fault::RateLimited {
        retry_after: Some(60),
    };
    world.fake.fault_on(Endpoint::CustomerState, limited);

    let first = world.refuse(&token).await;
    let (second, calls) = world.calls_of(world.refuse(&token)).await;

    for refused in [first, second] {
        assert_eq!(
            (refused.status(), refused.reason()),
            (503, Reason::OwnRateLimited)
        );
        assert_eq!(refused.retry_after(), Some(60 * SECOND));
    }
    assert_eq!(calls, Calls::NONE);
}

#[tokio::test]
async fn a_token_that_may_not_read_customers_is_a_500() {
    let world = World::start().await;
    let organization = world.fake.organization();
    let token = organization.access_token_with_scopes(&["customer_sessions:write"]);
    let polar = pointed_at(&world.fake).access_token(token).customer_state();
    let config = world.config_of(polar.build().unwrap());

    let refused = config.verify(&world.ada().mint()).await.unwrap_err();

    assert_eq!(
        (refused.status(), refused.reason()),
        (500, Reason::CredentialsRefused)
    );
}

#[tokio::test]
async fn a_customer_of_another_organization_and_a_deleted_one_are_not_ours() {
    let world = world().await;
    let foreign = world.fake.add_organization("evil");
    let foreign = foreign.add_customer(NewCustomer::individual("ada@shop.example"));

    let refused = world.refuse(&foreign.mint()).await;
    assert_eq!(refused.reason(), Reason::NotOurCustomer);

    for change in ["organization_id", "deleted_at"] {
        let ada = world.ada();
        let answer = sent(&ada.id(), |state| {
            state[change] = json!("2026-11-02T08:15:30Z");
        });
        world.fake.fault_on(Endpoint::CustomerState, answer);
        let refused = world.refuse(&ada.mint()).await;
        assert_eq!(refused.reason(), Reason::NotOurCustomer, "{change}");
    }
}

#[tokio::test]
async fn the_state_of_another_customer_is_not_believed() {
    let world = world().await;
    let (ada, other) = (world.ada(), world.team());
    let answer = sent(&other.id(), |_| {});
    world.fake.fault_on(Endpoint::CustomerState, answer);

    let refused = world.refuse(&ada.mint()).await;

    assert_eq!(
        (refused.status(), refused.reason()),
        (503, Reason::IssuerAnswerMalformed)
    );
}

/// Else a customer without anything and an answer without anything would be the same.
#[tokio::test]
async fn an_answer_without_the_lists_is_no_state() {
    let world = world().await;
    let ada = world.ada();
    for list in ["active_subscriptions", "granted_benefits", "active_meters"] {
        for broken in [None, Some(json!(null)), Some(json!([{ "id": 7 }]))] {
            let answer = sent(&ada.id(), |state| {
                state[list] = broken.clone().unwrap_or_default();
                if broken.is_none() {
                    state.as_object_mut().unwrap().remove(list);
                }
            });
            world.fake.fault_on(Endpoint::CustomerState, answer);

            let refused = world.refuse(&ada.mint()).await;

            assert_eq!(
                (refused.status(), refused.reason()),
                (503, Reason::IssuerAnswerMalformed),
                "{list} {broken:?}"
            );
        }
    }
}

#[tokio::test]
async fn fields_and_words_that_are_newer_than_this_crate_survive() {
    let world = world().await;
    world.fake.emit(Shape::ExtraFields);
    let ada = world.ada();
    ada.subscribe(PRODUCT);
    ada.grant_benefit(BENEFIT, "teleport");

    let session = world.accept(&ada.mint()).await;

    let state = state(&session);
    let granted = &state.granted_benefits[0];
    assert_eq!(
        granted.benefit_type,
        Some(BenefitType::Other("teleport".to_owned()))
    );
    let later = json!({ "nested": [1, 2.5, null, "three"] });
    for extra in [
        &granted.extra,
        &state.active_subscriptions[0].extra,
        &state.customer.extra,
    ] {
        assert_eq!(extra["x_added_later"], later);
    }
}

#[tokio::test]
async fn no_personal_data_and_nothing_of_the_state_is_printed() {
    let world = world().await;
    let ada = world.ada();
    ada.subscribe(PRODUCT);
    let session = world.accept(&ada.mint()).await;

    let state = state(&session);
    let printed = format!("{session:?} {:?} {state:?} {:?}", world.config, world.polar);

    assert!(printed.contains(PRODUCT));
    for personal in ["ada@shop.example", "usr_4411", "Ada", "usd"] {
        assert!(!printed.contains(personal), "{personal} in {printed}");
    }
    assert_eq!(world.polar.enrichments().len(), 1);
}
