//! `customer-session mint`: keys and tokens for development.

mod files;
mod key;
mod token;

pub(crate) use self::{key::key, token::token};
