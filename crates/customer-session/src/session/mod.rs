//! Step 5: what a handler is given.

mod anonymous;
mod customer;
mod details;
mod end;
mod id;
mod member;
mod verified;

pub(crate) use self::verified::Proven;
pub use self::{
    anonymous::Anonymous,
    customer::{Customer, CustomerRecord},
    details::Details,
    end::Ended,
    id::CustomerId,
    member::Member,
    verified::VerifiedSession,
};
