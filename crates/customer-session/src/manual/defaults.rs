//! Defaults: every one with its range and its reason.
//!
//! Ranges are checked when a configuration is built, all at once; the error names the setting, the
//! value and what would work.
//!
//! # `CustomerSessionConfigBuilder`
//!
//! | setting | default | range | reason |
//! |---|---|---|---|
//! | `provider` | none | at least one | without one no token could ever be good; two must not claim the same tokens |
//! | `sources` | the `Authorization` header | at least one | the only place that RFC 6750 §2.1 obliges a server to read, and the only one that needs no further protection |
//! | `session_lifetime` | 60 s | 1 s to 1 h | takes the issuer out of almost every request of an active customer; longer only lengthens the life of a session that ended |
//! | `customer_lifetime` | 10 min | 1 s to 24 h | names and addresses change rarely, and each look-up spends a [rate limit](super::caching#what-it-does-to-your-rate-limit) that your whole backend shares |
//! | `denial_lifetime` | 10 s | 0 s to 5 min | stops a client that retries in a loop; it is also all that a customer loses if the issuer was behind its own truth |
//! | `customer_denial_lifetime` | 10 min | 0 s to 24 h | a customer id does not change hands, and foreign sessions must not spend your rate limit |
//! | `refresh_ahead` | 20 % | 0 to 90 % | the last fifth of a life is long enough to ask twice, and short enough that most answers are used for most of their time; 0 renews nothing |
//! | `lifetime_jitter` | 10 % | 0 to 50 % | after a few lives, sessions that began together are spread over all of a life |
//! | `stale_if_error` | 0 s | 0 s to 24 h | whether availability is worth serving somebody who may have been denied is yours to say |
//! | `longest_session` | 24 h, where the provider does not say; Polar's does: 1 h, and one of signed tokens with a `max_age`: that, and twice the leeway | 1 min to 400 days | for so long a revocation is kept; one that is too short lets ended sessions in again, except those that stand in the token itself (JWT), which end when it is over |
//! | `max_revocations` | 100,000 | 1 to 10,000,000 | some 10 MiB; beyond it nothing can be ended, and the attempt says so |
//! | `session_cache` | 100,000 entries, 96 MiB | 1 to 4,294,967,295 entries; 4 KiB to 1 TiB | sessions active within a minute, far beyond most shops; about 0.9 KiB each, and the claims of a signed token beside |
//! | `customer_cache` | 100,000 entries, 128 MiB | as above | about 1.3 KiB each, which is Polar's JSON of a customer with some metadata |
//! | `max_denials` | 10,000 of tokens, 10,000 of customers | 1 to 1,000,000 | denials are mostly garbage; about 3 MiB each |
//! | `max_token_bytes` | 8 KiB | 64 B to 64 KiB | what common servers accept as a whole header; opaque tokens are some fifty bytes |
//! | `max_verifications` | 1,024 tokens, and as many customers | 1 to 100,000 | 200 new sessions a second, even if each question takes the whole 5 s |
//! | `verification_timeout` | 5 s | 10 ms to 60 s | longer than a healthy issuer ever needs, shorter than a person waits |
//! | `breaker` | 5 failures in a row; pauses of 5 s, doubled up to 60 s | 1 to 1,000,000; 1 ms to 1 h | a burst of bad luck is shorter, an outage longer; [outages](super::outages#an-issuer-in-trouble) has the picture |
//! | `retries` | one question in ten, 10 saved at most | 0 to 100 %; 0 to 1,000,000 | enough for a connection that broke, and no load on an issuer that is down |
//! | `unknown_token_rate` | 200 a second, in bursts of 1,000 | at least 1, per 1 ms to 24 h | a thousand customers come back at once after a restart; garbage costs an issuer no more than that |
//! | `realm` | `customer` | printable ASCII without `"` and `\` | RFC 9110 §11.5 wants a name for what is protected; it stands between quotes, so that nothing needs an escape |
//! | `clock` | the system's | | replaced in tests |
//! | `entropy` | the operating system's | | one key is made from it when the configuration is built |
//! | `runtime` | that on which `build` is called, else that of the first request | a tokio runtime | connections belong to the runtime that opened them, and actix-web's workers come and go |
//!
//! A lifetime or a size of zero where the range excludes it is an error and no way to switch the
//! cache off: set `session_lifetime` and `customer_lifetime` to 1 s for the least there is.
//!
//! # Layers and middleware
//!
//! | setting | default | reason |
//! |---|---|---|
//! | mode | [`Mode::Required`](crate::Mode::Required) | a route that forgot to choose is closed and not open |
//! | preflights | [`Preflight::Pass`](crate::Preflight::Pass), as anonymous | browsers send them without credentials, and refusing them breaks every cross-origin client |
//! | response to rejections | a problem document (RFC 9457) | machine-readable, with a challenge and nothing internal |
//!
//! # Fixed numbers
//!
//! | what | value | reason |
//! |---|---|---|
//! | `Retry-After` of a 503 if the issuer states none | 5 s | long enough that a crowd does not hammer, short enough that a restarted issuer is found soon |
//! | the longest `Retry-After` that is passed on | 1 h | a typo at the issuer must not send a client away for a day |
//! | the longest answer of an issuer | 256 KiB | far more than any answer about one session or customer takes; of Polar's customers with their state 1 MiB, since nothing bounds what a customer has |
//! | the longest time for which an issuer is left alone that asked for it | 60 s | one question finds out whether it still wants to be |
//! | the pause before a question is tried once more | 50 to 150 ms | long enough for a connection to be made anew |
//! | the pause between two attempts to renew an answer | 2 s | an issuer that cannot answer now is not asked at every request |
//! | leeway on expiry | none | issuers state it to the second, and an opaque token can be asked about |
//!
//! # `ReqwestTransport` (feature `upstream`)
//!
//! | setting | default | range | reason |
//! |---|---|---|---|
//! | `connect_timeout` | 2 s | 10 ms to 60 s | a connection within a region takes milliseconds; a packet that is lost twice still gets through |
//! | `timeout` | 5 s, for an exchange as a whole | 10 ms to 60 s | no longer than the verification that it serves |
//! | `tls_roots` | those that the operating system trusts | at least one certificate in `Pem` and `PemFile` | administrators manage them there; `Pem` and `PemFile` trust theirs *instead* |
//!
//! Not settable: rustls for TLS; no redirects, since requests carry credentials; no proxies of the
//! environment, since a variable must not decide who sees tokens; no retries, since the engine makes
//! them within a budget; no decompression, since a small answer could become a large one; no cookies; the
//! `User-Agent` is `customer-session/` and the version. Bring an
//! [`HttpTransport`](crate::upstream::HttpTransport) of your own to choose otherwise.
//!
//! # `JwtProviderBuilder`, where keys are fetched (feature `jwt`)
//!
//! | setting | default | range | reason |
//! |---|---|---|---|
//! | `jwks_url` | found in the issuer's metadata | https, or http on this machine | whoever can change what arrives from there decides who your customers are; there is no way around |
//! | `warm_up` | off | | an application starts, and its tests run, without a call that nobody needs |
//! | `key_refresh` | 10 min, less up to a tenth | 10 s to 24 h, and 20 s together with `keys_outlive_outage` | for so long a key that was withdrawn is good still; with an `ETag` an issuer sends nothing new six times an hour |
//! | `unknown_key_cooldown` | 30 s | 1 s to 1 h | random keys cost an issuer two fetches a minute, and a key that is used the moment it is published is known half a minute later at worst |
//! | `keys_outlive_outage` | 1 h | 0 s to 24 h | keys change rarely, and an outage of their address alone must not sign anybody out; for so long nobody hears that one was withdrawn |
//! | `transport` | `ReqwestTransport` | required without the feature `upstream` | |
//!
//! Fixed: 256 KiB and 100 keys in a set, and 64 KiB of metadata, several times what any issuer
//! publishes; 10 s for a fetch, metadata included; pauses of 1 s to 60 s between fetches that fail,
//! and up to half as much again at random, or what `Retry-After` says, up to 5 min; metadata are
//! asked for again with every twelfth fetch, and where the keys are gone, and keys are fetched from
//! where they were if that fails; a fetch begins 10 s at least before keys would be too old. `Cache-Control` is not
//! read: how long a withdrawn key is good is yours to say, and not the issuer's cache's.
//!
//! # `IntrospectionProviderBuilder` (feature `introspection`)
//!
//! | setting | default | range | reason |
//! |---|---|---|---|
//! | endpoint, or issuer that is to be asked for it | none | required; https, or http on this machine | tokens and credentials travel there, and whoever answers decides who your customers are |
//! | `client_secret_basic`, `client_secret_post`, `private_key_jwt`, `bearer` | none | exactly one | RFC 7662 §2.1: without credentials anybody could try tokens out |
//! | `assertion_audience` | the issuer | required for `private_key_jwt` where no issuer is set | an assertion that names an endpoint can be had by another server that names the same one |
//! | `entropy` | the operating system's | | ids of assertions are made from it |
//! | `signed_answers` | none: plain JSON is asked for | an issuer, and whom answers are for | many servers sign none |
//! | `warm_up` | off | | nothing is asked that nobody needs |
//! | `leeway` | 30 s | 0 s to 300 s | synchronized clocks differ by less; for `nbf` and `iat` alone |
//! | `token_type_hint` | none | | no server need heed it |
//! | `audience`, `issuer`, `parties`, `required_scope` | none | not empty | many servers state none of them; set what yours states |
//! | `prefix` | none: every token that no other provider claims | | most servers' tokens have none |
//! | `map` | `sub`, else `username` | | `sub` never changes hands; some servers state the other only |
//! | `name` | `introspection`, or `commercetools` | | two servers must be told apart |
//! | `transport` | `ReqwestTransport` | required without the feature `upstream` | |
//!
//! Fixed: no leeway for `exp`, since the server itself stops calling the token active then. `exp` may
//! be absent (RFC 7662 §2.2): then a session lasts as long as the server says so, asked once in a
//! `session_lifetime`. An assertion is good for 60 s, and a signed answer for 5 min and the leeway.
//! Metadata, of which 64 KiB are read, are asked for again after an hour, up to a tenth sooner at
//! random, or after a minute where there is no endpoint; 10 s for that; the pauses after failures are
//! those of `JwtProviderBuilder`.
//!
//! # `MeProviderBuilder` (feature `me`) and `VerifyCallProviderBuilder` (feature `verify-call`)
//!
//! | setting | default | range | reason |
//! |---|---|---|---|
//! | endpoint | none, or the preset's | required; https, or http on this machine | tokens travel there, and whoever answers decides who your customers are |
//! | `field` | none | a JSON pointer; `CustomerId` required, unless there is a `map` | no two servers agree, and a guess names somebody else |
//! | `expires_at`, `issued_at` | none | a JSON pointer, and a `TimeFormat` | a number does not say whether it counts seconds or milliseconds |
//! | `active` | none: 200 says that it is good | a JSON pointer to a boolean | |
//! | `must_be` | none | a JSON pointer and a value | |
//! | `rule` | none; of `me`, 401 is a denial | for 200 and 300 to 499, but for 408 and 429; with a word for 200, and of `verify-call` for 401 and 403 | a status means several things, and a denial that is none signs a customer out |
//! | `details` | none | a JSON pointer, or `""` for all | what nobody reads takes no room |
//! | `token_header`, `token_cookie` (`me`) | `Authorization: Bearer` | the name of a header or cookie | |
//! | `post` (`me`) | a `GET` | | |
//! | `header` | none | not one that the provider or the HTTP client sets | |
//! | `bearer`, `basic`, `header` (`verify-call`) | none | at least one, no header twice | without a secret anybody could try tokens out |
//! | `token_in_json`, `token_in_form` (`verify-call`) | none | one required | a token in an address would be logged |
//! | `member` (`verify-call`) | none | text only in a form | |
//! | `prefix`, `name`, `transport` | as of `IntrospectionProviderBuilder`; the name is `me`, `verify_call`, or the preset's | | |
//!
//! Fixed: 30 s of leeway for when a session began, and none for its end, as above.
//!
//! # `PolarBuilder` (crate `customer-session-polar`)
//!
//! | setting | default | range | reason |
//! |---|---|---|---|
//! | server | chosen by `Polar::production`, `sandbox` or `server` | https, or http on this machine | data and tokens of the two servers are apart, so that neither may be the silent default |
//! | `access_token` | none | required; not a session token, no white space | the look-up that tells your customers from others' |
//! | `organization_id` | none | required, a UUID | compared with the organization of every customer that is looked up |
//! | `api_version` | `2026-10` | `YYYY-MM`, or `ApiVersion::Current` | answers keep their shape until you choose; a version that is retired, or that Polar does not know yet, locks nobody out |
//! | `customer_rate` | 400 a minute, 80 at the sandbox, in bursts of a quarter | at least 1, per 1 ms to 24 h | four fifths of what Polar allows your whole organization |
//! | `checksum` | `Checksum::Required` | or `Ignored` | garbage costs no call; `Ignored` is for the day on which Polar changes the form |
//! | `transport` | `ReqwestTransport` with its defaults | any `HttpTransport` | |
//! | `tls_roots` | those that the operating system trusts; none for http on this machine | | a server in clear text shows no certificate, and a container without any must still reach it |
//! | `allow_clear_text` | not allowed | [`TokensInClearText`](crate::danger::TokensInClearText) | whoever reads the network could act as any customer |
//!
//! A `transport` of your own brings its own TLS: `tls_roots` beside it is refused by `build()`.
//!
//! # `WebhookBuilder` (feature `webhook`; Polar's and Stripe's webhooks)
//!
//! | setting | default | range | reason |
//! |---|---|---|---|
//! | `secret` | none | one to eight; at least 16 bytes beside the prefix | without one anybody could end sessions; two for the time in which one is replaced; each costs a hash of a body that anybody can send |
//! | `tolerance` | 5 min, in both directions | 10 s to 15 min | what the senders' own libraries allow; a recorded delivery is soon worth nothing |
//! | `max_body_bytes` | 256 KiB | 1 KiB to 8 MiB | far more than an event about one customer takes; it is read and hashed before it is known who sent it |
//! | `event_lifetime` | 24 h | 2 tolerances to 7 days | senders try again for hours, and for days at Stripe; a repetition that is applied again revives nothing |
//! | `max_events` | 10,000 | 100 to 1,000,000 | at most some 4 MiB; beyond it the oldest is forgotten, since refusing new events would be worse |
//!
//! Not settable: the clock, which is the configuration's; `Retry-After` of a 503, which is 60 s,
//! since a full engine makes room in minutes.
