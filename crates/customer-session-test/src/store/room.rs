//! Never silently.

use customer_session::{
    clock::ManualClock,
    provider::registry::{SessionStore, StoreErrorKind},
};

use super::{
    report::{Report, Seen, failed},
    sample::{Bench, HOUR, digest},
};

pub(super) async fn rules<S: SessionStore>(new: &impl AsyncFn(ManualClock) -> S, to: &mut Report) {
    let bench = async || Bench::new(new).await;
    to.note(
        "every session that was taken is found, however many come after it",
        nothing_is_dropped(&bench().await).await,
    );
    to.note(
        "a full store takes a session in place of its own first",
        full_takes_again(&bench().await).await,
    );
    to.note(
        "a full store makes room by forgetting what is over",
        room_after_the_end(&bench().await).await,
    );
    to.note(
        "a full store has room again when sessions are revoked",
        room_after_revoking(&bench().await).await,
    );
}

/// Fills the store; says how many sessions it took. One that is full says so.
async fn fill(bench: &Bench<impl SessionStore>) -> Result<u16, String> {
    for number in 0..MANY {
        let record = bench.record(&format!("s{number}"), "c1");
        match bench.store.insert(digest(number), &record).await {
            Ok(()) => {}
            Err(error) if error.kind() == StoreErrorKind::Full && number > 0 => return Ok(number),
            Err(error) => return Err(failed(error)),
        }
    }
    Ok(MANY)
}

async fn nothing_is_dropped(bench: &Bench<impl SessionStore>) -> Seen {
    let taken = fill(bench).await?;
    for number in 0..taken {
        let record = bench.record(&format!("s{number}"), "c1");
        let what = format!("number {number} of {taken}");
        bench.finds(&what, digest(number), Some(&record)).await?;
    }
    Ok(())
}

async fn full_takes_again(bench: &Bench<impl SessionStore>) -> Seen {
    fill(bench).await?;
    let again = bench.record("again", "c2");
    bench.insert(digest(0), &again).await?;
    bench
        .finds("the second of its digest", digest(0), Some(&again))
        .await
}

async fn room_after_the_end(bench: &Bench<impl SessionStore>) -> Seen {
    fill(bench).await?;
    bench.clock.advance(HOUR);
    let next = bench.record("next", "c2");
    bench.insert(digest(MANY), &next).await?;
    bench.finds("the next one", digest(MANY), Some(&next)).await
}

async fn room_after_revoking(bench: &Bench<impl SessionStore>) -> Seen {
    fill(bench).await?;
    bench.revokes_session(digest(0), 1).await?;
    let next = bench.record("next", "c2");
    bench.insert(digest(MANY), &next).await?;
    bench.finds("the next one", digest(MANY), Some(&next)).await
}

const MANY: u16 = 1_000;
