//! Over is over.

use std::time::Duration;

use customer_session::{
    clock::{Clock as _, ManualClock},
    provider::registry::SessionStore,
};

use super::{
    report::{Report, Seen, failed, same},
    sample::{Bench, HOUR, MOMENT, digest},
};

pub(super) async fn rules<S: SessionStore>(new: &impl AsyncFn(ManualClock) -> S, to: &mut Report) {
    let bench = async || Bench::new(new).await;
    to.note(
        "a session is found until the moment before it expires",
        until_the_end(&bench().await).await,
    );
    to.note(
        "at the moment at which a session expires it is not found any more",
        at_the_end(&bench().await).await,
    );
    to.note(
        "a session that is over when it is stored is never found",
        over_already(&bench().await).await,
    );
    to.note(
        "a session that is stored again expires when the second one says",
        prolonged(&bench().await).await,
    );
    to.note(
        "purging removes what is over, and nothing else",
        purging(&bench().await).await,
    );
}

async fn until_the_end(bench: &Bench<impl SessionStore>) -> Seen {
    let record = bench.record("s1", "c1");
    bench.insert(digest(1), &record).await?;
    bench.clock.advance(HOUR - MOMENT);
    bench
        .finds("a millisecond before", digest(1), Some(&record))
        .await
}

async fn at_the_end(bench: &Bench<impl SessionStore>) -> Seen {
    bench.insert(digest(1), &bench.record("s1", "c1")).await?;
    bench.clock.advance(HOUR);
    bench.finds("at that moment", digest(1), None).await?;
    bench.clock.advance(HOUR);
    bench.finds("an hour later", digest(1), None).await
}

async fn over_already(bench: &Bench<impl SessionStore>) -> Seen {
    let mut record = bench.record("s1", "c1");
    for ago in [HOUR, MOMENT, Duration::ZERO] {
        record.expires_at = bench.clock.wall() - ago;
        bench.insert(digest(1), &record).await?;
        bench
            .finds("a session of the past", digest(1), None)
            .await?;
    }
    Ok(())
}

async fn prolonged(bench: &Bench<impl SessionStore>) -> Seen {
    bench.insert(digest(1), &bench.record("s1", "c1")).await?;
    bench.clock.advance(HOUR - MOMENT);
    let second = bench.record("s1", "c1");
    bench.insert(digest(1), &second).await?;
    bench.clock.advance(HOUR - MOMENT);
    bench
        .finds("past the first end", digest(1), Some(&second))
        .await?;
    bench.clock.advance(MOMENT);
    bench.finds("at the second end", digest(1), None).await
}

/// A store that forgets by itself purges nothing, and may say so.
async fn purging(bench: &Bench<impl SessionStore>) -> Seen {
    bench.insert(digest(1), &bench.record("s1", "c1")).await?;
    bench.clock.advance(HOUR / 2);
    let later = bench.record("s2", "c1");
    bench.insert(digest(2), &later).await?;
    let early = bench.store.purge().await.map_err(failed)?;
    same("records purged while none is over", early, 0)?;
    bench.clock.advance(HOUR / 2);
    let purged = bench.store.purge().await.map_err(failed)?;
    if purged > 1 {
        return Err(format!("{purged} records purged, where one is over"));
    }
    bench
        .finds("the one that is not over", digest(2), Some(&later))
        .await
}
