//! The form of tokens.

use customer_session_test::polar::{NewCustomer, NewMember};

use crate::client::still;

/// The checksum, computed with nothing of the fake's: CRC-32 of the 37 characters after the prefix,
/// in base 62.
fn checksum(random: &str) -> String {
    const DIGITS: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut number = crc32fast::hash(random.as_bytes()) as usize;
    let mut digits = String::new();
    for _ in 0..6 {
        digits.insert(0, DIGITS.chars().nth(number % 62).unwrap());
        number /= 62;
    }
    digits
}

fn assert_well_formed(token: &str, prefix: &str) {
    let rest = token.strip_prefix(prefix).unwrap();
    let (random, sum) = rest.split_at(37);
    assert!(
        rest.chars()
            .all(|character| character.is_ascii_alphanumeric()),
        "{token}"
    );
    assert_eq!(sum, checksum(random), "{token}");
}

#[tokio::test]
async fn a_customer_session_token_has_53_characters_and_ends_in_its_checksum() {
    let (polar, _) = still().await;
    let ada = polar
        .organization()
        .add_customer(NewCustomer::individual("ada@shop.example"));

    // Many, so that checksums with a leading zero are among them.
    for _ in 0..200 {
        let token = ada.mint();

        assert_eq!(token.len(), 53);
        assert_well_formed(&token, "polar_cst_");
    }
}

#[tokio::test]
async fn a_member_session_token_has_the_same_form_with_another_prefix() {
    let (polar, _) = still().await;
    let team = polar
        .organization()
        .add_customer(NewCustomer::team("Analytical Engines"));
    let bo = team.add_member(NewMember::new("bo@shop.example"));

    let token = team.mint_member(&bo);

    assert_eq!(token.len(), 53);
    assert_well_formed(&token, "polar_mst_");
}

#[tokio::test]
async fn an_access_token_comes_from_the_same_generator() {
    let (polar, _) = still().await;

    assert_well_formed(&polar.organization().access_token(), "polar_oat_");
}

#[tokio::test]
async fn no_token_is_minted_twice() {
    let (polar, _) = still().await;
    let ada = polar
        .organization()
        .add_customer(NewCustomer::individual("ada@shop.example"));

    assert_ne!(ada.mint(), ada.mint());
}

#[tokio::test]
async fn debug_output_of_the_fake_holds_no_token() {
    let (polar, _) = still().await;
    let ada = polar
        .organization()
        .add_customer(NewCustomer::individual("ada@shop.example"));
    let token = ada.mint();

    assert!(!format!("{polar:?}").contains(&token));
}

#[tokio::test]
async fn with_the_member_model_a_person_gets_a_member_session() {
    let (polar, _) = still().await;
    polar.organization().set_member_model(true);
    let ada = polar
        .organization()
        .add_customer(NewCustomer::individual("ada@shop.example"));

    assert!(ada.mint().starts_with("polar_mst_"));
    assert!(ada.mint_customer_session().starts_with("polar_cst_"));
}
