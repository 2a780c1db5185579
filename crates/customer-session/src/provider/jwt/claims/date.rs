//! When a token begins and ends, judged by the one clock.

use std::time::Duration;

use super::Claims;
use crate::{
    clock::Now,
    provider::claims::{Refusal, moment},
    rejection::Reason,
};

/// When a token begins and ends, as time since 1970.
#[derive(Clone, Copy, Debug)]
pub(in crate::provider::jwt) struct Times {
    pub(in crate::provider::jwt) expires: Duration,
    pub(in crate::provider::jwt) issued: Option<Duration>,
    /// From when on the token is not served: its end, leeway included.
    pub(in crate::provider::jwt) end: Duration,
}

impl Times {
    /// Reads and judges `exp`, `nbf` and `iat` (RFC 7519 §4.1.4 to §4.1.6).
    pub(super) fn judged(
        claims: &Claims,
        max_age: Option<Duration>,
        leeway: Duration,
        now: Now,
    ) -> Result<Self, Refusal> {
        let expires = moment(claims, "exp")?.ok_or_else(|| Refusal::missing("exp"))?;
        let (begins, issued) = (moment(claims, "nbf")?, moment(claims, "iat")?);
        let oldest = match (max_age, issued) {
            (None, _) => None,
            (Some(_), None) => return Err(Refusal::missing("iat")),
            (Some(max_age), Some(issued)) => Some(issued.saturating_add(max_age)),
        };
        let now = now.wall();
        let over = |end: Duration| now >= end.saturating_add(leeway);
        if over(expires) {
            let detail = "its time is over, by `exp`";
            return Err(Refusal::new(Reason::TokenExpired, detail));
        }
        if oldest.is_some_and(over) {
            let detail = "it was issued longer ago than is accepted, by `iat`";
            return Err(Refusal::new(Reason::ClaimsTooOld, detail));
        }
        let end = oldest.map_or(expires, |oldest| oldest.min(expires));
        let end = end.saturating_add(leeway);
        for (name, from) in [("nbf", begins), ("iat", issued)] {
            if from.is_some_and(|from| now.saturating_add(leeway) < from) {
                let what = "lies in the future";
                return Err(Refusal::over(Reason::ClaimsNotYetValid, name, what));
            }
        }
        Ok(Self {
            expires,
            issued,
            end,
        })
    }
}
