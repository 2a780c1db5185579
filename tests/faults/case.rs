//! One case: what goes wrong, and what comes of it for everybody.

use std::{fmt, time::Duration};

use customer_session::{Reason, rejection::Fault};
use futures_util::future::join_all;

use crate::{
    app::Told,
    world::{SERVED, SUSPENDED, Timeouts, Trouble, World},
};

/// What goes wrong, and what comes of it for a customer whom nobody asked about yet.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// What the issuer does, in the words of the manual.
    pub(crate) what: &'static str,
    pub(crate) trouble: Trouble,
    /// What the customer is told; nothing if the request is served all the same.
    pub(crate) refusal: Option<Refusal>,
    /// What the operator reads about it, in part.
    pub(crate) cause: &'static str,
    pub(crate) calls: Calls,
    pub(crate) ends: Ends,
}

/// Why a customer is refused, and for how many seconds it should stay away.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refusal {
    pub(crate) reason: Reason,
    pub(crate) retry_after: Option<u64>,
    /// Whether it may be one customer's doing, so that it says nothing of the issuer.
    pub(crate) of_one_customer: bool,
}

/// How many HTTP requests are made, and how many of them arrive.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Calls {
    made: u64,
    arrive: u64,
}

/// What ends the wait.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Ends {
    /// The trouble itself.
    AtOnce,
    /// The transport's bound on a connection.
    ByConnectTimeout,
    /// The transport's bound on an exchange.
    ByTimeout,
}

/// Writes a list of cases, and a test for each.
macro_rules! cases {
    ($($(#[$docs:meta])* $name:ident { $($field:ident: $value:expr,)+ })+) => {
        /// The cases of this file, in order.
        pub(crate) fn all() -> Vec<$crate::case::Case> {
            vec![$($crate::case::Case { $($field: $value,)+ }),+]
        }

        $(
            $(#[$docs])*
            #[tokio::test]
            async fn $name() {
                $crate::case::Case { $($field: $value,)+ }.prove().await;
            }
        )+
    };
}

pub(crate) use cases;

impl Case {
    /// Brings the trouble about between a customer who is remembered and one who is not.
    pub(crate) async fn prove(self) {
        let world = World::with(self.ends.timeouts(), |config| config).await;
        let (warm, cold) = (world.warm_token().await, world.token());
        let before = world.calls();
        let present = world.bring(self.trouble.clone()).await;

        let (told, remembered) = tokio::join!(world.app.ask(&cold), world.app.ask(&warm));

        assert_eq!(remembered.verdict(), SERVED, "one who is remembered");
        self.hold(&told);
        for secret in [&cold, &warm, &world.access_token] {
            assert!(
                !told.holds(secret),
                "an echo of a secret in {:?}",
                told.http
            );
        }
        assert_eq!(world.calls() - before, self.calls.made, "calls made");
        assert_eq!(world.arrived(&present), self.calls.arrive, "calls arrived");
        assert_eq!(present.trapped(), 0, "connections where the issuer sent us");
        self.prove_of_many(&world).await;
        world.end(present);
        // Whatever anybody was told to wait for is over.
        world.clock.advance(Duration::from_secs(60));
        for token in [&cold, &warm] {
            assert_eq!(world.app.ask(token).await.verdict(), SERVED, "afterwards");
        }
    }

    /// Brings the trouble's fifth victim about, and looks at the sixth: an issuer at fault is left
    /// alone by then, and whoever else is at fault is no reason for that.
    async fn prove_of_many(&self, world: &World) {
        let four = (2..=5).map(|_| world.ask_cold());
        join_all(four).await;
        let before = world.calls();

        let sixth = world.ask_cold().await;

        let is_the_issuers = self.refusal.is_some_and(|refusal| {
            refusal.reason.fault() == Fault::Issuer && !refusal.of_one_customer
        });
        assert_eq!(
            sixth.verdict() == SUSPENDED,
            is_the_issuers,
            "the sixth: {:?}",
            sixth.verdict()
        );
        if is_the_issuers {
            assert_eq!(world.calls(), before, "calls for the sixth");
        }
    }

    /// The row in the manual.
    pub(crate) fn row(&self) -> String {
        let (what, calls, ends) = (self.what, self.calls.made, self.ends);
        let refusal = self.refusal.map_or_else(
            || "200 | none | none | none".to_owned(),
            |refusal| refusal.to_string(),
        );
        format!("| {what} | {refusal} | {calls} | {ends} | 200 |")
    }

    /// Holds what the customer was told against what the case says.
    fn hold(&self, told: &Told) {
        let took = told.took;
        assert!(took <= PATIENCE, "the customer waited for {took:?}");
        assert!(took >= self.ends.earliest(), "answered after {took:?}");
        let Some(Refusal {
            reason,
            retry_after,
            ..
        }) = self.refusal
        else {
            assert_eq!(told.verdict(), SERVED);
            return;
        };
        assert_eq!(told.verdict(), (reason.status(), reason.as_str()));
        assert_eq!(told.code(), reason.code());
        assert_eq!(told.retry_after(), retry_after);
        assert_eq!(told.http.header("cache-control"), Some("no-store"));
        // Nobody is sent to sign in again.
        assert_eq!(told.http.header("www-authenticate"), None);
        let cause = told.cause();
        assert!(cause.contains(self.cause), "the operator reads: {cause}");
    }
}

impl Refusal {
    pub(crate) const MALFORMED: Self = Self::unavailable(Reason::IssuerAnswerMalformed);
    pub(crate) const MISCONFIGURED: Self = Self::fault(Reason::Misconfigured);
    pub(crate) const OWN_REFUSED: Self = Self::fault(Reason::CredentialsRefused);
    pub(crate) const TIMEOUT: Self = Self::unavailable(Reason::IssuerTimeout);
    pub(crate) const TOO_LONG: Self = Self {
        of_one_customer: true,
        ..Self::MALFORMED
    };
    pub(crate) const UNAVAILABLE: Self = Self::unavailable(Reason::IssuerUnavailable);

    pub(crate) const fn new(reason: Reason, retry_after: Option<u64>) -> Self {
        Self {
            reason,
            retry_after,
            of_one_customer: false,
        }
    }

    /// A fault of ours, which no waiting mends.
    const fn fault(reason: Reason) -> Self {
        Self::new(reason, None)
    }

    /// A 503 without a word of the issuer about how long.
    const fn unavailable(reason: Reason) -> Self {
        Self::new(reason, Some(5))
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (status, code) = (self.reason.status(), self.reason.code());
        write!(f, "{status} | `{}` | `{code}` | ", self.reason)?;
        match self.retry_after {
            Some(seconds) => write!(f, "{seconds} s"),
            None => f.write_str("none"),
        }
    }
}

impl Calls {
    /// Session and customer.
    pub(crate) const ALL: Self = Self::arriving(3);
    /// The session's own two, which find nobody.
    pub(crate) const LOST: Self = Self { made: 2, arrive: 0 };
    /// The session's own two.
    pub(crate) const SESSION: Self = Self::arriving(2);

    pub(crate) const fn arriving(calls: u64) -> Self {
        Self {
            made: calls,
            arrive: calls,
        }
    }
}

impl Ends {
    /// The bound that is tried is short, and all others are far beyond patience: what is answered in
    /// time was ended by nothing else.
    const fn timeouts(self) -> Timeouts {
        match self {
            Self::AtOnce => Timeouts::LONG,
            Self::ByConnectTimeout => Timeouts {
                connect: SHORT,
                ..Timeouts::LONG
            },
            Self::ByTimeout => Timeouts {
                exchange: SHORT,
                ..Timeouts::LONG
            },
        }
    }

    const fn earliest(self) -> Duration {
        match self {
            Self::AtOnce => Duration::ZERO,
            // Less a tick of the clock that it is measured by.
            Self::ByConnectTimeout | Self::ByTimeout => SHORT.saturating_sub(TICK),
        }
    }
}

/// In the words of the manual, with the defaults.
impl fmt::Display for Ends {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AtOnce => "at once",
            Self::ByConnectTimeout => "after 2 s",
            Self::ByTimeout => "after 5 s",
        })
    }
}

/// How long a customer may wait at most in these tests; far more than a healthy machine takes.
const PATIENCE: Duration = Duration::from_secs(5);
/// Long enough for requests to arrive on a machine that stalls.
const SHORT: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(20);
