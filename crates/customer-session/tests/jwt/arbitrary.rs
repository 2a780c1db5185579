//! Whatever comes: it never panics, and never passes.

use std::sync::LazyLock;

use customer_session::provider::jwt::{Algorithm, JwtProvider};
use proptest::prelude::*;

use crate::{
    judge::{judge, keyless, usual},
    mint::{b64, claims, key, token, token_of},
};

static PROVIDERS: LazyLock<Vec<(JwtProvider, String)>> = LazyLock::new(|| {
    [
        Algorithm::EdDSA,
        Algorithm::ES256,
        Algorithm::RS256,
        Algorithm::HS256,
    ]
    .map(|algorithm| {
        let provider = keyless().key(key(algorithm)).build().unwrap();
        (provider, token(algorithm, &claims()))
    })
    .into()
});

proptest! {
    #[test]
    fn any_text_is_refused(text in ".{0,300}") {
        prop_assert!(judge(&usual(), &text).is_err());
    }

    #[test]
    fn any_three_parts_are_refused(parts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..80), 3)) {
        let text = parts.iter().map(b64).collect::<Vec<_>>().join(".");

        prop_assert!(judge(&usual(), &text).is_err());
    }

    #[test]
    fn a_token_with_another_byte_anywhere_is_refused(which in 0..4_usize, place in any::<prop::sample::Index>(), byte in 0x20..0x7F_u8) {
        let (provider, good) = &PROVIDERS[which];
        let mut bytes = good.clone().into_bytes();
        let place = place.index(bytes.len());
        prop_assume!(bytes[place] != byte);
        bytes[place] = byte;

        let judged = judge(provider, &String::from_utf8(bytes).unwrap());

        prop_assert!(judged.is_err());
    }

    #[test]
    fn a_token_that_was_cut_or_grew_is_refused(which in 0..4_usize, place in any::<prop::sample::Index>(), more in "[A-Za-z0-9._-]{1,9}") {
        let (provider, good) = &PROVIDERS[which];
        let place = place.index(good.len());
        let mut grown = good.clone();
        grown.insert_str(place, &more);

        prop_assert!(judge(provider, &good[..place]).is_err());
        prop_assert!(judge(provider, &grown).is_err() || grown == *good);
    }

    #[test]
    fn any_payload_of_the_issuer_is_judged_without_a_panic(payload in prop::collection::vec(any::<u8>(), 0..200)) {
        let token = token_of(Algorithm::EdDSA, r#"{"alg":"EdDSA","kid":"k"}"#, payload);

        prop_assert!(judge(&usual(), &token).is_err());
    }

    #[test]
    fn any_header_of_the_issuer_is_judged_without_a_panic(header in r#"\{("alg"|"typ"|"kid"|"crit"):("EdDSA"|"JWT"|[0-9e.+-]{1,6}|null)(,"[a-z]{0,4}":.{0,9})?\}"#) {
        let _ = judge(&usual(), &token_of(Algorithm::EdDSA, &header, claims().to_string()));
    }

    #[test]
    fn any_moments_are_judged_without_a_panic(exp in any::<f64>(), nbf in any::<i64>(), iat in any::<u64>()) {
        let mut claims = claims();
        claims["exp"] = exp.into();
        claims["nbf"] = nbf.into();
        claims["iat"] = iat.into();

        let _ = judge(&usual(), &token(Algorithm::EdDSA, &claims));
    }
}
