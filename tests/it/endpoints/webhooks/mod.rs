//! Webhooks: what is taken, and what it does to sessions.

mod building;
mod effects;
mod issuer;
mod polar;
mod refusals;
mod replays;
mod secrets;
mod sent;
mod signed;
mod stripe;
mod world;

use super::{Sent, everywhere, present};

use self::{
    issuer::Issuer,
    signed::{Signed, hmac_sha256},
    world::World,
};
