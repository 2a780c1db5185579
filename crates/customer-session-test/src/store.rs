//! The suite that every store of sessions must pass.
//!
//! [`conformance`] tries everything that
//! [`SessionStore`] asks for, each rule on a
//! store of its own, and says which rules are broken:
//!
//! ```
//! use customer_session::provider::registry::MemoryStore;
//! use customer_session_test::store::conformance;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! // A small store, so that the suite sees what it does when it is full.
//! let report = conformance(async |clock| MemoryStore::with(100, clock)).await;
//! assert!(report.is_ok(), "{report:?}");
//! # }
//! ```

mod expiry;
mod names;
mod racing;
mod report;
mod revoking;
mod room;
mod sample;
mod storing;

use customer_session::{clock::ManualClock, provider::registry::SessionStore};

pub use self::report::{BrokenRule, BrokenRules};

/// Tries every rule that a store must keep, each on a store that `new` makes: empty, shared with
/// nobody, and judging expiry by the clock that it is given.
///
/// Give a store that has a bound a small one, such as 100 records, so that the suite can fill it;
/// it takes up to 1,000.
///
/// # Errors
///
/// Which rules are broken, and what was seen. An error of the store where none may be breaks the
/// rule too.
pub async fn conformance<S: SessionStore>(
    new: impl AsyncFn(ManualClock) -> S,
) -> Result<(), BrokenRules> {
    let mut report = report::Report::default();
    storing::rules(&new, &mut report).await;
    expiry::rules(&new, &mut report).await;
    revoking::rules(&new, &mut report).await;
    names::rules(&new, &mut report).await;
    racing::rules(&new, &mut report).await;
    room::rules(&new, &mut report).await;
    report.into_result()
}
