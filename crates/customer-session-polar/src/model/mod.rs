//! What Polar writes about sessions, customers and members.
//!
//! One model serves every API version and every spelling:
//!
//! 1. Required are ids, and what an answer is about: token, expiry and customer of a created session,
//!    the expiry of an introspection, the three lists of a state. Of the rest, a field that is missing
//!    and a field that is `null` are both `None`.
//! 2. Names are read as Polar's API writes them (`created_at`), as objects of its TypeScript and
//!    PHP SDKs are printed (`createdAt`), and as the fields of its Go SDK are called (`CreatedAt`).
//!    The same field under two names is an error.
//! 3. Fields without a place here are kept in `extra`, enum values without a place in `Other`.
//! 4. What is written again is spelled as Polar's API spells it.
//!
//! `Debug` shows ids, roles and times only: the rest is personal data or secret.

mod address;
mod customer;
mod kind;
mod lenient;
mod member;
mod needed;
mod portal;
mod portal_url;
mod session;
mod state;
mod tax_id;
mod time;

pub(crate) use self::needed::{Identity, PortalActor, PortalIdentity, ReadableState, SessionEnd};
pub use self::{
    address::Address,
    customer::{Customer, CustomerType},
    kind::SessionKind,
    member::{Member, MemberRole},
    portal::{Introspection, PortalCustomer, PortalUser, PortalUserType},
    portal_url::PortalUrl,
    session::CustomerSession,
    state::{
        ActiveMeter, ActiveSubscription, BenefitType, CustomerState, GrantedBenefit,
        RecurringInterval, SubscriptionMeter, SubscriptionStatus,
    },
    tax_id::TaxId,
};
