//! Random tokens, revocations and times: what was ended is never accepted again.

use std::time::Duration;

use customer_session::{revoke::Sessions, token::SessionToken};
use customer_session_test::issuer::NewToken;
use fastrand::Rng;

use super::{Signed, ways};

/// A token, of which is known when it was issued.
struct Dated {
    /// Seconds from the start.
    issued: i64,
    text: String,
}

/// A token whose life may be shorter or longer than the longest session. Only where it says when it
/// was issued: of one that does not, nobody could tell how old it is.
fn token(world: &Signed, longest: u64, random: &mut Rng) -> Dated {
    let issued = random.i64(-2 * longest as i64..=LEEWAY);
    let (dated, life) = match random.u8(0..4) {
        0 => (false, random.u64(1..=longest - LEEWAY as u64)),
        _ => (true, random.u64(1..4 * longest)),
    };
    let issued_at = world.seconds().saturating_add_signed(issued);
    let token: NewToken = world.ada().claim("exp", issued_at + life);
    let token = if dated {
        token.claim("iat", issued_at)
    } else {
        token.without("iat")
    };
    Dated {
        issued,
        text: token.sign(),
    }
}

/// Ends the session in one of all ways that reach it.
fn end(world: &Signed, token: &Dated, passed: i64, random: &mut Rng) {
    let by_text = Sessions::of_token(SessionToken::new(&*token.text));
    let [names @ .., by_id] = ways();
    let way = random.u8(0..4);
    if way == 0 {
        world.end(&by_id);
    } else if way == 1
        && let Ok(session) = world.present(&token.text)
    {
        session.sign_out().unwrap();
    } else if way == 2 || token.issued > passed {
        // By its own word it has not begun, and of the others nobody's sessions end that begin later.
        world.end(&by_text);
    } else {
        world.end(random.choice(&names).unwrap());
    }
}

#[tokio::test]
async fn nothing_that_was_ended_is_ever_accepted_again() {
    let mut accepted = 0;
    for seed in 0..ROUNDS {
        let mut random = Rng::with_seed(seed);
        let longest = random.u64(60..7200);
        let world = Signed::with(
            |provider| provider.remember(random.bool()),
            |config| config.longest_session(Duration::from_secs(longest)),
        )
        .await;
        let token = token(&world, longest, &mut Rng::with_seed(seed));
        let mut passed = 0;
        for _ in 0..random.u8(0..4) {
            accepted += u32::from(world.present(&token.text).is_ok());
            let step = random.u64(0..longest);
            world.clock.advance(Duration::from_secs(step));
            passed += step as i64;
        }

        end(&world, &token, passed, &mut random);

        for _ in 0..100 {
            assert!(world.present(&token.text).is_err(), "seed {seed}");
            let step = random.u64(0..=longest * 60);
            world.clock.advance(Duration::from_millis(step));
        }
    }
    assert!(
        accepted > ROUNDS as u32 / 4,
        "only {accepted} were ever good"
    );
}

/// In seconds, by default.
const LEEWAY: i64 = 30;
const ROUNDS: u64 = 500;
