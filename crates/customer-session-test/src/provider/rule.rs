//! What every provider must keep.

use std::fmt;

/// Declares every rule once: its documentation, its sentence, and the mend.
macro_rules! rules {
    ($($(#[$docs:meta])* $name:ident => $sentence:literal, $mend:literal;)+) => {
        /// What every provider must keep.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum Rule {
            $($(#[$docs])* #[doc = ""] #[doc = $mend] $name,)+
        }

        impl Rule {
            /// Every rule there is, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The rule, as a sentence.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $sentence,)+ }
            }

            /// How a provider that breaks it is mended.
            #[must_use]
            pub const fn mend(self) -> &'static str {
                match self { $(Self::$name => $mend,)+ }
            }
        }
    };
}

rules! {
    /// A good session is accepted.
    AcceptsGood => "a good session is accepted, as its own customer's",
        "See what was asked and what was answered; an address that the bench has no answer for is a 404.";
    /// An answer about somebody else is refused.
    BelievesNoOther => "an answer about another customer is not taken for the one that was asked about",
        "Read the id from the answer, and compare it with the one that was asked for.";
    /// An answer is read up to a bound.
    BoundsAnswers => "an answer without end is not read to its end",
        "Stop reading at a bound, such as `HttpRequest::max_answer_bytes`, and fail.";
    /// Each request is counted.
    CountsCalls => "`upstream_calls` counts every request",
        "Send every request through one `Upstream`, and return its `calls()`.";
    /// The issuer's "no" is a denial.
    DeniesDenied => "the issuer's \"no\" is a denial",
        "Map this answer to `ProviderError::denied`, `expired` or `not_our_customer`.";
    /// A question can be given up.
    DropsCleanly => "a question that is given up stops at once, and leaves the provider whole",
        "Do not block the thread in `verify` and `customer`, and keep no half-done state or lock in the provider across an await.";
    /// A session's time ends.
    EndsSessions => "a session whose time is over is not served",
        "State the end in `SessionFacts::expires_at`, or return `ProviderError::expired`.";
    /// A fault is no "no".
    FaultsAreNoDenials => "what could not be found out is never a denial",
        "Return `denied`, `expired` and `not_our_customer` only for the issuer's own \"no\", told by status and body; where this is one, add it to the bench with `denied`.";
    /// No redirect is followed.
    FollowsNoRedirect => "no redirect is followed",
        "Switch redirects off in the HTTP client: whoever they lead to would get the token.";
    /// Faults of the issuer's are named so.
    NamesTrouble => "an issuer that is down, or whose answer is none, is a fault of the issuer's (503)",
        "Use `ProviderError::unavailable`, `timed_out` or `malformed_answer`.";
    /// No text shows what must stay secret.
    KeepsSecrets => "no error and no `Debug` shows a token, a credential or personal data",
        "Give errors texts of your own instead of the parser's or the answer's, and write `Debug` of what holds secrets by hand.";
    /// Addresses hold no token.
    KeepsTokensOutOfAddresses => "no token and no credential stands in an address",
        "Send it in a header or in the body: addresses are logged (RFC 6750 §2.3).";
    /// The name is a label.
    LabelsItself => "`name` is a short label that does not change",
        "Return a constant of up to 32 of `a-z`, `0-9`, `-` and `_`.";
    /// A limit is told by whose it is.
    NamesLimits => "a limit is the customer's (429) if it was met with their token, and ours (503) if with our credentials",
        "Map 429 to `ProviderError::customer_rate_limited` or `own_rate_limited`, by the credentials of the call.";
    /// Nothing panics.
    NeverPanics => "nothing panics, whatever the token is and whatever is answered",
        "Replace indexing, `unwrap` and unchecked arithmetic by `get`, `?` and checked ones.";
    /// Only the issuer's own "yes" is a yes.
    OnlyAnswersVouch => "only the issuer's own \"yes\" is accepted",
        "Look at the status first, then read the body strictly; do not fill in what is not there.";
    /// Refused credentials of ours are our fault.
    OwnsItsCredentials => "refused credentials of ours are a fault of ours (500)",
        "Map 401 and 403 to a call with your own credentials to `ProviderError::credentials_refused`.";
    /// Good tokens have a good form.
    RecognizesGood => "`recognize` takes every good token",
        "Return `Recognition::Malformed` only for what can never be a token; `Candidate` only costs a call.";
    /// Somebody else's customers are refused.
    RefusesForeignCustomers => "a customer who is not ours is refused as such",
        "Return `ProviderError::not_our_customer`, which is remembered per customer.";
    /// A token reaches the issuer as it was presented.
    SendsTokensWhole => "a token arrives at the issuer as it was presented, whatever is in it",
        "Let a library encode it: `HttpRequest::post_form`, `HttpRequest::bearer`, or a JSON serializer.";
    /// Good tokens have the shape.
    ShapeTakesGood => "the engine takes the provider, and its `shape` takes every good token",
        "Let `shape` return the prefix that all tokens have, and give the provider a name.";
    /// The facts are of now.
    StatesTimes => "the times of a good session are plausible",
        "Read the unit of times right (seconds or milliseconds), and leave those out that the issuer does not state.";
    /// The same answers make the same facts.
    StaysTheSame => "the same answers make the same facts",
        "Take facts from the answers alone, and not from the clock or from what was asked before.";
    /// New members are no flaw.
    TakesNewMembers => "an answer with members that are new is still an answer",
        "Ignore what you do not know: no `deny_unknown_fields`.";
    /// The issuer's wish is passed on.
    TellsTheWait => "the issuer's `Retry-After` is passed on",
        "Pass `HttpAnswer::retry_after()` to `ProviderError::retry_after`.";
    /// Two sessions are two.
    TellsSessionsApart => "two sessions are told apart",
        "Let `identity` return a part of the token that no other has, and keep nothing from one question to the next.";
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
