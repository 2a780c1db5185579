//! Paddle's sessions, from the answer that creates one to the request that presents it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    time::{Duration, UNIX_EPOCH},
};

use customer_session::{
    CustomerId, CustomerSessionConfig, Reason,
    clock::{Clock, ManualClock},
    entropy::SystemEntropy,
    provider::{
        ProviderError, Shape,
        registry::{IssuedToken, MemoryStore, Registry, RegistryProvider, opaque_token},
    },
    revoke::Sessions,
    session::CustomerRecord,
    token::DigestSecret,
};

use crate::answers::{PADDLE, PADDLES_TOKEN};

/// A shop that creates Paddle's tokens, and verifies them.
struct Shop {
    clock: ManualClock,
    config: CustomerSessionConfig,
    deleted: Arc<AtomicBool>,
    registry: Registry,
}

impl Shop {
    /// Twenty seconds and a half before the token ends.
    fn open() -> Self {
        let clock = ManualClock::at(UNIX_EPOCH + Duration::from_millis(1_728_717_630_020));
        let secret = DigestSecret::new("0123456789abcdef0123456789abcdef").unwrap();
        let store = MemoryStore::with(100, clock.clone());
        let registry = Registry::new("paddle live", secret, store);
        let deleted = Arc::new(AtomicBool::new(false));
        let gone = deleted.clone();
        let look_up = move |id: CustomerId| {
            let gone = gone.load(SeqCst);
            async move {
                if gone {
                    return Err(ProviderError::not_our_customer());
                }
                Ok(CustomerRecord::new(id).name("Ada".to_owned()))
            }
        };
        let shape = Shape::prefixes(["pca_", "shop_"]);
        let paddle = RegistryProvider::new("paddle", shape, registry.clone(), look_up);
        let config = CustomerSessionConfig::builder()
            .clock(clock.clone())
            .provider(paddle)
            .build()
            .unwrap();
        Self {
            clock,
            config,
            deleted,
            registry,
        }
    }

    /// Registers what Paddle answered for a customer.
    async fn begin(&self) -> IssuedToken {
        let issued = IssuedToken::paddle(PADDLE.as_bytes()).unwrap();
        let token = issued.token().expose();
        let record = self
            .registry
            .record(token, "ctm_1", issued.expires_at())
            .created(self.clock.wall());
        self.registry.register(token, &record).await.unwrap();
        issued
    }

    async fn refusal(&self, token: &str) -> Option<Reason> {
        let outcome = self.config.verify(token).await;
        outcome.err().map(|rejection| rejection.reason())
    }
}

#[tokio::test]
async fn a_token_of_paddles_is_good_until_the_moment_that_paddle_states() {
    let shop = Shop::open();
    shop.begin().await;

    let session = shop.config.verify(PADDLES_TOKEN).await.unwrap();
    assert_eq!(session.customer().id().as_str(), "ctm_1");
    assert_eq!(session.customer().name(), Some("Ada"));
    let end = UNIX_EPOCH + Duration::from_millis(1_728_717_650_520);
    assert_eq!(session.expires_at(), Some(end));

    shop.clock.advance(Duration::from_millis(20_499));
    assert_eq!(shop.refusal(PADDLES_TOKEN).await, None);
    shop.clock.advance(Duration::from_millis(1));
    // The store has forgotten it.
    assert_eq!(shop.refusal(PADDLES_TOKEN).await, Some(Reason::TokenDenied));
}

#[tokio::test]
async fn a_token_that_this_shop_did_not_create_is_denied() {
    let shop = Shop::open();
    shop.begin().await;

    let other = PADDLES_TOKEN.replace("zig6", "zig7");
    assert_eq!(shop.refusal(&other).await, Some(Reason::TokenDenied));
    let restarted = Shop::open();
    let unknown = restarted.refusal(PADDLES_TOKEN).await;
    assert_eq!(unknown, Some(Reason::TokenDenied));
}

#[tokio::test]
async fn a_token_of_our_own_stands_for_the_same_session_and_ends_with_it() {
    let shop = Shop::open();
    let issued = shop.begin().await;
    let own = opaque_token("shop_", &SystemEntropy::default()).unwrap();
    let record = shop
        .registry
        .find(issued.token().expose())
        .await
        .unwrap()
        .unwrap();
    shop.registry.register(own.expose(), &record).await.unwrap();

    assert_eq!(shop.refusal(own.expose()).await, None);
    assert_eq!(
        shop.registry.revoke_session(PADDLES_TOKEN).await.unwrap(),
        2
    );

    let sessions = Sessions::of_issuer("paddle");
    shop.config.revocations().recheck(&sessions).unwrap();
    assert_eq!(shop.refusal(own.expose()).await, Some(Reason::TokenDenied));
}

#[tokio::test]
async fn a_customer_who_was_deleted_is_refused() {
    let shop = Shop::open();
    shop.begin().await;
    shop.deleted.store(true, SeqCst);

    let refusal = shop.refusal(PADDLES_TOKEN).await;

    assert_eq!(refusal, Some(Reason::NotOurCustomer));
}
