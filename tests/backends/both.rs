//! Two crates of a program switch on one backend of `jsonwebtoken` each, and nobody chooses: then
//! its own functions panic, and signed sessions are judged as ever.

#[expect(dead_code, reason = "tests of the library use the rest")]
#[path = "../../crates/customer-session/tests/jwt/judge.rs"]
mod judge;
#[expect(dead_code, reason = "tests of the library use the rest")]
#[path = "../../crates/customer-session/tests/jwt/mint.rs"]
mod mint;
mod verdicts;

use std::panic::catch_unwind;

use jsonwebtoken::{EncodingKey, Header};

use crate::{mint::SECRET, verdicts::assert_as_ever};

#[test]
fn nothing_is_asked_of_a_choice_that_nobody_made() {
    assert_as_ever();

    // Neither was the choice made here, for the program to find it.
    let own = catch_unwind(|| {
        let key = EncodingKey::from_secret(&SECRET);
        jsonwebtoken::encode(&Header::default(), &mint::claims(), &key)
    });
    assert!(own.is_err());

    assert_as_ever();
}
