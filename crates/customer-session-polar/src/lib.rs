//! polar.

mod answer;
mod builder;
mod check;
mod client;
mod create;
mod error;
mod format;
mod model;
mod observe;
mod polar;
mod provider;
mod version;

pub use self::{
    builder::PolarBuilder,
    check::Checked,
    create::NewCustomerSession,
    error::{PolarError, PolarErrorKind},
    format::Checksum,
    model::{
        Address, Customer, CustomerSession, CustomerType, Introspection, Member, MemberRole,
        PortalCustomer, PortalUrl, PortalUser, PortalUserType, SessionKind, TaxId,
    },
    polar::Polar,
    version::ApiVersion,
};
