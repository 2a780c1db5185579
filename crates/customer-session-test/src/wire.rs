//! What every fake is made of: a door on a loopback port, answers, and what can be wrong with them.

#![cfg_attr(
    not(all(feature = "issuer", feature = "polar")),
    allow(
        dead_code,
        unused_imports,
        reason = "each fake needs its own part of it"
    )
)]

mod answer;
mod body;
mod door;
pub(crate) mod recorded;
mod serve;
mod spoil;

pub(crate) use self::{
    answer::Answer,
    body::{AnswerBody, BrokenOff},
    door::{Door, Doorway},
    serve::accept,
    spoil::{endless, html, status_code, truncated, truncated_json},
};
