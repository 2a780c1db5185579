//! What one token as an argument is answered with.

use crate::{
    command::{run, run_in},
    minting::mint,
};

#[test]
fn a_good_token_and_a_bad_one_in_text_and_in_json() {
    let folder = tempfile::tempdir().unwrap();
    run_in(
        folder.path(),
        &["mint", "key", "--out", "key.pem", "--jwks-out", "jwks.json"],
    );
    let token = mint(folder.path(), &["--name", "A\u{1b}[2Jda"]);
    let mut tampered = token.clone().into_bytes();
    // In the middle of the signature, where every bit counts.
    let place = tampered.len() - 20;
    tampered[place] = if tampered[place] == b'A' { b'B' } else { b'A' };
    let tampered = String::from_utf8(tampered).unwrap();
    let verify = |more: &[&str]| {
        let args = ["verify", "--jwks", "jwks.json"].iter().chain(more);
        run_in(folder.path(), &args.copied().collect::<Vec<_>>())
    };

    let good = verify(&[&token]);
    assert_eq!(good.code, Some(0));
    assert!(good.stdout.starts_with(
        "note: any issuer is taken; name yours with --issuer\n\
         note: any audience is taken; name yours with --audience\n\
         accepted\n  customer      c1\n  name          A\\u{1b}[2Jda\n"
    ));

    let named = ["--issuer", "https://shop.example", "--audience", "orders"];
    let good = verify(&[&named[..], &[&token]].concat());
    assert!(good.stdout.starts_with("accepted\n"), "{}", good.stdout);

    let bad = verify(&[&named[..], &[&tampered]].concat());
    assert_eq!((bad.code, &*bad.stderr), (Some(1), ""));
    assert!(
        bad.stdout
            .starts_with("rejected: signature_invalid (401)\n  The signature is not the issuer's"),
        "{}",
        bad.stdout
    );

    let bad = verify(&["--json", &tampered]);
    assert_eq!(bad.code, Some(1));
    assert!(
        bad.stdout.starts_with(
            r#"{"outcome":"rejected","status":401,"reason":"signature_invalid","detail":""#
        ),
        "{}",
        bad.stdout
    );

    let none = verify(&["--json", ""]);
    assert_eq!(
        (none.code, none.verdicts()),
        (Some(1), vec!["token_missing".to_owned()])
    );
}

#[test]
fn a_verdict_is_one_line_whatever_is_in_the_token() {
    let folder = tempfile::tempdir().unwrap();
    run_in(
        folder.path(),
        &["mint", "key", "--out", "key.pem", "--jwks-out", "jwks.json"],
    );
    let token = mint(folder.path(), &["--name", "two\nlines\u{2028}three"]);
    let jwks = folder.path().join("jwks.json");

    let ran = run(["verify", "--json", "--jwks", jwks.to_str().unwrap(), &token]);

    assert_eq!(ran.stdout.lines().count(), 1);
    assert_eq!(ran.json()[0]["customer"]["name"], "two\nlines\u{2028}three");
}

#[test]
fn json_holds_nothing_that_a_terminal_or_a_reader_acts_upon() {
    let folder = tempfile::tempdir().unwrap();
    run_in(
        folder.path(),
        &["mint", "key", "--out", "key.pem", "--jwks-out", "jwks.json"],
    );
    // Delete, a control sequence of one character, text from right to left, a zero-width space, a
    // soft hyphen and a tag; and names as they are.
    let name = "a\u{7f}b\u{9b}2J\u{202e}c\u{2066}\u{200b}\u{feff}\u{ad}\u{e0041} \u{1b}é 中😀";
    let token = mint(folder.path(), &["--name", name]);
    let jwks = folder.path().join("jwks.json");

    let ran = run(["verify", "--json", "--jwks", jwks.to_str().unwrap(), &token]);

    assert!(
        ran.stdout.contains(
            r#""name":"a\u007fb\u009b2J\u202ec\u2066\u200b\ufeff\u00ad\udb40\udc41 \u001bé 中😀""#
        ),
        "{}",
        ran.stdout
    );
    assert_eq!(ran.json()[0]["customer"]["name"], name);
}
