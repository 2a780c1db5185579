//! The shop, as far as no web framework is concerned: the example for actix-web is made of it too.

mod answers;
mod greeting;
mod people;
mod sessions;

pub(crate) use self::{
    answers::{Issued, Profile, Refusal, Rotated},
    people::Login,
};
pub use self::{greeting::greeting, sessions::Shop};
