//! The routing table: whose token is it?

use std::{borrow::Cow, fmt, sync::Arc};

#[cfg(feature = "jwt")]
use super::signed::Signed;
use super::{DynProvider, Recognition, Shape};
use crate::{enrich::Enrichment, rejection::Reason};

/// A provider and its place in the table, which keeps the customers of two providers apart.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    pub(crate) index: usize,
    /// What is added to the provider's customers.
    pub(crate) enrichments: Arc<[Enrichment]>,
    pub(crate) provider: Arc<dyn DynProvider>,
    pub(crate) name: Arc<str>,
}

/// All providers of a configuration, by the shape of their tokens.
#[derive(Debug)]
pub(crate) struct Routes {
    /// Longest prefix first.
    prefixes: Vec<(Cow<'static, str>, Route)>,
    #[cfg(feature = "jwt")]
    signed: Signed,
    any: Option<Route>,
    all: Vec<Route>,
}

impl Routes {
    /// The table of these providers; `enrichments` add something to the customers of all.
    pub(crate) fn new(
        providers: Vec<Arc<dyn DynProvider>>,
        enrichments: &[Enrichment],
    ) -> Result<Self, RouteError> {
        let mut routes = Self {
            prefixes: Vec::new(),
            #[cfg(feature = "jwt")]
            signed: Signed::default(),
            any: None,
            all: Vec::new(),
        };
        for (index, provider) in providers.into_iter().enumerate() {
            let name: Arc<str> = provider.name().into();
            let enrichments = [enrichments, &provider.enrichments()].concat();
            if let Some(given) = Enrichment::given_twice(&enrichments) {
                return Err(RouteError::SecondExtension(name, given));
            }
            routes.add(Route {
                index,
                enrichments: enrichments.into(),
                name,
                provider,
            })?;
        }
        routes
            .prefixes
            .sort_by_key(|(prefix, _)| std::cmp::Reverse(prefix.len()));
        Ok(routes)
    }

    fn add(&mut self, route: Route) -> Result<(), RouteError> {
        match route.provider.shape() {
            Shape::Any => match &self.any {
                Some(first) => {
                    return Err(RouteError::SecondAny(route.name, first.name.clone()));
                }
                None => self.any = Some(route.clone()),
            },
            #[cfg(feature = "jwt")]
            Shape::AnyJwt => self.signed.add_any(&route)?,
            #[cfg(feature = "jwt")]
            Shape::JwtIssuers(issuers) => self.signed.add(&route, issuers)?,
            Shape::Prefixes(prefixes) => {
                for prefix in prefixes {
                    if prefix.is_empty() {
                        return Err(RouteError::EmptyPrefix(route.name));
                    }
                    let taken = self.prefixes.iter().find(|(taken, _)| *taken == prefix);
                    if let Some((_, first)) = taken {
                        let first = first.name.clone();
                        return Err(RouteError::TakenPrefix(route.name, first, prefix));
                    }
                    self.prefixes.push((prefix, route.clone()));
                }
            }
        }
        self.all.push(route);
        Ok(())
    }

    /// The provider to ask about a token, or why nobody is asked.
    pub(crate) fn find(&self, token: &str) -> Result<&Route, Reason> {
        let by_prefix = self
            .prefixes
            .iter()
            .find(|(prefix, _)| token.starts_with(&**prefix))
            .map(|(_, route)| route);
        let route = match by_prefix {
            Some(route) => route,
            None => self.by_content(token)?,
        };
        match route.provider.recognize(token) {
            Recognition::Candidate => Ok(route),
            Recognition::Malformed => Err(Reason::TokenMalformed),
        }
    }

    /// The provider of a token that has no known prefix.
    fn by_content(&self, token: &str) -> Result<&Route, Reason> {
        let any = self.any.as_ref();
        #[cfg(feature = "jwt")]
        if let Some(found) = self.signed.find(token, any.is_some()) {
            return found.or_else(|reason| any.ok_or(reason));
        }
        let _ = token;
        any.ok_or(Reason::TokenUnrecognized)
    }

    /// Every provider, at its own place.
    pub(crate) fn all(&self) -> &[Route] {
        &self.all
    }

    pub(crate) fn upstream_calls(&self) -> u64 {
        self.all
            .iter()
            .map(|route| route.provider.upstream_calls())
            .sum()
    }
}

/// Why the providers do not fit together: the name of the one that was added last, and of the one
/// that it collides with.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum RouteError {
    EmptyPrefix(Arc<str>),
    SecondAny(Arc<str>, Arc<str>),
    SecondExtension(Arc<str>, &'static str),
    #[cfg(feature = "jwt")]
    NoIssuer(Arc<str>),
    #[cfg(feature = "jwt")]
    SecondAnyJwt(Arc<str>, Arc<str>),
    #[cfg(feature = "jwt")]
    TakenIssuer(Arc<str>, Arc<str>, Cow<'static, str>),
    TakenPrefix(Arc<str>, Arc<str>, Cow<'static, str>),
}

impl fmt::Display for RouteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptyPrefix(name) => {
                write!(
                    f,
                    "provider `{name}` claims the empty prefix; give it `Shape::Any` if it is to take every token"
                )
            }
            Self::SecondAny(name, first) => {
                write!(
                    f,
                    "provider `{name}` is the second that takes any token, after `{first}`; give one of them a prefix"
                )
            }
            Self::SecondExtension(name, _) => {
                write!(
                    f,
                    "two enrichments of the customers of `{name}` give this type, and a handler could not tell them apart; wrap one of them in a type of its own"
                )
            }
            #[cfg(feature = "jwt")]
            Self::NoIssuer(name) => {
                write!(
                    f,
                    "provider `{name}` takes the signed tokens of no issuer; name one, or give it `Shape::AnyJwt`"
                )
            }
            #[cfg(feature = "jwt")]
            Self::SecondAnyJwt(name, first) => {
                write!(
                    f,
                    "provider `{name}` is the second that takes the signed tokens of any issuer, after `{first}`; name the issuer of one of them"
                )
            }
            #[cfg(feature = "jwt")]
            Self::TakenIssuer(name, first, issuer) => {
                write!(
                    f,
                    "provider `{name}` claims the issuer `{issuer}`, which `{first}` has; remove one of them"
                )
            }
            Self::TakenPrefix(name, first, prefix) => {
                write!(
                    f,
                    "provider `{name}` claims the prefix `{prefix}`, which `{first}` has; remove one of them"
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        provider::{ProviderError, SessionFacts, SessionProvider},
        token::SessionToken,
    };

    #[derive(Debug)]
    struct Named(&'static str, Shape);

    impl SessionProvider for Named {
        fn name(&self) -> &str {
            self.0
        }

        fn shape(&self) -> Shape {
            self.1.clone()
        }

        fn recognize(&self, token: &str) -> Recognition {
            if token.ends_with("bad") {
                Recognition::Malformed
            } else {
                Recognition::Candidate
            }
        }

        async fn verify(&self, _: &SessionToken) -> Result<SessionFacts, ProviderError> {
            Err(ProviderError::denied())
        }
    }

    fn routes(providers: Vec<Named>) -> Result<Routes, RouteError> {
        Routes::new(
            providers
                .into_iter()
                .map(|provider| Arc::new(provider) as Arc<dyn DynProvider>)
                .collect(),
            &[],
        )
    }

    #[test]
    fn the_longest_prefix_wins_whatever_the_order() {
        let routes = routes(vec![
            Named("short", Shape::prefixes(["a_"])),
            Named("long", Shape::prefixes(["a_b_"])),
            Named("rest", Shape::Any),
        ])
        .unwrap();

        let name = |token| routes.find(token).map(|route| route.name.to_string());

        assert_eq!(name("a_x"), Ok("short".into()));
        assert_eq!(name("a_b_x"), Ok("long".into()));
        assert_eq!(name("zzz"), Ok("rest".into()));
        assert_eq!(name("a_bad"), Err(Reason::TokenMalformed));
    }

    #[test]
    fn a_token_that_nobody_claims_is_unrecognized() {
        let routes = routes(vec![Named("one", Shape::prefixes(["a_"]))]).unwrap();

        assert_eq!(
            routes.find("b_").map(|route| route.index).unwrap_err(),
            Reason::TokenUnrecognized
        );
    }

    #[test]
    fn claims_that_contradict_each_other_are_refused() {
        let same = routes(vec![
            Named("one", Shape::prefixes(["a_"])),
            Named("two", Shape::prefixes(["a_"])),
        ]);
        let any = routes(vec![Named("one", Shape::Any), Named("two", Shape::Any)]);
        let empty = routes(vec![Named("one", Shape::prefixes([""]))]);

        assert_eq!(
            same.unwrap_err(),
            RouteError::TakenPrefix("two".into(), "one".into(), "a_".into())
        );
        assert_eq!(
            any.unwrap_err(),
            RouteError::SecondAny("two".into(), "one".into())
        );
        assert_eq!(empty.unwrap_err(), RouteError::EmptyPrefix("one".into()));
    }
}
