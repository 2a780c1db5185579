//! Customer-session authentication for [axum](https://docs.rs/axum): the layer and the extractors.

mod extract;
mod rejection;

pub use customer_session_tower::CustomerSessionLayer;

pub use self::{
    extract::{CurrentCustomer, CurrentSession, MaybeCustomer},
    rejection::CustomerSessionRejection,
};
