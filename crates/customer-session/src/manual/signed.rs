//! Signed sessions: when to use them, how their keys change, and what can still end them.
//!
//! A session is *opaque*, a word that only its issuer understands, or *signed*: a JWT (RFC 7519)
//! that says whose it is, and that anybody verifies who has the issuer's public key. The same layer,
//! extractors, refusals and revocations serve both, also side by side in one configuration. This
//! chapter is about the feature `jwt`.
//!
//! # Which one
//!
//! | | opaque | signed |
//! |---|---|---|
//! | who is asked about a session that is new here | its issuer, each time | nobody, while its key is at hand |
//! | an outage of the issuer reaches | every session that is not remembered | nobody, for [an hour](#keys) |
//! | a session that the issuer ended is refused | within the [staleness](super::caching#staleness), 60 s | when it expires, unless somebody [tells](#ending-a-session) this process |
//! | a new name, e-mail address, role or scope counts | within the staleness | with the next token |
//! | whoever holds it reads | nothing | all of its claims |
//! | a stolen key of the issuer's | does not exist | is every customer, until it is withdrawn |
//!
//! Polar and Stripe issue opaque sessions. Where several services of yours verify the same customer,
//! one of them can verify the opaque session and exchange (`JwtIssuer::exchange`) it
//! for a signed one that lives some minutes and never outlives what it was made from; all others
//! verify that without a call, by a `JwtProvider` with `customer_sessions`, which knows a member of
//! a team from the customer in person.
//!
//! # What is verified, in this order
//!
//! | step | what | refused with |
//! |---|---|---|
//! | shape | three parts in canonical base64url, bounded; a header in JSON with no member twice; nothing that must be understood (`crit`, `b64`) | `token_malformed`, `token_encrypted`, `token_json_serialized`, `header_malformed`, `header_critical` |
//! | issuer | `iss` is a configured issuer's, to the letter | `issuer_unknown` |
//! | key | `alg` is on that issuer's list, and a key of that issuer for that algorithm has the token's `kid` | `algorithm_refused`, `key_unknown` |
//! | signature | it is that key's, over the bytes as they came | `signature_invalid` |
//! | kind | `typ` is absent, `JWT` or `at+jwt`, unless configured, and no `events` are told of | `token_type_refused` |
//! | times | `exp` is stated and has not come; `nbf` and `iat` have; the greatest age, where configured | `claims_missing`, `token_expired`, `claims_not_yet_valid`, `claims_too_old` |
//! | for whom | `aud` names this application; `azp` and `client_id` are on the list, where configured | `claims_audience_mismatch`, `claims_party_mismatch` |
//! | whose | the claims name a customer, who is not the client itself, where configured | `claims_missing`, `claims_malformed`, `claims_refused` |
//!
//! The header and the claims are a stranger's words until the signature proved good: before it, they
//! only choose among issuers, keys and algorithms that are configured. Keys and addresses that a
//! token brings along (`jwk`, `jku`, `x5c`, `x5u`) are never looked at.
//!
//! Only issuers that sign for you alone can do without an audience: everywhere else, the token that
//! a customer gave to another shop would be good at yours. So
//! `audience` is required, and what switches
//! it off stands in [`danger`](crate::danger).
//!
//! # How much the issuer promises
//!
//! The rules above suit every issuer. Some of them promise more, and each promise shuts a door:
//!
//! - **It follows RFC 9068**: its access tokens have the `typ` `at+jwt`, and `client_id`, `iat`, `jti`
//!   and `sub` among their claims. [`rfc9068`] holds it to that. An ID token, which is for the client
//!   to read and no proof of a right, has another `typ` then, and is refused.
//! - **It lets others choose a `client_id`**, by dynamic registration (RFC 7591) or in a form. A
//!   client gets tokens for itself, by its own credentials and without any customer, and their `sub`
//!   is its `client_id` (RFC 9068 §2.2). Whoever may choose that, and chooses the id of a customer,
//!   is this customer (RFC 9068 §5, RFC 9700 §4.15). [`refuse_clients`] refuses such tokens, where
//!   `sub` is the same as `client_id` or `azp`. It is needed with such issuers only, and not set by
//!   default, since services that test themselves, or call each other, use such tokens too.
//! - **It marks its tokens**, by a tenant, a mode or a state:
//!   [`require_value`](crate::provider::jwt::JwtProviderBuilder::require_value). The presets do so
//!   where it matters: Clerk's pending sessions, and the test mode of Commerce Layer, are refused.
//!
//! # Keys
//!
//! Given keys never change. Fetched ones do, and no request is hurt by it:
//!
//! ```text
//!         fetched      ahead of 10 min       the issuer is down             1 h more
//! ────────────┼──────────────┼───────────────────┼──────────────────────────────┼──────▶
//! request     │  no call     │  no call, renewed │  no call, tried again         │  503
//!             │              │  in the background│  in the background            │
//! ```
//!
//! - **Rotation.** A token by a key that is not known makes one call, for which all such tokens wait,
//!   and then none for 30 s, whatever arrives: so a new key is good at first sight, and a flood of
//!   invented ones costs the issuer two fetches a minute. Where that fetch fails, such tokens are a
//!   503 for as long, and the next one makes the next fetch. Publish a key half a minute before it
//!   signs, and not even that matters. Give a new key a new name: a signature that does not fit the
//!   key of its name is refused and makes no call, since anybody can forge one, so that another key
//!   by an old name is found only when the keys are fetched anew.
//! - **Withdrawal.** A key that is gone from the set is refused after the next fetch, also for
//!   sessions that are remembered, and [`stale_if_error`](super::outages#bridging-an-outage) serves
//!   none of them. To be rid of a stolen key sooner, restart, or end the sessions.
//! - **A set without a usable key** is a set too, and withdraws all that were there. It denies nobody:
//!   tokens get 503 `issuer_answer_malformed`, with an event at error level, and the issuer is asked
//!   again after 1 s and then ever more seldom, until it publishes a key. An answer that is no set
//!   (HTML, cut JSON) withdraws nothing.
//! - **Age** counts by both clocks, so that a machine that was suspended trusts no key for longer.
//!   Give keys that must [outlive](super::defaults) nothing an interval of 20 s at least.
//! - **Where they are** is what the metadata say, while they name the issuer to the letter and an https
//!   address. Where the metadata cannot be had, keys are fetched from where they were. An address on
//!   this machine or a private network, as a number or as `localhost`, is refused unless the issuer
//!   is there itself; a *name* that leads there is not found out: bound by your network what this
//!   process can reach.
//! - **Unusable keys** are left out one by one, with an event: RSA below 2048 bits, a point off its
//!   curve, a shared secret in a public place, two keys of one name. The others serve on.
//! - **Readiness.** [`CustomerSessionConfig::readiness`] says for each issuer whether its keys are at
//!   hand (`ready`), too old to trust for ever (`aging`), or missing (`not_ready`).
//!
//! # Ending a session
//!
//! Nobody is asked about a signed session, so that what ends it before its time must come here:
//!
//! - [`Sessions::of_token_id`] ends one token (`jti`), [`Sessions::of_session`] all of a session
//!   (`sid`), [`Sessions::of_subject`] everything of a `sub`, [`Sessions::of_issuer`] everything of
//!   an issuer. The next request is refused, remembered or not.
//! - `LogoutEndpoint` takes the logout tokens of OpenID Connect Back-Channel Logout 1.0, and ends
//!   the sessions that they name.
//! - A revocation is kept for [`longest_session`], 24 h by default. Tokens that live for longer need
//!   more, or a greatest age (`max_age`).
//! - Each process is told by itself, and a restart forgets: the shorter the life of a token, the less
//!   that matters. Fifteen minutes are a good life.
//!
//! # Clocks
//!
//! `exp`, `nbf` and `iat` are judged by this machine's clock with 30 s of leeway, which clocks on a
//! common time server never need; at most 5 min can be set. A token is served until its `exp` and the
//! leeway are over, remembered or not.
//!
//! # Shared secrets
//!
//! HS256, HS384 and HS512 verify and sign by the same secret: every service that verifies can sign.
//! They are for issuers that offer nothing else, such as Shopify's and BigCommerce's, each with a
//! preset. A secret is as long as its hash at least, is no public key in disguise, and never stands
//! beside public keys.
//!
//! # The backend
//!
//! Signatures are verified by `jsonwebtoken` over aws-lc-rs, which is named directly. Whatever other
//! crates of the program do with `jsonwebtoken`, switch on its other backend or install one for the
//! process, changes nothing here; and nothing is installed for them.
//!
//! [`CustomerSessionConfig::readiness`]: crate::CustomerSessionConfig::readiness
//! [`Sessions::of_issuer`]: crate::revoke::Sessions::of_issuer
//! [`Sessions::of_session`]: crate::revoke::Sessions::of_session
//! [`Sessions::of_subject`]: crate::revoke::Sessions::of_subject
//! [`Sessions::of_token_id`]: crate::revoke::Sessions::of_token_id
//! [`refuse_clients`]: crate::provider::jwt::JwtProviderBuilder::refuse_clients
//! [`rfc9068`]: crate::provider::jwt::JwtProviderBuilder::rfc9068
//! [`longest_session`]: crate::config::CustomerSessionConfigBuilder::longest_session
