//! A secret is being replaced.

use customer_session_test::polar::webhook::Secret;

use super::{Receiver, Shop, Signer, now};

#[tokio::test]
async fn while_a_secret_is_replaced_every_receiver_takes_it_with_the_old_one_and_the_new_one() {
    for [old, new] in [
        [Secret::legacy(), Secret::legacy()],
        [Secret::standard(), Secret::standard()],
        [Secret::legacy(), Secret::standard()],
    ] {
        let mut shop = Shop::with_secret(old.clone()).await;
        let event = shop.deletion();
        event.webhook().rotate(new.clone());
        let signed = Signer::FakePolar.sign(&shop, &event, now());
        for secret in [old, new] {
            shop.secret = secret;
            let mode = shop.secret.mode();
            for receiver in Receiver::ALL.into_iter().filter(|one| one.knows(mode)) {
                let verdict = receiver.verdict(&shop, &signed).await;

                assert!(verdict.is_accepted(), "{receiver:?}, {mode:?}: {verdict:?}");
            }
        }
    }
}
