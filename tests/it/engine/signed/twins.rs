//! One token has several texts: of an ECDSA signature (r, s), (r, n - s) is another one.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use customer_session::{Reason, revoke::Sessions, token::SessionToken};

use super::Signed;

/// The same token with the other signature that is good.
fn twin(token: &str) -> String {
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let mut signature = BASE64.decode(signature).unwrap();
    let mut borrow = 0;
    for (place, order) in signature[32..].iter_mut().zip(ORDER).rev() {
        let difference = i16::from(order) - i16::from(*place) - borrow;
        borrow = i16::from(difference < 0);
        *place = difference.rem_euclid(256) as u8;
    }
    format!("{signed}.{}", BASE64.encode(signature))
}

#[tokio::test]
async fn a_signature_that_is_turned_over_is_good_too() {
    let world = Signed::new().await;
    let token = world.ada().sign();

    assert_ne!(twin(&token), token);
    assert_eq!(twin(&twin(&token)), token);
    assert!(world.present(&twin(&token)).is_ok());
}

#[tokio::test]
async fn signing_out_ends_every_text_of_a_token() {
    for remembered in [true, false] {
        for seen in [true, false] {
            let world = Signed::with(|provider| provider.remember(remembered), |it| it).await;
            let (token, other) = (world.ada().sign(), world.ada().sign());
            let session = world.present(&token).unwrap();
            if seen {
                world.present(&twin(&token)).unwrap();
            }

            session.sign_out().unwrap();

            assert_eq!(world.reason(&token), Reason::SessionEnded);
            assert_eq!(world.reason(&twin(&token)), Reason::SessionEnded);
            assert!(world.present(&other).is_ok());
            assert!(world.present(&twin(&other)).is_ok());
        }
    }
}

#[tokio::test]
async fn a_token_that_is_ended_by_its_text_is_ended_in_every_text() {
    for seen in [true, false] {
        let world = Signed::new().await;
        let (token, other) = (world.ada().sign(), world.ada().sign());
        if seen {
            world.present(&token).unwrap();
            world.present(&twin(&token)).unwrap();
        }

        world.end(&Sessions::of_token(SessionToken::new(&token)));

        assert_eq!(world.reason(&token), Reason::SessionEnded);
        assert_eq!(world.reason(&twin(&token)), Reason::SessionEnded);
        assert!(world.present(&other).is_ok());
    }
}

#[tokio::test]
async fn a_token_that_nobody_takes_can_be_ended_all_the_same() {
    let world = Signed::new().await;

    world.end(&Sessions::of_token(SessionToken::new("nobodys")));

    assert_eq!(world.reason("nobodys"), Reason::TokenUnrecognized);
}

/// The order of P-256.
const ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];
