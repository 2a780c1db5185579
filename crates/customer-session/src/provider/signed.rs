//! Whose signed token is it? Decided by its `iss`, of those that are configured, before any I/O.

use std::{borrow::Cow, collections::HashMap};

use super::{Route, jwt, routes::RouteError};
use crate::rejection::Reason;

/// The providers of signed tokens.
#[derive(Debug, Default)]
pub(super) struct Signed {
    by_issuer: HashMap<Cow<'static, str>, Route>,
    /// Whose tokens they are that name no configured issuer.
    any: Option<Route>,
    /// How many providers there are.
    count: usize,
}

impl Signed {
    pub(super) fn add_any(&mut self, route: &Route) -> Result<(), RouteError> {
        if let Some(first) = &self.any {
            let (name, first) = (route.name.clone(), first.name.clone());
            return Err(RouteError::SecondAnyJwt(name, first));
        }
        self.any = Some(route.clone());
        self.count += 1;
        Ok(())
    }

    pub(super) fn add(
        &mut self,
        route: &Route,
        issuers: Vec<Cow<'static, str>>,
    ) -> Result<(), RouteError> {
        if issuers.is_empty() {
            return Err(RouteError::NoIssuer(route.name.clone()));
        }
        for issuer in issuers {
            if let Some(first) = self.by_issuer.get(&issuer) {
                let (name, first) = (route.name.clone(), first.name.clone());
                return Err(RouteError::TakenIssuer(name, first, issuer));
            }
            self.by_issuer.insert(issuer, route.clone());
        }
        self.count += 1;
        Ok(())
    }

    /// The provider of a signed token, or why there is none; `None` if it is no signed token, or
    /// nobody takes one.
    pub(super) fn find(&self, token: &str) -> Option<Result<&Route, Reason>> {
        if self.count == 0 || !jwt::looks_signed(token) {
            return None;
        }
        Some(self.of_issuer(token))
    }

    fn of_issuer(&self, token: &str) -> Result<&Route, Reason> {
        let by_issuer = match jwt::issuer_of(token)? {
            Some(issuer) => self.by_issuer.get(&*issuer),
            // Whoever alone takes signed tokens says what is wrong with this one.
            None => self.sole(),
        };
        by_issuer.or(self.any.as_ref()).ok_or(Reason::IssuerUnknown)
    }

    fn sole(&self) -> Option<&Route> {
        let mut routes = self.by_issuer.values();
        let first = routes.next()?;
        routes
            .all(|route| route.index == first.index)
            .then_some(first)
            .filter(|_| self.count == 1)
    }
}
