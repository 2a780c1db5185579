//! Step 5: what a handler is given.

mod anonymous;
mod customer;
mod id;
mod member;
mod verified;

pub(crate) use self::verified::Proven;
pub use self::{
    anonymous::Anonymous,
    customer::{Customer, CustomerRecord},
    id::CustomerId,
    member::Member,
    verified::VerifiedSession,
};
