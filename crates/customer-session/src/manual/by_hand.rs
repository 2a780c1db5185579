//! Writing a provider by hand: a whole one, why it decides as it does, and the suite that tries it.
//!
//! Write one where no provider here fits your issuer. Look first whether one does: a server that is
//! asked about its tokens by RFC 7662 is asked by `IntrospectionProvider`, signed tokens are verified
//! by a `JwtProvider`, and sessions that your own backend created are found by a `RegistryProvider`.
//!
//! # The issuer
//!
//! *Harbor* is invented, and like most: a shop that signs its customers in and gives each a token
//! for the storefront. Its documents say this much.
//!
//! | call | credentials | answers |
//! |---|---|---|
//! | `GET /v1/session` | the customer's token | 200: `id`, `customer_id`, `created_at` and `expires_at` in seconds since 1970, `scopes`. 401: `error` is `session_unknown`, `session_revoked` or `session_expired`. 429 with `Retry-After` |
//! | `GET /v1/customers/{id}` | the merchant's key | 200: `id`, `merchant_id`, `email`, `email_verified`, `name`. 404: `error` is `customer_unknown`. 401, 403: the key. 429 with `Retry-After` |
//!
//! Tokens are `hbr_` and 24 letters and digits. Any merchant's session is answered for, whoever
//! asks: that it is a session of *this* merchant's customer, only the second call tells.
//!
//! # The provider
//!
//! All of it. It asks over a transport that it is given, such as `ReqwestTransport` of the feature
//! `upstream`: redirects, timeouts, certificates and the bound on an answer's length are settled
//! [there](crate::upstream::HttpTransport).
//!
//! ```
#![doc = include_str!("by_hand/provider.rs")]
//! ```
//!
//! # Each status, and why
//!
//! The [rule](super::outages) behind all of it: a **denial** is what the issuer said no to, by its
//! status *and* its word for it. It becomes a 401 and is remembered. Everything else is a **fault**:
//! nobody knows whether the session is good, the customer is not signed out, and nothing is
//! remembered.
//!
//! | answer | to the session's token | to our key | why |
//! |---|---|---|---|
//! | 200 and the documented JSON | facts | record | |
//! | 200 and anything else | `malformed_answer`, 503 | likewise | A captive portal answers 200 as well. What is missing is not made up: a session without its end would never end |
//! | 401, `session_expired` | `expired`, 401 | | The issuer's "no". It has a constructor of its own, since a client can act on it: sign in again |
//! | 401, `session_unknown` or `session_revoked` | `denied`, 401 | | The issuer's "no". Which one is not told to the client |
//! | 401 or 403, anything else | `malformed_answer` or `misconfigured` | `credentials_refused`, 500 | A proxy in between answers 401 too, and would sign everybody out. To our key it says that the key is wrong, which no customer can mend: an event at error level tells you |
//! | 404, `customer_unknown` | | `not_our_customer`, 401 | The session is real, and the customer somebody else's. It is remembered for the customer, so that such sessions do not use up the key's limit |
//! | 404, anything else | `misconfigured`, 500 | likewise | The address is wrong. As a denial, a typo in the configuration would tell every customer that they do not exist |
//! | 429 | `customer_rate_limited`, 429 | `own_rate_limited`, 503 | Whose limit it is decides who is told to slow down: [why](super::outages#why-429-is-not-503) |
//! | 408, 5xx | `unavailable`, 503 | likewise | Trouble of the issuer's: the call is tried again once, and the [breaker](super::outages#an-issuer-in-trouble) counts it |
//! | 3xx | `misconfigured`, 500 | likewise | Redirects are not followed: whoever they lead to would get the token |
//! | any other 4xx | `misconfigured`, 500 | likewise | We ask in the wrong way |
//! | no connection, none in time, too long | by `?`: `unavailable`, `timed_out`, `malformed_answer` | likewise | `?` turns a [`TransportError`] into the right fault |
//!
//! # Other decisions
//!
//! - **`recognize`** refuses what can never be a token before a call is made. A wrong `Malformed`
//!   locks customers out, a wrong `Candidate` costs one call: where the form is not documented, leave
//!   it out.
//! - **The end** is stated, so that nothing is served past it, whatever is
//!   [remembered](super::caching). **The beginning** is stated, so that
//!   [ending](crate::revoke) a customer's sessions spares those that begin afterwards.
//! - **`customer`** compares the id of the record with the one that was asked for, and the merchant
//!   with ours, *after* the session proved good. An id that the issuer sent is put into an address by
//!   [`BaseUrl::join`], as one segment.
//! - **`customer_rate`** leaves half of the key's limit to the rest of the shop.
//! - **`longest_session`** is what the issuer documents. A [revocation](crate::revoke) is remembered
//!   for that long.
//! - **Texts of errors** are our own. They are logged, and what a parser or an error page says
//!   repeats what it found: an e-mail address, or the token. `Debug` is written by hand for the same
//!   reason.
//! - **Nothing is kept** between questions. Remembering, waiting together, retries, pacing and time
//!   limits are the engine's, and it does them for every provider alike.
//!
//! # Trying it
//!
//! `customer_session_test::provider::conformance`, of the feature `provider`, plays the issuer on a
//! port of this machine. It needs the answers to a good session, and those that say no. From them it
//! makes what can go wrong, one call at a time, some hundreds in all: refused connections, hanging
//! ones, pages of proxies, JSON that is cut or lacks a member or has one of another type, limits,
//! redirects, bodies without end. For each broken rule it says what was done, what should have come
//! of it, what came, and the mend. This is Harbor's test; it is among the tests of
//! `customer-session-test`, which run it as it stands here:
//!
//! ```text
#![doc = include_str!("by_hand/conformance.rs")]
//! ```
//!
//! A provider that took a page with the status 502 for a "no" would be told:
//!
//! ```text
//! rules that the provider breaks: 1; that it keeps: 24, in 707 trials
//!
//! broken: what could not be found out is never a denial
//! - GET /v1/session was answered with 502 and a page: expected a fault of the issuer's (503); came the denial `token_denied` (401)
//! mend: Return `denied`, `expired` and `not_our_customer` only for the issuer's own "no", told by status and body; where this is one, add it to the bench with `denied`.
//! ```
//!
//! What the bench shows nothing of is not tried, and the report lists it.
//!
//! [`BaseUrl::join`]: crate::upstream::BaseUrl::join
//! [`TransportError`]: crate::upstream::TransportError
