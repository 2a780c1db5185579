//! Found is what was stored.

use customer_session::{clock::ManualClock, provider::registry::SessionStore};

use super::{
    report::{Report, Seen},
    sample::{Bench, digest},
};

pub(super) async fn rules<S: SessionStore>(new: &impl AsyncFn(ManualClock) -> S, to: &mut Report) {
    let bench = async || Bench::new(new).await;
    to.note(
        "a stored session is found under its digest, field by field",
        found_is_stored(&bench().await).await,
    );
    to.note(
        "under a digest that was never stored nothing is found",
        unknown_is_not_found(&bench().await).await,
    );
    to.note(
        "a session that is stored again under its digest takes the place of the first",
        stored_again(&bench().await).await,
    );
    to.note(
        "several digests can be of one session, and of one customer",
        several_tokens(&bench().await).await,
    );
}

async fn found_is_stored(bench: &Bench<impl SessionStore>) -> Seen {
    let full = bench.record("s1", "c1");
    let mut least = bench.record("s2", "c2");
    least = customer_session::provider::registry::SessionRecord::new(
        least.provider,
        least.session_id,
        least.customer_id,
        least.expires_at,
    );
    bench.insert(digest(1), &full).await?;
    bench.insert(digest(2), &least).await?;
    bench
        .finds("with every field", digest(1), Some(&full))
        .await?;
    bench
        .finds("with the least", digest(2), Some(&least))
        .await?;
    bench.finds("a second time", digest(1), Some(&full)).await
}

async fn unknown_is_not_found(bench: &Bench<impl SessionStore>) -> Seen {
    bench.finds("in an empty store", digest(1), None).await?;
    bench.insert(digest(1), &bench.record("s1", "c1")).await?;
    bench
        .finds("a digest that differs in its last byte", digest(2), None)
        .await
}

/// As when an issuer is asked again with the same idempotency key.
async fn stored_again(bench: &Bench<impl SessionStore>) -> Seen {
    bench.insert(digest(1), &bench.record("s1", "c1")).await?;
    let second = bench.record("s2", "c2");
    bench.insert(digest(1), &second).await?;
    bench
        .finds("after the second", digest(1), Some(&second))
        .await?;
    bench.revokes_customer(&second.provider, "c1", 0).await?;
    bench
        .finds(
            "after the first one's customer was revoked",
            digest(1),
            Some(&second),
        )
        .await?;
    bench.revokes_customer(&second.provider, "c2", 1).await?;
    bench
        .finds("after its own customer was", digest(1), None)
        .await
}

async fn several_tokens(bench: &Bench<impl SessionStore>) -> Seen {
    let (one, other) = (bench.record("s1", "c1"), bench.record("s2", "c1"));
    for (number, record) in [(1, &one), (2, &one), (3, &other)] {
        bench.insert(digest(number), record).await?;
    }
    for (number, record) in [(1, &one), (2, &one), (3, &other)] {
        bench
            .finds("one of three", digest(number), Some(record))
            .await?;
    }
    Ok(())
}
