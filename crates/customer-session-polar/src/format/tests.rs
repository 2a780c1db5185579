//! Tokens of Polar's form, and texts that only look like them.

use proptest::prelude::*;

use super::*;

/// Random parts with their checksums, computed with Python's `zlib.crc32`. The prefix is added
/// at run time, so that no secret scanner takes this file for a leak.
const MADE: [(&str, &str); 7] = [
    ("0000000000000000000000000000000000000", "3jnQlY"),
    ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "2sN54l"),
    ("ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ", "489CZj"),
    ("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZa", "33EDWO"),
    ("AAAAAAAAAAAAAAAAAAAAAAAAAAAAA00000261", "0031ad"),
    ("AAAAAAAAAAAAAAAAAAAAAAAAAAAAA00000438", "00CQR6"),
    ("AAAAAAAAAAAAAAAAAAAAAAAAAAAAA00036325", "000uOz"),
];

fn token(kind: SessionKind, random: &str) -> String {
    let checksum = checksum_of(random.as_bytes());
    let checksum = std::str::from_utf8(&checksum).unwrap();
    format!("{}{random}{checksum}", kind.prefix())
}

fn strict(token: &str) -> Verdict {
    judge(token, Checksum::Required)
}

fn loose(token: &str) -> Verdict {
    judge(token, Checksum::Ignored)
}

#[test]
fn checksums_are_those_of_another_implementation() {
    for (random, checksum) in MADE {
        assert_eq!(checksum_of(random.as_bytes()), checksum.as_bytes());
    }
}

#[test]
fn well_formed_tokens_are_of_the_kind_of_their_prefix() {
    for (random, checksum) in MADE {
        let customer = format!("polar_cst_{random}{checksum}");
        let member = format!("polar_mst_{random}{checksum}");

        assert_eq!(customer.len(), 53);
        assert_eq!(strict(&customer), Verdict::Customer);
        assert_eq!(strict(&member), Verdict::Member);
        assert_eq!(loose(&customer), Verdict::Customer);
        assert_eq!(loose(&member), Verdict::Member);
    }
}

#[test]
fn other_credentials_are_foreign() {
    let (random, checksum) = MADE[3];
    for prefix in [
        "polar_oat_",
        "polar_pat_",
        "polar_at_u_",
        "polar_us_",
        "POLAR_CST_",
        " polar_cst_",
        "whsec_",
        "",
    ] {
        let token = format!("{prefix}{random}{checksum}");

        assert_eq!(strict(&token), Verdict::Foreign, "{prefix}");
        assert_eq!(loose(&token), Verdict::Foreign, "{prefix}");
    }
    assert_eq!(strict(""), Verdict::Foreign);
    assert_eq!(strict("polar_cst"), Verdict::Foreign);
    assert_eq!(strict("eyJhbGciOiJub25lIn0.e30."), Verdict::Foreign);
}

#[test]
fn the_length_is_exact_while_the_checksum_is_required() {
    let token = token(SessionKind::Customer, MADE[3].0);

    for wrong in [&token[..10], &token[..52], &format!("{token}0")] {
        assert_eq!(strict(wrong), Verdict::Malformed(Malformed::Length));
    }
}

#[test]
fn the_length_has_bounds_while_the_checksum_is_ignored() {
    let of_length = |length: usize| format!("polar_mst_{}", "x".repeat(length));

    assert_eq!(loose(&of_length(16)), Verdict::Member);
    assert_eq!(loose(&of_length(512)), Verdict::Member);
    for wrong in [0, 15, 513] {
        assert_eq!(
            loose(&of_length(wrong)),
            Verdict::Malformed(Malformed::Length)
        );
    }
}

#[test]
fn characters_outside_the_alphabet_are_malformed() {
    let with = |character: &str| format!("polar_cst_{}{character}", "x".repeat(42));

    for character in ["-", ".", "=", "+"] {
        assert_eq!(
            strict(&with(character)),
            Verdict::Malformed(Malformed::Alphabet)
        );
        assert_eq!(loose(&with(character)), Verdict::Customer);
    }
    for character in [" ", "\n", "\"", "%", "\0"] {
        assert_eq!(
            loose(&with(character)),
            Verdict::Malformed(Malformed::Alphabet)
        );
    }
}

#[test]
fn characters_of_several_bytes_are_malformed() {
    let body = format!("{}é", "x".repeat(41));

    assert_eq!(
        strict(&format!("polar_cst_{body}")),
        Verdict::Malformed(Malformed::Alphabet)
    );
    assert_eq!(
        loose(&format!("polar_cst_{body}")),
        Verdict::Malformed(Malformed::Alphabet)
    );
}

#[test]
fn a_wrong_checksum_matters_only_while_it_is_required() {
    let wrong = format!("polar_cst_{}000000", MADE[3].0);

    assert_eq!(strict(&wrong), Verdict::Malformed(Malformed::Checksum));
    assert_eq!(loose(&wrong), Verdict::Customer);
}

/// The checksum does not cover the prefix: only Polar can tell that this token was never made.
#[test]
fn a_customers_token_under_a_members_prefix_is_well_formed() {
    let made = token(SessionKind::Customer, MADE[3].0);
    let wrong = made.replacen("_cst_", "_mst_", 1);

    assert_eq!(strict(&wrong), Verdict::Member);
}

proptest! {
    #[test]
    fn made_tokens_are_well_formed(random in "[0-9A-Za-z]{37}") {
        prop_assert_eq!(strict(&token(SessionKind::Customer, &random)), Verdict::Customer);
        prop_assert_eq!(strict(&token(SessionKind::Member, &random)), Verdict::Member);
    }

    /// But for the one that makes the other kind's prefix, which the checksum does not cover.
    #[test]
    fn any_one_wrong_character_is_caught(
        random in "[0-9A-Za-z]{37}",
        place in 0_usize..53,
        replacement in any::<char>(),
    ) {
        let made = token(SessionKind::Customer, &random);
        let wrong: String = made
            .chars()
            .enumerate()
            .map(|(at, character)| if at == place { replacement } else { character })
            .collect();
        prop_assume!(wrong != made);

        let expected_member = place == 6 && replacement == 'm';
        let verdict = strict(&wrong);
        prop_assert_eq!(verdict == Verdict::Member, expected_member);
        prop_assert_ne!(verdict, Verdict::Customer);
    }

    #[test]
    fn any_one_mistyped_character_is_a_wrong_checksum(
        random in "[0-9A-Za-z]{37}",
        place in 10_usize..53,
        digit in 0_usize..62,
    ) {
        let made = token(SessionKind::Member, &random);
        let mut wrong = made.clone().into_bytes();
        wrong[place] = DIGITS[digit];
        let wrong = String::from_utf8(wrong).unwrap();
        prop_assume!(wrong != made);

        prop_assert_eq!(strict(&wrong), Verdict::Malformed(Malformed::Checksum));
    }

    #[test]
    fn nothing_makes_it_panic(text in any::<String>(), body in any::<String>()) {
        for checksum in [Checksum::Ignored, Checksum::Required] {
            judge(&text, checksum);
            judge(&format!("polar_cst_{body}"), checksum);
            judge(&format!("polar_mst_{body}"), checksum);
        }
    }

    /// All that is well-formed today must stay so when the checksum is ignored.
    #[test]
    fn ignoring_the_checksum_refuses_nothing_more(random in "[0-9A-Za-z]{37}") {
        let token = token(SessionKind::Member, &random);

        prop_assert_eq!(loose(&token), strict(&token));
    }
}
