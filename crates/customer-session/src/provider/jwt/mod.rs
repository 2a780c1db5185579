//! Sessions that are signed tokens (JWT).

mod algorithm;
mod compact;

pub use self::algorithm::Algorithm;
pub(crate) use self::compact::{issuer_of, looks_signed};
