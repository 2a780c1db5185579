//! What comes at once happens one after the other.

use customer_session::{clock::ManualClock, provider::registry::SessionStore};

use super::{
    report::{Report, Seen, failed},
    sample::{Bench, PROVIDER, digest},
};

pub(super) async fn rules<S: SessionStore>(new: &impl AsyncFn(ManualClock) -> S, to: &mut Report) {
    let bench = async || Bench::new(new).await;
    to.note(
        "a session that is stored while it is revoked is gone, or can be revoked afterwards",
        racing(&bench().await).await,
    );
}

/// By what a session is revoked.
#[derive(Clone, Copy, Debug)]
enum By {
    Customer,
    Id,
    Token,
}

impl By {
    async fn revoke(self, bench: &Bench<impl SessionStore>, number: u16) -> Result<u64, String> {
        let name = number.to_string();
        let removed = match self {
            Self::Customer => {
                let customer = (&*name).into();
                bench.store.revoke_customer(PROVIDER, &customer).await
            }
            Self::Id => bench.store.revoke_id(PROVIDER, &name).await,
            Self::Token => bench.store.revoke_session(digest(number)).await,
        };
        removed.map_err(failed)
    }
}

/// Each several times, since how the two meet is chance: the revocation comes first, and finds
/// nothing; or it comes last, and leaves nothing. One that says that it removed the session, and
/// leaves it, or one that leaves what no other will ever find, has met half of it.
async fn racing(bench: &Bench<impl SessionStore>) -> Seen {
    let mut number = 0;
    for by in [By::Customer, By::Id, By::Token] {
        for attempt in 0..20 {
            number += 1;
            let name = number.to_string();
            let record = bench.record(&name, &name);
            let storing = bench.insert(digest(number), &record);
            let revoking = by.revoke(bench, number);
            let (stored, removed) = if attempt % 2 == 0 {
                tokio::join!(storing, revoking)
            } else {
                let (removed, stored) = tokio::join!(revoking, storing);
                (stored, removed)
            };
            stored?;
            if removed? > 0 {
                let what = format!("by {by:?}, after it was removed");
                bench.finds(&what, digest(number), None).await?;
            }
            let left = bench.store.find(digest(number)).await.map_err(failed)?;
            let again = by.revoke(bench, number).await?;
            if left.is_some() && again != 1 {
                return Err(format!("by {by:?}, revoked again: {again} instead of 1"));
            }
            let what = format!("by {by:?}, after it was revoked again");
            bench.finds(&what, digest(number), None).await?;
        }
    }
    Ok(())
}
