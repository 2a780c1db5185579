//! Revoked is gone.

use customer_session::{clock::ManualClock, provider::registry::SessionStore};

use super::{
    report::{Report, Seen},
    sample::{Bench, PROVIDER, digest},
};

pub(super) async fn rules<S: SessionStore>(new: &impl AsyncFn(ManualClock) -> S, to: &mut Report) {
    let bench = async || Bench::new(new).await;
    to.note(
        "revoking a session removes all of its tokens, and says how many",
        a_session(&bench().await).await,
    );
    to.note(
        "revoking a session leaves other sessions alone, and those of other providers",
        other_sessions(&bench().await).await,
    );
    to.note(
        "revoking a session by its id removes all of its tokens, and says how many",
        an_id(&bench().await).await,
    );
    to.note(
        "revoking a session by its id leaves other sessions alone, and those of other providers",
        other_ids(&bench().await).await,
    );
    to.note(
        "revoking a customer removes all of their sessions, and says how many",
        a_customer(&bench().await).await,
    );
    to.note(
        "revoking a customer leaves other customers alone, and those of other providers",
        other_customers(&bench().await).await,
    );
    to.note(
        "revoking what is not there removes nothing, and is no error",
        nothing(&bench().await).await,
    );
    to.note(
        "a session that begins after its customer was revoked is good",
        afterwards(&bench().await).await,
    );
}

async fn a_session(bench: &Bench<impl SessionStore>) -> Seen {
    let record = bench.record("s1", "c1");
    bench.insert(digest(1), &record).await?;
    bench.insert(digest(2), &record).await?;
    bench.revokes_session(digest(2), 2).await?;
    bench
        .finds("the token that was named", digest(2), None)
        .await?;
    bench
        .finds("the other token of the session", digest(1), None)
        .await
}

async fn other_sessions(bench: &Bench<impl SessionStore>) -> Seen {
    let other = bench.record("s2", "c1");
    let mut elsewhere = bench.record("s1", "c1");
    elsewhere.provider = "issuer test acct_1".to_owned();
    bench.insert(digest(1), &bench.record("s1", "c1")).await?;
    bench.insert(digest(2), &other).await?;
    bench.insert(digest(3), &elsewhere).await?;
    bench.revokes_session(digest(1), 1).await?;
    bench
        .finds("the customer's other session", digest(2), Some(&other))
        .await?;
    bench
        .finds(
            "the same id at another provider",
            digest(3),
            Some(&elsewhere),
        )
        .await
}

async fn an_id(bench: &Bench<impl SessionStore>) -> Seen {
    let record = bench.record("s1", "c1");
    bench.insert(digest(1), &record).await?;
    bench.insert(digest(2), &record).await?;
    bench.revokes_id(PROVIDER, "s1", 2).await?;
    for number in 1..=2 {
        bench
            .finds("one of its tokens", digest(number), None)
            .await?;
    }
    Ok(())
}

async fn other_ids(bench: &Bench<impl SessionStore>) -> Seen {
    let other = bench.record("s12", "c1");
    let mut elsewhere = bench.record("s1", "c1");
    elsewhere.provider = "issuer test acct_1".to_owned();
    bench.insert(digest(1), &bench.record("s1", "c1")).await?;
    bench.insert(digest(2), &other).await?;
    bench.insert(digest(3), &elsewhere).await?;
    bench.revokes_id(PROVIDER, "s1", 1).await?;
    bench
        .finds("the customer's other session", digest(2), Some(&other))
        .await?;
    bench
        .finds(
            "the same id at another provider",
            digest(3),
            Some(&elsewhere),
        )
        .await
}

async fn a_customer(bench: &Bench<impl SessionStore>) -> Seen {
    for (number, session) in [(1, "s1"), (2, "s1"), (3, "s2")] {
        bench
            .insert(digest(number), &bench.record(session, "c1"))
            .await?;
    }
    bench.revokes_customer(PROVIDER, "c1", 3).await?;
    for number in 1..=3 {
        bench.finds("one of theirs", digest(number), None).await?;
    }
    Ok(())
}

async fn other_customers(bench: &Bench<impl SessionStore>) -> Seen {
    let other = bench.record("s2", "c12");
    let mut elsewhere = bench.record("s3", "c1");
    elsewhere.provider = "issuer test acct_1".to_owned();
    bench.insert(digest(1), &bench.record("s1", "c1")).await?;
    bench.insert(digest(2), &other).await?;
    bench.insert(digest(3), &elsewhere).await?;
    bench.revokes_customer(PROVIDER, "c1", 1).await?;
    bench
        .finds("another customer", digest(2), Some(&other))
        .await?;
    bench
        .finds(
            "the same id at another provider",
            digest(3),
            Some(&elsewhere),
        )
        .await
}

async fn nothing(bench: &Bench<impl SessionStore>) -> Seen {
    let record = bench.record("s1", "c1");
    bench.insert(digest(1), &record).await?;
    bench.revokes_session(digest(2), 0).await?;
    bench.revokes_id(PROVIDER, "s2", 0).await?;
    bench.revokes_customer(PROVIDER, "c2", 0).await?;
    bench
        .finds("a session that is there", digest(1), Some(&record))
        .await?;
    bench.revokes_session(digest(1), 1).await?;
    bench.revokes_session(digest(1), 0).await
}

async fn afterwards(bench: &Bench<impl SessionStore>) -> Seen {
    bench.insert(digest(1), &bench.record("s1", "c1")).await?;
    bench.revokes_customer(PROVIDER, "c1", 1).await?;
    let next = bench.record("s2", "c1");
    bench.insert(digest(2), &next).await?;
    bench
        .finds("the next session", digest(2), Some(&next))
        .await?;
    bench.finds("the revoked one", digest(1), None).await
}
