//! The four issuers, each with Ada and Bo among its customers.

mod jwt;
mod oauth;
mod polar;
mod stripe;

use serde::{Deserialize, Serialize};

pub(crate) use self::{jwt::Jwt, oauth::Oauth, polar::PolarShop, stripe::StripeShop};

/// One of the issuers.
#[derive(Clone, Copy, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Issuer {
    Jwt,
    Oauth,
    Polar,
    Stripe,
}

/// One of each issuer's customers.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Person {
    Ada,
    Bo,
}

/// Which customer, of which issuer.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct Whose {
    pub(crate) issuer: Issuer,
    pub(crate) customer: Person,
}

impl Issuer {
    /// What its provider is called, in answers and where sessions are ended.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Jwt => "jwt",
            Self::Oauth => "oauth",
            Self::Polar => "polar",
            Self::Stripe => "stripe",
        }
    }
}

impl Person {
    pub(crate) const ALL: [Self; 2] = [Self::Ada, Self::Bo];

    /// The id at all issuers but Polar, which makes ids of its own.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Ada => "cus_ada",
            Self::Bo => "cus_bo",
        }
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Ada => "Ada",
            Self::Bo => "Bo",
        }
    }

    pub(crate) const fn email(self) -> &'static str {
        match self {
            Self::Ada => "ada@shop.example",
            Self::Bo => "bo@shop.example",
        }
    }
}
