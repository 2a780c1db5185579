//! Signatures, by every signer, before every receiver.

use customer_session_test::polar::webhook::{Secret, SignatureMode};

use super::{RECENTLY, Receiver, Shop, Signed, Signer, TOO_LONG, Verdict, now, shop::secrets};

#[tokio::test]
async fn whoever_signs_with_whatever_secret_every_receiver_takes_it() {
    for secret in secrets() {
        let mode = secret.mode();
        let shop = Shop::with_secret(secret).await;
        let event = shop.deletion();
        for signer in Signer::ALL {
            for at in [now(), now() - RECENTLY, now() + RECENTLY] {
                let signed = signer.sign(&shop, &event, at);
                for receiver in Receiver::ALL.into_iter().filter(|one| one.knows(mode)) {
                    let verdict = receiver.verdict(&shop, &signed).await;

                    assert!(
                        verdict.is_accepted(),
                        "{signer:?} to {receiver:?}, {mode:?}: {verdict:?}"
                    );
                }
            }
        }
    }
}

#[tokio::test]
async fn the_last_libraries_before_1_0_refuse_standard_signatures() {
    let shop = Shop::with_secret(Secret::standard()).await;
    let signed = Signer::FakePolar.sign(&shop, &shop.deletion(), now());

    for receiver in [Receiver::PolarSdkNodeOld, Receiver::PolarSdkOld] {
        let verdict = receiver.verdict(&shop, &signed).await;

        assert_eq!(verdict, Verdict::Refused, "{receiver:?}");
    }
}

#[tokio::test]
async fn whatever_was_changed_on_the_way_no_receiver_takes_it() {
    for secret in [Secret::standard(), Secret::legacy()] {
        let shop = Shop::with_secret(secret).await;
        let event = shop.deletion();
        for signer in Signer::ALL {
            let signed = signer.sign(&shop, &event, now());
            let mut rows = signed.tampered("webhook-signature");
            rows.extend(with_other_ids_and_times(&signed));
            for at in [now() - TOO_LONG, now() + TOO_LONG] {
                rows.push(("far from now".to_owned(), signer.sign(&shop, &event, at)));
            }
            assert_all_refused(&shop, signer, &rows).await;
        }
    }
}

#[tokio::test]
async fn what_another_secret_signed_no_receiver_takes() {
    for secret in [Secret::standard, Secret::legacy] {
        let mut shop = Shop::with_secret(secret()).await;
        let event = shop.deletion();
        for signer in Signer::ALL {
            let signed = signer.sign(&shop, &event, now());
            let right = std::mem::replace(&mut shop.secret, secret());
            assert_all_refused(&shop, signer, &[("another secret".to_owned(), signed)]).await;
            shop.secret = right;
        }
    }
}

/// A secret does not tell how it is signed with, so that a receiver that knows both ways takes
/// either; one that holds it for the other kind does not.
#[tokio::test]
async fn a_secret_of_one_kind_signed_with_in_the_other_way_is_taken_by_who_tries_both() {
    let standard = Secret::standard();
    let chosen = Secret::chosen(standard.expose());
    let shop = Shop::with_secret(chosen).await;
    let signed = Signer::FakePolar.sign(&shop, &shop.deletion(), now());
    let told_otherwise = Shop::with_secret(standard).await;

    for (receiver, takes) in [
        (Receiver::Ours, true),
        (Receiver::PolarSdk, true),
        (Receiver::PolarSdkNode, true),
        (Receiver::PolarSdkNodeOld, true),
        (Receiver::PolarSdkOld, true),
        (Receiver::StandardWebhooksNode, false),
        (Receiver::StandardWebhooksPython, false),
    ] {
        let verdict = receiver.verdict(&told_otherwise, &signed).await;

        assert_eq!(verdict.is_accepted(), takes, "{receiver:?}: {verdict:?}");
    }
}

async fn assert_all_refused(shop: &Shop, signer: Signer, rows: &[(String, Signed)]) {
    let mode: SignatureMode = shop.secret.mode();
    for (what, signed) in rows {
        for receiver in Receiver::ALL {
            let verdict = receiver.verdict(shop, signed).await;

            if receiver.takes_as_the_same(what) {
                assert!(verdict.is_accepted(), "{what}: {receiver:?}: {verdict:?}");
                continue;
            }
            assert_eq!(
                verdict,
                Verdict::Refused,
                "{what}: {signer:?} to {receiver:?}, {mode:?}"
            );
        }
    }
}

/// The timestamp stays one that is taken.
fn with_other_ids_and_times(signed: &Signed) -> [(String, Signed); 3] {
    let later = |value: &str| (value.parse::<i64>().unwrap() + 1).to_string();
    [
        (
            "another id".to_owned(),
            signed.clone().map("webhook-id", |_| {
                "0b0f6c1e-5d0c-4f0b-9d7e-7d1f7a4b9a10".to_owned()
            }),
        ),
        (
            "a longer id".to_owned(),
            signed.clone().map("webhook-id", |id| format!("{id}0")),
        ),
        (
            "another time".to_owned(),
            signed.clone().map("webhook-timestamp", later),
        ),
    ]
}
