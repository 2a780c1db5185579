//! Whose a session is: what it was before does not count, and names are whole.

use customer_session::{
    clock::ManualClock,
    provider::registry::{SessionRecord, SessionStore},
};

use super::{
    report::{Report, Seen},
    sample::{Bench, PROVIDER, digest},
};

pub(super) async fn rules<S: SessionStore>(new: &impl AsyncFn(ManualClock) -> S, to: &mut Report) {
    let bench = async || Bench::new(new).await;
    to.note(
        "a session that is stored again is no longer of the session and the customer that it was of",
        no_former_names(&bench().await).await,
    );
    to.note(
        "ids of sessions that look alike once they are joined with their providers are told apart",
        joined_sessions(&bench).await,
    );
    to.note(
        "ids of customers that look alike once they are joined with their providers are told apart",
        joined_customers(&bench).await,
    );
}

/// Whoever keeps an index by session or by customer must clear it of what is replaced.
async fn no_former_names(bench: &Bench<impl SessionStore>) -> Seen {
    let mut elsewhere = bench.record("s1", "c1");
    elsewhere.provider = "issuer test acct_1".to_owned();
    bench.insert(digest(1), &elsewhere).await?;
    bench.insert(digest(1), &bench.record("s1", "c1")).await?;
    let last = bench.record("s2", "c2");
    bench.insert(digest(1), &last).await?;
    for provider in [&*elsewhere.provider, PROVIDER] {
        bench.revokes_id(provider, "s1", 0).await?;
        bench.revokes_customer(provider, "c1", 0).await?;
    }
    bench
        .finds("after what it was of was revoked", digest(1), Some(&last))
        .await?;
    bench.revokes_id(PROVIDER, "s2", 1).await?;
    bench
        .finds("after its own session was", digest(1), None)
        .await
}

/// Two records whose names are the same text once they are joined by this.
fn alike(bench: &Bench<impl SessionStore>, joint: &str) -> [SessionRecord; 2] {
    let of = |provider: String, name: String| {
        let mut record = bench.record(&name, &name);
        record.provider = provider;
        record
    };
    [
        of(format!("a{joint}b"), "c".to_owned()),
        of("a".to_owned(), format!("b{joint}c")),
    ]
}

/// What somebody may join names by.
const JOINTS: [&str; 7] = ["", ":", "/", "|", " ", "-", "\0"];

async fn joined_sessions<S: SessionStore>(bench: &impl AsyncFn() -> Bench<S>) -> Seen {
    for joint in JOINTS {
        let bench = bench().await;
        let [one, other] = alike(&bench, joint);
        bench.insert(digest(1), &one).await?;
        bench.insert(digest(2), &other).await?;
        bench.revokes_id(&one.provider, &one.session_id, 1).await?;
        bench
            .finds(&format!("joined by {joint:?}"), digest(2), Some(&other))
            .await?;
        bench.insert(digest(1), &one).await?;
        bench.revokes_session(digest(2), 1).await?;
        bench
            .finds(&format!("joined by {joint:?}"), digest(1), Some(&one))
            .await?;
    }
    Ok(())
}

async fn joined_customers<S: SessionStore>(bench: &impl AsyncFn() -> Bench<S>) -> Seen {
    for joint in JOINTS {
        let bench = bench().await;
        let [one, other] = alike(&bench, joint);
        bench.insert(digest(1), &one).await?;
        bench.insert(digest(2), &other).await?;
        let customer = one.customer_id.as_str();
        bench.revokes_customer(&one.provider, customer, 1).await?;
        bench
            .finds(&format!("joined by {joint:?}"), digest(2), Some(&other))
            .await?;
    }
    Ok(())
}
