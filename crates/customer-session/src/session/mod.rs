//! Step 5: what a handler is given.

mod anonymous;
mod customer;
mod details;
mod end;
mod extensions;
mod id;
mod member;
mod record;
mod verified;

pub use self::{
    anonymous::Anonymous, customer::Customer, details::Details, end::Ended, id::CustomerId,
    member::Member, record::CustomerRecord, verified::VerifiedSession,
};
pub(crate) use self::{
    extensions::{Extension, Extensions},
    verified::Proven,
};
