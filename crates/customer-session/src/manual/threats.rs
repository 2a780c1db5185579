//! Threats, what prevents each of them here, and what is left to you.
//!
//! Each section ends with the rule that holds, worded so that a test can break it. Sections are in
//! the order of the road: [at the door](#at-the-door), [before asking](#before-asking), [while
//! asking](#while-asking), [in the cache](#in-the-cache), [from outside](#from-outside), [on the way
//! out](#on-the-way-out), and [what is not prevented](#what-is-not-prevented).
//!
//! # At the door
//!
//! ## Two credentials in one request
//!
//! A proxy that reads the first `Authorization` line and an application that reads the last one see
//! two different people. RFC 9110 §5.3 forbids a sender to repeat the field, RFC 6750 §2 to send a
//! token by two methods. Neither first nor last wins here.
//!
//! **Rule:** two `Authorization` lines are a 400 `several_tokens`, whatever they hold, and so are
//! credentials joined by a comma (`Basic …, Bearer …`), a query token beside one in a header, and
//! two different tokens anywhere. Other places may repeat the same token, as a browser does that
//! sends its cookie with everything.
//!
//! ## Odd bytes in credentials
//!
//! `Bearer` alone, a tab for the space, a second word, NUL, bytes that are no UTF-8: each has
//! crashed or confused a parser somewhere. One parser over bytes serves all adapters, compares the
//! scheme without case (RFC 9110 §11.1), and accepts the grammar of RFC 6750 §2.1 and nothing
//! beside it.
//!
//! **Rule:** no input panics, and what is no b64token is a 400 `credentials_malformed` for which
//! nobody is asked and nothing is remembered. What follows `Bearer ` is [looked
//! for](super::caching#speed) among the tokens that are known before its grammar is checked, so that
//! all that is computed of it is a keyed hash, of no more bytes than a token may have.
//!
//! ## Very long tokens
//!
//! **Rule:** a token over [`max_token_bytes`](super::defaults) is a 400 `token_too_long` before it
//! is hashed. A server in front bounds the header as a whole.
//!
//! ## Header splitting, and injection into the challenge
//!
//! A realm, a description or a body that echoes what the client sent lets the client write headers
//! or markup into its own response, or into a cached one.
//!
//! **Rule:** statuses, headers and bodies of rejections are constants, but for the realm, which is
//! checked when the configuration is built, for the scopes that a route [requires](crate::rights),
//! which stand in the challenge of a 403 and are checked when the requirement is made, and for a
//! number of seconds. Nothing of the request, the token or the issuer's answer is echoed.
//!
//! ## Forged identity
//!
//! Middleware that passes identity on by headers (`X-User-Id`) trusts whoever can set that header.
//! Identity travels in the request's extensions here, which no client can write; [`Customer`] has
//! no `Deserialize`, and no public constructor but [`Customer::assertion`], which an auditor can
//! search for.
//!
//! **Rule:** an adapter removes whatever customer, session or anonymity an outer layer left, before
//! it installs its own verdict. A rejected request goes on with none.
//!
//! ## A bad token that passes as nobody
//!
//! In "optional" authentication it is tempting to treat a refused token as no token. Then a client
//! never learns that its session ended, and a page that shows more to customers shows less without
//! a word.
//!
//! **Rule:** [`Mode::Optional`] refuses a bad token. [`Mode::Lenient`] lets it pass as anonymous,
//! but a fault (429, 500, 503) stays a fault in every mode: a paying customer must not look like a
//! guest.
//!
//! ## Preflights as a way around
//!
//! **Rule:** a preflight (`OPTIONS` with `Origin` and `Access-Control-Request-Method`) passes as
//! anonymous and never with a customer. What a route does on `OPTIONS` for nobody is the route's
//! own decision; [`Preflight::Authenticate`] takes it away.
//!
//! # Before asking
//!
//! ## Floods of garbage
//!
//! A flood of made-up tokens wants three things: calls to the issuer, memory, and the eviction of
//! good sessions. A token whose shape no provider claims costs no call, nor does one whose form its
//! provider refuses: Polar's tokens carry a checksum. Denials live in partitions of their own.
//!
//! **Rule:** a session is remembered after a "yes" only, so that no amount of garbage evicts one;
//! at most [`max_denials`](super::defaults) denials of tokens and as many of customers are kept; at
//! most [`max_verifications`](super::defaults) questions are under way, beyond which a token that
//! is not remembered is a 503 `overloaded` at once. Hits are served throughout.
//!
//! ## Learning from the answer
//!
//! **Rule:** the client reads the same code, `token_invalid`, for a token that the issuer denied,
//! one of a foreign customer, and one of an unknown shape. Only what it can act on has a word of
//! its own.
//!
//! # While asking
//!
//! A chapter of its own, [asking], since an issuer that is asked can be slow, wrong, somebody else's,
//! or somebody else; and one for OAuth servers, [introspection].
//!
//! # In the cache
//!
//! ## Keys that collide
//!
//! A key that is made by joining strings, or by a function of the user's, can be made equal for two
//! tokens, and whoever manages that is served the other one's customer.
//!
//! **Rule:** the key is a keyed 128-bit hash (SipHash-1-3) of the whole token under a random key
//! that is made when the configuration is built and never leaves the process. There is no setting
//! for it.
//!
//! ## One token in two texts
//!
//! Of an ECDSA signature anybody makes a second one that is as good, without the key. Where what was
//! ended is known by the whole token, a thief turns the signature over after the customer signed
//! out, and is in again. Unpadded base64url that need not be canonical has the same flaw.
//!
//! **Rule:** a session is ended by the part of its token that its
//! [signature is over](crate::provider::SessionProvider::identity), and a text that is not canonical
//! is refused.
//!
//! ## What was ended and is good again
//!
//! An issuer of signed tokens is never asked, so that a token which was ended here is good again as
//! soon as that is forgotten, if it has not expired by then.
//!
//! **Rule:** such a session ends, at the latest, when a revocation of it would be
//! [forgotten](crate::config::CustomerSessionConfigBuilder::longest_session).
//!
//! ## Verdicts of one configuration served by another
//!
//! ORY Oathkeeper's CVE-2021-32701 was a cached introspection answer that let a request skip checks
//! which its own route asked for.
//!
//! **Rule:** what is cached is what the issuer said, never what a route made of it; the mode is
//! applied anew to each request, and so is what the route [requires](crate::rights) of scopes and
//! roles.
//! Configurations share nothing unless one is a clone of the other, and customers of two providers
//! are kept apart even if their ids are equal.
//!
//! ## One issuer's rights on another's routes
//!
//! A configuration may hold several providers, and each has words of its own for what a session may
//! do. At one of them whoever signs up is the `owner` of a team; at another that is the role of your
//! own staff.
//!
//! **Rule:** scopes and roles are compared as words, whichever provider vouches for the session.
//! Where two providers could use one word, say whose counts, by
//! [`Requirement::from_provider`](crate::Requirement::from_provider), or give each a configuration,
//! and a layer, of its own.
//!
//! ## Expiry that is not checked on a hit
//!
//! **Rule:** nothing is served at or past the expiry that the issuer stated, nor past its lifetime,
//! whatever the wall clock does: [both clocks](super::caching#deadlines) must agree.
//!
//! ## Poisoning by denial
//!
//! Whoever presents a token a moment before it becomes valid could lock its owner out, if "no" is
//! kept for long. If faults are kept as well, an outage outlives itself.
//!
//! **Rule:** only the issuer's own "no" is remembered, for 10 s by default. "Not our customer"
//! keeps for 10 min, since a customer id does not change hands.
//!
//! # From outside
//!
//! ## Forged and altered webhooks
//!
//! Whoever can make an event believed signs customers out. Receivers have fallen to bodies that were
//! parsed and printed again before they were verified, to empty secrets, and to comparisons that
//! stop at the first wrong byte.
//!
//! **Rule:** a delivery is verified over the bytes as they came, before anything is parsed, by
//! HMAC-SHA256 compared in constant time. A secret that is blank or can be guessed is refused by
//! `build()`, and a header that stands twice is none. Every refusal is the same 401.
//!
//! ## Webhooks that are recorded, repeated or late
//!
//! **Rule:** a delivery that was signed more than the [tolerance](super::defaults) ago or ahead is a
//! 401. An event is applied once; what could not be applied does not count as seen, and is a 503 so
//! that it comes again. No event makes an ended session good, in whatever order they come.
//!
//! ## Trust in what an event says
//!
//! **Rule:** of an event's data only ids are read. No customer is made of it: what changed is asked
//! for. An event about a connected account of Stripe's is not taken for one about yours.
//!
//! ## Floods of webhooks
//!
//! **Rule:** a body is read up to [`max_body_bytes`](super::defaults) and refused unread if it
//! declares more; the time is checked before anything is hashed. How many requests one address may
//! send is for the server in front to bound.
//!
//! # On the way out
//!
//! ## Tokens in logs and errors
//!
//! `{:?}` of a request, a header or an error is how tokens get into logs.
//!
//! **Rule:** [`SessionToken`](crate::token::SessionToken) has no `Display` and no `Serialize`, and
//! its `Debug` shows nothing; requests to issuers print neither credentials nor bodies, and mark
//! the `Authorization` header as sensitive; no token stands in an address that is asked; errors are
//! logged without the address and without values from the issuer's answer. Events hold provider,
//! reason, status, fault and cause. Customers, sessions and members print ids, roles and times
//! only.
//!
//! ## Tokens in addresses
//!
//! **Rule:** a query token is removed from the request's address before any inner layer or handler
//! sees it. What stands outside of this layer saw it: proxies, a trace layer further out, the
//! browser.
//!
//! ## Sessions that come back
//!
//! A session was ended, and an answer that left the issuer before that arrives after it; or a
//! webhook about a customer's birth arrives after the one about the customer's end.
//!
//! **Rule:** an answer is too old if its question left before the change, whenever it arrives; what
//! was ended stays ended whatever is said later; and where two clocks do not agree, a session that
//! was asked about before its end had begun before its end.
//!
//! ## Shared HTTP caches
//!
//! Shared caches keep off responses to requests with `Authorization` by themselves (RFC 9111 §3.5),
//! but not off those to cookies, other headers or query tokens.
//!
//! **Rule:** a response to a token from such a place is marked `Cache-Control: private`, unless the
//! handler says `private` or `no-store` itself. Rejections are `no-store`.
//!
//! ## Timing
//!
//! A token is looked up by its keyed hash, so that no comparison stops at the first wrong character
//! of it. That a remembered token is answered faster than an unknown one can be seen, and tells
//! only those who hold the token.
//!
//! # What is not prevented
//!
//! - **Stolen tokens.** Whoever holds a bearer token is the customer. Keep tokens out of addresses
//!   and out of scripts' reach.
//! - **Sessions that ended a moment ago** are served until the
//!   [staleness](super::caching#staleness) is over, unless a webhook tells or you
//!   [end](crate::revoke) them.
//! - **Sessions that were ended here** are still good at the issuer: Polar and Stripe cannot revoke
//!   them. A restart of this process forgets what was ended, and other replicas never knew.
//! - **Requests that outlive their session.** A WebSocket or a stream is judged when it begins: race
//!   it with [`VerifiedSession::ended`].
//! - **Request forgery** with cookies: see [`TokenSource`](crate::token::TokenSource).
//! - **Scopes and roles** that nobody asks for. They are handed over, in [`VerifiedSession`], and
//!   enforced where a route [requires](crate::rights) them, [as old](crate::rights#how-old-they-are)
//!   as the [staleness](super::caching#staleness) allows; those of a signed token date from its
//!   issue, and hold until it expires or is ended.
//! - **Many well-formed tokens at once** use up the [pace](super::outages#pacing) of unknown tokens,
//!   and new sessions see 503 while remembered ones are served. Limit requests per client address
//!   in front.
//! - **Many foreign customers.** Each costs one call with your own access token per 10 min.
//!   Somebody who creates thousands of them can use up the pace of those calls, and customers who
//!   are not remembered see 503; your rate limit at the issuer is not used up.
//! - **Tokens on which the issuer fails.** Somebody who knows one of them can open the breaker, by
//!   presenting it five times, since faults are not remembered. The five must be in a row, so that it
//!   takes an issuer that few others ask; remembered sessions are served throughout.
//! - **A wrong clock.** One that is fast finds sessions expired early; one that is slow serves a
//!   session past its expiry, for at most its cached lifetime, until the issuer is asked again.
//!
//! [`Customer`]: crate::Customer
//! [`Customer::assertion`]: crate::Customer::assertion
//! [`Mode::Lenient`]: crate::Mode::Lenient
//! [`Mode::Optional`]: crate::Mode::Optional
//! [`Preflight::Authenticate`]: crate::Preflight::Authenticate
//! [`VerifiedSession`]: crate::VerifiedSession
//! [`VerifiedSession::ended`]: crate::VerifiedSession::ended

pub mod asking;
pub mod introspection;
