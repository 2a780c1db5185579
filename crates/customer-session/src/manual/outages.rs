//! Outages: each way an issuer can fail, what clients see, and where you see it.
//!
//! # Denial or fault
//!
//! Every question to an issuer ends in one of three ways:
//!
//! - **Yes.** The request goes on with its customer.
//! - **No**, a *denial*: the issuer said that this token is no session, or that this customer is
//!   not yours. 401, remembered for a while.
//! - **Nobody knows**, a *fault*. Not a 401, and not remembered: the next request asks again.
//!
//! The line between the last two decides whether an outage signs your customers out. A client that
//! is told 401 throws its session away and sends the customer to sign in again; a client that is
//! told 503 keeps the session and comes back. So whatever is not the issuer's own "no" is a fault.
//!
//! # What clients see
//!
//! A session that is [remembered](super::caching) is served in every case below, and never learns
//! of it. Its time is short, 60 s by default: an outage that lasts longer reaches everyone, unless
//! it is [bridged](#bridging-an-outage). A token that is not remembered is asked about, and this
//! comes of it, at Polar and with the defaults:
//!
//! | the issuer | status | reason | `code` | `Retry-After` | calls | answered | remembered |
//! |---|---|---|---|---|---|---|---|
//! | connection refused | 503 | `issuer_unavailable` | `unavailable` | 5 s | 2 | at once | 200 |
//! | no connection in time | 503 | `issuer_timeout` | `unavailable` | 5 s | 2 | after 2 s | 200 |
//! | unknown host name | 503 | `issuer_unavailable` | `unavailable` | 5 s | 2 | at once | 200 |
//! | certificate of an authority that is not trusted | 503 | `issuer_unavailable` | `unavailable` | 5 s | 2 | at once | 200 |
//! | certificate of another name | 503 | `issuer_unavailable` | `unavailable` | 5 s | 2 | at once | 200 |
//! | expired certificate | 503 | `issuer_unavailable` | `unavailable` | 5 s | 2 | at once | 200 |
//! | something else than TLS on the port | 503 | `issuer_unavailable` | `unavailable` | 5 s | 2 | at once | 200 |
//! | plain HTTP on the port for TLS | 503 | `issuer_unavailable` | `unavailable` | 5 s | 2 | at once | 200 |
//! | connection closed before the answer | 503 | `issuer_unavailable` | `unavailable` | 5 s | 2 | at once | 200 |
//! | connection reset in the middle of the body | 503 | `issuer_unavailable` | `unavailable` | 5 s | 2 | at once | 200 |
//! | connection closed in the middle of the body | 503 | `issuer_unavailable` | `unavailable` | 5 s | 2 | at once | 200 |
//! | an answer that is not HTTP | 503 | `issuer_unavailable` | `unavailable` | 5 s | 2 | at once | 200 |
//! | no answer in time | 503 | `issuer_timeout` | `unavailable` | 5 s | 2 | after 5 s | 200 |
//! | headers that trickle | 503 | `issuer_timeout` | `unavailable` | 5 s | 2 | after 5 s | 200 |
//! | a body that trickles | 503 | `issuer_timeout` | `unavailable` | 5 s | 2 | after 5 s | 200 |
//! | headers without end | 503 | `issuer_unavailable` | `unavailable` | 5 s | 2 | at once | 200 |
//! | a body without end | 503 | `issuer_answer_malformed` | `unavailable` | 5 s | 2 | at once | 200 |
//! | a body that is announced with more than 256 KiB | 503 | `issuer_answer_malformed` | `unavailable` | 5 s | 2 | at once | 200 |
//! | a body packed with gzip, of any size | 503 | `issuer_answer_malformed` | `unavailable` | 5 s | 2 | at once | 200 |
//! | 200 with HTML | 503 | `issuer_answer_malformed` | `unavailable` | 5 s | 2 | at once | 200 |
//! | 200 with JSON that is cut off | 503 | `issuer_answer_malformed` | `unavailable` | 5 s | 2 | at once | 200 |
//! | 200 with JSON by another content type | 503 | `issuer_answer_malformed` | `unavailable` | 5 s | 2 | at once | 200 |
//! | 200 with JSON that lacks a field | 503 | `issuer_answer_malformed` | `unavailable` | 5 s | 2 | at once | 200 |
//! | a redirect to another host | 500 | `misconfigured` | `server_error` | none | 2 | at once | 200 |
//! | 404 where the API should be | 500 | `misconfigured` | `server_error` | none | 2 | at once | 200 |
//! | 404 to the pinned API version | 200 | none | none | none | 6 | at once | 200 |
//! | 401 with HTML, of a proxy | 503 | `issuer_unavailable` | `unavailable` | 5 s | 2 | at once | 200 |
//! | 403 with HTML, of a proxy | 503 | `issuer_unavailable` | `unavailable` | 5 s | 2 | at once | 200 |
//! | 500 | 503 | `issuer_unavailable` | `unavailable` | 5 s | 2 | at once | 200 |
//! | 502 | 503 | `issuer_unavailable` | `unavailable` | 5 s | 2 | at once | 200 |
//! | 503 | 503 | `issuer_unavailable` | `unavailable` | 5 s | 2 | at once | 200 |
//! | 503 with `Retry-After: 30` | 503 | `issuer_unavailable` | `unavailable` | 30 s | 2 | at once | 200 |
//! | 429 to the customer's own token | 429 | `rate_limited` | `rate_limited` | none | 2 | at once | 200 |
//! | 429 to the customer's own token, with `Retry-After: 60` | 429 | `rate_limited` | `rate_limited` | 60 s | 2 | at once | 200 |
//! | 401 to your access token | 500 | `credentials_refused` | `server_error` | none | 3 | at once | 200 |
//! | 403 to your access token | 500 | `credentials_refused` | `server_error` | none | 3 | at once | 200 |
//! | 429 to your access token | 503 | `own_rate_limited` | `unavailable` | 5 s | 3 | at once | 200 |
//! | 429 to your access token, with `Retry-After: 60` | 503 | `own_rate_limited` | `unavailable` | 60 s | 3 | at once | 200 |
//!
//! *Calls* is how many HTTP requests the one token costs: the session's two go out side by side,
//! and the customer's is made once they are answered. *Answered* is when the client gets its
//! response: at once, as soon as the failure shows, or when the transport's bound is reached, 2 s
//! for a connection and 5 s for an exchange as a whole. *Remembered* is the status of a request, at
//! that very moment, whose session is remembered. The workspace's tests bring each of these about
//! over real sockets, and hold this table against what they see.
//!
//! Where the connection is at fault, nobody was sent a request or a credential. A redirect is not
//! followed, and nothing is unpacked. The failure of a call at the network, or a 5xx without
//! `Retry-After`, is tried a second time as long as no more than a tenth of all questions are;
//! nothing else is.
//!
//! These are refused without a call:
//!
//! | what happens | reason | status | `Retry-After` |
//! |---|---|---|---|
//! | the issuer failed five times in a row, or said `Retry-After` with a 5xx | `issuer_suspended` | 503 | the time until it is tried again |
//! | the issuer said 429 to your access token | `own_rate_limited` | 503 | the time until it is tried again |
//! | more unknown tokens than the pace allows | `unknown_tokens_paced` | 503 | the time until the pace allows one |
//! | more calls with your access token than the pace allows | `own_calls_paced` | 503 | the time until the pace allows one |
//! | too many questions are under way | `overloaded` | 503 | 5 s |
//! | the verification panicked, or its runtime ended | `verification_aborted` | 503 | 5 s |
//!
//! And these, once the issuer said yes:
//!
//! | what happens | reason | status | `Retry-After` |
//! |---|---|---|---|
//! | what you [add](crate::enrich) to customers gave an error, panicked, or did not come in time | `enrichment_unavailable` | 503 | 5 s |
//! | it [said](crate::enrich::EnrichError::failed) that somebody must mend it | `enrichment_failed` | 500 | none |
//!
//! An extractor or a requirement on a route that no layer wraps is `layer_missing`, a 500: a fault of the
//! application and no outage, but it is counted among the faults of ours.
//!
//! The issuer's `Retry-After` is read as a number of seconds and passed on up to one hour; a date
//! is not read. Polar's is the length of its window, 60 s, and not what is left of it. 500s have
//! none, since waiting does not mend a configuration.
//!
//! # Why 429 is not 503
//!
//! A limit on the customer's own token is the customer's: other customers are served, and a client
//! that slows down is helped. A limit on your access token hits everybody who is not remembered,
//! through no fault of theirs: for them the service is unavailable.
//!
//! # Lenient routes
//!
//! `.optional()` and `.lenient()` turn no fault into an anonymous request. While the issuer is
//! down, a request *with* a token that is not remembered gets the 503, and a request without one
//! passes. If a page must be shown to everybody at all times, do not send the token with it, or
//! answer 503 in the client by asking again without.
//!
//! # Slow issuers
//!
//! A slow issuer holds requests, and requests hold memory and connections. All who wait for one
//! token share one question; at most 1,024 tokens, by default, are asked about at a time; each
//! question ends after 5 s as a whole. What exceeds the number is refused at once and does not
//! queue. Lower `verification_timeout` if your own clients give up earlier, and keep it above the
//! issuer's slow answers. The transport's own timeouts, 2 s to connect and 5 s for an exchange,
//! apply as well.
//!
//! # An issuer in trouble
//!
//! Asking an issuer that is down helps nobody: customers wait for an answer that does not come, and
//! the issuer comes back to a crowd. So each issuer has a breaker:
//!
//! ```text
//!            5 failures in a row                after 5 s
//!   closed ──────────────────────▶ open ───────────────────▶ half open
//!     ▲                             ▲                            │ one question tries
//!     └──────────── it is answered ─┼────────────────────────────┤
//!                                   └─── it fails: twice as long ┘   at most 60 s
//! ```
//!
//! - **Closed.** Everything is asked. A failure is a fault of the issuer's: unreachable, silent, or
//!   an answer that is none. A denial and a limit are no failures: the issuer is well.
//! - **Open.** Nobody is asked. Remembered sessions are served; everybody else is refused on first
//!   sight, with the time until the next attempt in `Retry-After`.
//! - **Half open.** One question tries; all others are refused meanwhile. One good answer closes the
//!   breaker.
//!
//! An issuer that says itself how long it wants to be left alone, with `Retry-After` on a 5xx or on
//! a 429 to your own access token, is left alone for that long, and for a minute at most: then one
//! question finds out whether it still wants to be.
//!
//! A connection that broke or a 5xx is tried once more after 50 to 150 ms, as long as no more than
//! one question in ten was asked twice; never a timeout, a limit, or an answer that is none, and
//! never anything but the questions of a verification, which change nothing at the issuer.
//!
//! [`stats`](crate::CustomerSessionConfig::stats) shows the state of each breaker.
//!
//! # Pacing
//!
//! Two things are asked at a bounded rate, however many clients want them:
//!
//! - **Unknown tokens**, by default 200 a second and issuer, in bursts of 1,000. In a flood of
//!   well-formed garbage this bounds what the issuer sees. Its victims are customers whose session
//!   is not remembered: they cannot be told from the garbage, and get a 503 with `Retry-After`.
//!   Remembered sessions are served and renewed at any rate.
//! - **Calls with your own credentials**, where the provider says so: at Polar 400 a minute, since
//!   your whole organization shares 500. They are made only for sessions that the issuer vouched
//!   for, so that garbage costs none of them.
//!
//! # Where tokens are signed
//!
//! Signed tokens (feature `jwt`) are verified by the issuer's public keys. An issuer whose keys
//! cannot be fetched costs nobody anything as long as those that are there are not
//! [too old](super::defaults): 10 minutes until they should have been fetched anew, and an hour.
//!
//! | | a token of a key that is known | of one that is not |
//! |---|---|---|
//! | keys at hand | verified at once | waits for one fetch for all, then 401 `key_unknown`; again at once for 30 s |
//! | keys at hand, and the last fetch failed | verified at once | 503; waits for the next fetch once it may be tried |
//! | none yet, too old, or all withdrawn | waits for a fetch; 503 if it fails, and at once until the next is tried | likewise |
//!
//! A fetch that fails is a 503 with the reason it would have anywhere else: unreachable, late, or
//! no key set. So is one that brings a set without a usable key, which
//! [withdraws](super::signed#keys) those that were there. A redirect, a 404, and metadata that name another issuer are a 500 `misconfigured`.
//! [`readiness`](crate::CustomerSessionConfig::readiness) tells for each provider whether its keys
//! are fresh (`ready`), older than they should be (`aging`), or not there (`not_ready`).
//!
//! # Bridging an outage
//!
//! By default nothing is served past its lifetime: whoever is served then may have been denied
//! meanwhile. With [`stale_if_error`](super::defaults) a remembered session is served for that much
//! longer while its issuer cannot be asked. It is asked each time, unless it is in trouble; never
//! is a session served past the expiry that the issuer stated, over a denial, or after it was ended
//! here. Nor is a signed session whose key was withdrawn, or whose keys are too old: how long keys
//! outlive an outage is a bound of its own, which this one does not lengthen.
//! [`VerifiedSession::is_stale`](crate::VerifiedSession::is_stale) tells the handler, which
//! may want to sell nothing on an old answer, and an event tells you.
//!
//! A customer's own rate limit is no outage and is not bridged. Your own credentials that are
//! refused are: the mistake is yours and not the customers'.
//!
//! # An API version that Polar does not know
//!
//! Polar keeps three quarterly versions of its API alive and answers 404 to older ones, and to those
//! that are not published yet or mistyped. That is no outage: the call is made once more without the
//! version, an event at error level says so, and sessions are verified at twice the number of calls
//! until you set an `api_version` that Polar knows; `Polar::check` names one.
//!
//! # Where you see it
//!
//! - **Events** (feature `tracing`, target `customer_session`). One per question that failed, with
//!   `provider`, `reason` and `cause`: at debug level for a denial, at warn for a fault of the
//!   issuer or a limit on your access token. One when an issuer is left alone, tried, and asked
//!   again. At error, once in ten seconds, what will not mend itself (`credentials_refused`,
//!   `misconfigured`); likewise at warn what happens to every request of an outage. No event holds a
//!   token or personal data.
//! - **Metrics** (feature `metrics`), and [`CustomerSessionConfig::stats`] without it: refused
//!   requests by reason. Watch the reasons whose [fault](crate::Reason::fault) is `issuer` or `us`.
//!   [Observability](super::observability) lists events, spans and metrics by name.
//! - **The response.** Its extensions hold the [`Rejection`], for an outer layer to log; the client
//!   sees status, code and `Retry-After`.
//!
//! # Who is blamed
//!
//! | [fault](crate::rejection::Fault) | reasons |
//! |---|---|
//! | caller | every 400 and 401, and `rate_limited` |
//! | issuer | `issuer_unavailable`, `issuer_timeout`, `issuer_answer_malformed`, `issuer_suspended` |
//! | us | `credentials_refused`, `misconfigured`, `own_rate_limited`, `own_calls_paced`, `unknown_tokens_paced`, `overloaded`, `enrichment_unavailable`, `enrichment_failed`, `verification_aborted`, `layer_missing` |
//!
//! # At start-up
//!
//! Building a configuration asks nobody, so that an application starts while the issuer is down.
//! Ask on purpose: `Polar::check` finds a wrong access token, a missing scope, a foreign
//! organization and a version that Polar does not know. Stop on those errors, and go on when Polar
//! could merely not be reached.
//!
//! [`CustomerSessionConfig::stats`]: crate::CustomerSessionConfig::stats
//! [`Rejection`]: crate::Rejection
