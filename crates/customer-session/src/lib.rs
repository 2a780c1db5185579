//! Customer-session authentication.

pub mod cache;
pub mod clock;
pub mod config;
pub mod danger;
pub mod engine;
pub mod entropy;
pub mod observe;
pub mod provider;
pub mod rejection;
pub mod session;
pub mod token;
pub mod upstream;

pub use self::{
    config::{ConfigError, CustomerSessionConfig},
    engine::{Access, Mode, Preflight},
    rejection::{Reason, Rejection},
    session::{Customer, CustomerId, Member, VerifiedSession},
};
