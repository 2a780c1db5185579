//! Stripe's limit is for all customers together: calls are joined, remembered and paced.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::SeqCst},
    },
    time::Duration,
};

use crate::world::{MOMENT, SECOND, World, own_token, pointed_at, quiet, rejected, secret};
use customer_session::{
    Reason,
    clock::{Clock as _, ManualClock},
    entropy::SystemEntropy,
    provider::registry::{MemoryStore, opaque_token},
    upstream::{
        HttpAnswer, HttpRequest, HttpTransport, Rate, RetryShare, TransportError,
        TransportErrorKind,
    },
};
use customer_session_stripe::{NewCustomerSession, Stripe};
use customer_session_test::stripe::{Endpoint, FakeStripe, Fault, NewCustomer};

#[tokio::test]
async fn no_second_sees_more_look_ups_than_stripe_allows_whoever_they_are_for() {
    let world = World::start().await;
    let mut tokens = Vec::new();
    for _ in 0..60 {
        tokens.push(world.issue(&world.ada()).await);
    }

    let mut asked = Vec::new();
    for tenth in 0..20 {
        for issued in &tokens {
            let verdict = world.config.verify(own_token(issued)).await;
            if let Err(rejection) = verdict {
                assert_eq!(rejection.reason(), Reason::OwnCallsPaced);
                assert_eq!(rejection.status(), 503);
                assert!(rejection.retry_after().is_some());
            }
        }
        asked.push(world.look_ups());
        world.clock.advance(Duration::from_millis(100));
        assert!(
            tenth < 10 || asked[tenth] - asked[tenth - 10] <= 25,
            "{asked:?}"
        );
    }
    assert!(asked[0] >= 5 && asked[9] <= 25, "{asked:?}");
    assert!(asked[19] > 30, "{asked:?}");
}

#[tokio::test]
async fn many_who_come_at_once_share_one_look_up() {
    let world = World::start().await;
    let ada = world.ada();
    let mut issued = Vec::new();
    for _ in 0..10 {
        issued.push(world.issue(&ada).await);
    }
    world
        .fake
        .fault_on(Endpoint::Customer, Fault::Delay(SECOND));

    let asking: Vec<_> = issued
        .iter()
        .map(|issued| {
            let (config, token) = (world.config.clone(), own_token(issued).to_owned());
            tokio::spawn(async move { config.verify(&token).await.is_ok() })
        })
        .collect();
    while world.look_ups() == 0 {
        tokio::task::yield_now().await;
    }
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    world.clock.advance(SECOND);

    for verdict in asking {
        assert!(verdict.await.unwrap());
    }
    assert_eq!(world.look_ups(), 1);
}

#[tokio::test]
async fn a_pace_of_your_own_is_kept() {
    let rate = Rate::new(1, 10 * SECOND).burst(1);
    let world = World::with(|stripe| stripe.customer_rate(rate), |config| config).await;
    let (one, other) = (
        world.issue(&world.ada()).await,
        world.issue(&world.ada()).await,
    );

    world.accept(own_token(&one)).await;
    assert_eq!(
        world.refuse(own_token(&other)).await.reason(),
        Reason::OwnCallsPaced
    );
    world.clock.advance(10 * SECOND - MOMENT);
    assert_eq!(
        world.refuse(own_token(&other)).await.reason(),
        Reason::OwnCallsPaced
    );
    world.clock.advance(MOMENT);
    world.accept(own_token(&other)).await;
}

/// Stripe's own limit, met by a client that does not pace itself enough.
#[tokio::test]
async fn stripes_own_limit_is_a_fault_of_ours() {
    let world = World::start().await;
    let strict = FakeStripe::builder()
        .clock(world.clock.clone())
        .start()
        .await
        .unwrap();
    let stripe = pointed_at(&strict, &world.store)
        .customer_rate(Rate::new(1_000, SECOND).burst(1_000))
        .build()
        .unwrap();
    let mut issued = Vec::new();
    for _ in 0..2 {
        for _ in 0..25 {
            let ada = strict.add_customer(NewCustomer::new());
            let new = NewCustomerSession::for_customer(ada).buy_button();
            issued.push(stripe.create_customer_session(new).await.unwrap());
        }
        world.clock.advance(SECOND);
    }
    let config = world.config_of(stripe);

    for issued in &issued[..25] {
        config.verify(own_token(issued)).await.unwrap();
    }
    let rejection = config.verify(own_token(&issued[25])).await.unwrap_err();

    assert_eq!(rejection.reason(), Reason::OwnRateLimited);
    assert_eq!(rejection.status(), 503);
    assert_eq!(strict.calls(Endpoint::Customer), 26);
}

/// A line that is down, and counts who tries it.
#[derive(Clone, Debug, Default)]
struct Down(Arc<AtomicU64>);

impl HttpTransport for Down {
    async fn send(&self, _: HttpRequest) -> Result<HttpAnswer, TransportError> {
        self.0.fetch_add(1, SeqCst);
        Err(TransportError::new(TransportErrorKind::Interrupted))
    }
}

async fn settle() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_look_up_that_is_tried_once_more_counts_twice() {
    for (allowed, sent) in [(1, 1), (2, 2), (3, 2)] {
        let (clock, line) = (ManualClock::new(), Down::default());
        let stripe = Stripe::live()
            .secret_key(["rk_live", "x"].join("_"))
            .store(MemoryStore::with(10, clock.clone()), secret())
            .transport(line.clone())
            .customer_rate(Rate::new(1, 3600 * SECOND).burst(allowed))
            .build()
            .unwrap();
        let config = quiet(&clock)
            .retries(RetryShare::new().percent(100))
            .provider(stripe.clone())
            .build()
            .unwrap();
        let token = opaque_token("css_", &SystemEntropy::default()).unwrap();
        let ends = clock.wall() + 60 * SECOND;
        let record = stripe.registry().record(token.expose(), "cus_1", ends);
        let registry = stripe.registry();
        registry.register(token.expose(), &record).await.unwrap();

        let deciding = tokio::spawn(config.verify(token.expose()));
        settle().await;
        clock.advance(Duration::from_millis(150));
        let rejection = rejected(deciding.await.unwrap());

        assert_eq!(rejection.reason(), Reason::IssuerUnavailable);
        assert_eq!(line.0.load(SeqCst), sent, "{allowed} allowed");
        // Nothing is left of what was allowed, or one.
        let next = tokio::spawn(config.verify(token.expose()));
        settle().await;
        clock.advance(Duration::from_millis(150));
        let rejection = rejected(next.await.unwrap());
        let is_paced = rejection.reason() == Reason::OwnCallsPaced;
        assert_eq!(is_paced, u64::from(allowed) == sent, "{rejection:?}");
    }
}
