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
    /// The only one of them, if it judges by itself whose tokens they are.
    alone: Option<Route>,
}

impl Signed {
    pub(super) fn add_any(&mut self, route: &Route) -> Result<(), RouteError> {
        if let Some(first) = &self.any {
            let (name, first) = (route.name.clone(), first.name.clone());
            return Err(RouteError::SecondAnyJwt(name, first));
        }
        self.any = Some(route.clone());
        self.note(route);
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
        self.note(route);
        Ok(())
    }

    fn note(&mut self, route: &Route) {
        self.count += 1;
        let alone = self.count == 1 && route.provider.judges_issuer();
        self.alone = alone.then(|| route.clone());
    }

    /// The provider of a signed token, or why there is none; `None` if it is no signed token, or
    /// nobody takes one.
    ///
    /// A token is read here for its `iss` only where that decides between several, `others` that
    /// take tokens of any shape among them: its provider reads it anyway.
    pub(super) fn find(&self, token: &str, others: bool) -> Option<Result<&Route, Reason>> {
        if self.count == 0 || !jwt::looks_signed(token) {
            return None;
        }
        match &self.alone {
            Some(alone) if !others => Some(Ok(alone)),
            _ => Some(self.of_issuer(token)),
        }
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

    use super::*;
    use crate::{
        provider::{DynProvider, ProviderError, Routes, SessionFacts, SessionProvider, Shape},
        token::SessionToken,
    };

    #[derive(Debug)]
    struct Named {
        name: &'static str,
        shape: Shape,
        judges_issuer: bool,
    }

    impl SessionProvider for Named {
        fn name(&self) -> &str {
            self.name
        }

        fn shape(&self) -> Shape {
            self.shape.clone()
        }

        fn judges_issuer(&self) -> bool {
            self.judges_issuer
        }

        async fn verify(&self, _: &SessionToken) -> Result<SessionFacts, ProviderError> {
            Err(ProviderError::denied())
        }
    }

    fn of(name: &'static str, judges_issuer: bool) -> Named {
        Named {
            name,
            shape: Shape::JwtIssuers(vec![name.into()]),
            judges_issuer,
        }
    }

    fn any() -> Named {
        Named {
            name: "any",
            shape: Shape::Any,
            judges_issuer: false,
        }
    }

    /// To whom a token of this issuer goes.
    fn route(providers: Vec<Named>, issuer: &str) -> Result<String, Reason> {
        let payload = URL_SAFE_NO_PAD.encode(format!(r#"{{"iss":"{issuer}"}}"#));
        let shared = |provider| Arc::new(provider) as Arc<dyn DynProvider>;
        let routes = Routes::new(providers.into_iter().map(shared).collect(), &[]).unwrap();
        let found = routes.find(&format!("e30.{payload}.c2ln"));
        found.map(|route| route.name.to_string())
    }

    #[test]
    fn a_provider_that_does_not_judge_the_issuer_sees_no_token_of_another() {
        assert_eq!(route(vec![of("a", false)], "a"), Ok("a".to_owned()));
        assert_eq!(route(vec![of("a", false)], "b"), Err(Reason::IssuerUnknown));
    }

    #[test]
    fn the_only_provider_that_judges_the_issuer_is_given_every_signed_token() {
        assert_eq!(route(vec![of("a", true)], "b"), Ok("a".to_owned()));
    }

    #[test]
    fn where_a_token_can_be_of_several_its_issuer_decides_whoever_judges_it_again() {
        let two = || vec![of("a", true), of("b", true)];
        assert_eq!(route(two(), "b"), Ok("b".to_owned()));
        assert_eq!(route(two(), "c"), Err(Reason::IssuerUnknown));
        for beside in [vec![of("a", true), any()], vec![any(), of("a", true)]] {
            assert_eq!(route(beside, "b"), Ok("any".to_owned()));
        }
    }
}
