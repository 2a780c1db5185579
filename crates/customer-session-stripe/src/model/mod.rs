//! What Stripe writes about sessions and customers.
//!
//! One model serves every API version:
//!
//! 1. Only what identifies the object, and what it cannot be used without, is required. A field
//!    that is missing and a field that is `null` are both `None`.
//! 2. Fields without a place here are kept in `extra`, enum values without a place in `Other`.
//! 3. What is written again is spelled as Stripe spells it, without what is `None`.
//!
//! `Debug` of sessions and customers shows ids, modes and times only: the rest is personal data or
//! secret.

mod components;
mod customer;
mod expandable;
mod features;
mod session;
mod time;

pub use self::{
    components::{Component, Components, NoFeatures},
    customer::{Customer, TaxExempt},
    expandable::Expandable,
    features::{
        AllowRedisplay, CustomerSheetFeatures, MobilePaymentElementFeatures,
        PaymentElementFeatures, SaveUsage, Switch, TaxIdElementFeatures,
    },
    session::CustomerSession,
};
