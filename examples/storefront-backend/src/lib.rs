//! The storefront, as far as no web framework is concerned. `storefront` puts routes of axum in
//! front of it, and `actix-storefront` those of actix-web; nothing else differs, and both answer
//! alike.

mod answers;
mod backend;
mod demo;
mod greeting;
mod shop;

pub use self::{
    answers::{Me, Minted, Refusal, hello},
    demo::{Named, Switch},
    greeting::greeting,
    shop::Shop,
};

/// The page.
pub const PAGE: &str = include_str!("page.html");

/// Where Polar sends its events.
pub const WEBHOOK_PATH: &str = "/webhooks/polar";
