//! Observability: what is seen from outside, by name.
//!
//! Events and spans go through `tracing` (feature `tracing`, on by default), metrics through
//! [`metrics`](https://docs.rs/metrics) (feature `metrics`, off by default). Both are facades: the
//! program chooses who listens. Nothing that is said, printed or counted holds a token, a secret, a
//! key, or personal data; ids of customers are printed by `Debug` and are in no event.
//!
//! # In one minute
//!
//! ```toml
//! customer-session = { version = "…", features = ["metrics"] }
//! ```
//!
//! Install a recorder first, such as that of `metrics-exporter-prometheus`. Then, before each
//! scrape or every ten seconds or so, call [`CustomerSessionConfig::publish_metrics`] on the one
//! configuration that you have. Watch:
//!
//! - `customer_session_rejections_total` with a `fault` of `issuer` or `us`: customers who are sent
//!   away through no fault of theirs.
//! - `customer_session_breaker_state{state="open"}`: an issuer is left alone.
//! - `customer_session_question_duration_seconds` by `outcome`: how long those wait who wait.
//! - `customer_session_webhook_deliveries_total` with an `outcome` of `forged`, `untimely`,
//!   `malformed` or `not_applied`: sign-outs that do not get through.
//!
//! # Metrics
//!
//! | name | kind | labels | what |
//! |---|---|---|---|
//! | `customer_session_lookups_total` | counter | `kind` | well-formed tokens that were presented; each counts once |
//! | `customer_session_accepted_total` | counter | none | requests that were given a customer |
//! | `customer_session_rejections_total` | counter | `reason`, `fault` | requests that were refused |
//! | `customer_session_stale_served_total` | counter | `reason` | requests that were given a session beyond its time, by why its issuer could not be asked; each is a look-up of kind `miss` or `coalesced` too |
//! | `customer_session_question_duration_seconds` | histogram | `provider`, `question`, `outcome` | how long a question took, the second attempt included |
//! | `customer_session_questions_in_flight` | gauge | `kind` | tokens and customers that are being asked about; `max_verifications` bounds each |
//! | `customer_session_retries_total` | counter | `provider` | questions that were asked a second time |
//! | `customer_session_refreshes_total` | counter | `provider`, `outcome` | answers that were asked for before their time was over |
//! | `customer_session_upstream_requests_total` | counter | `provider`, `status` | HTTP requests to issuers, for whatever purpose |
//! | `customer_session_breaker_state` | gauge | `provider`, `state` | 1 for the state that the way to an issuer is in, else 0 |
//! | `customer_session_breaker_transitions_total` | counter | `provider`, `state` | how often that state was entered; `open` counts each pause |
//! | `customer_session_holds_total` | counter | `provider`, `reason` | how often an issuer asked to be left alone (`Retry-After`) |
//! | `customer_session_revocations_total` | counter | `kind` | calls that ended sessions before their time |
//! | `customer_session_webhook_deliveries_total` | counter | `sender`, `outcome` | requests to webhooks |
//! | `customer_session_cache_entries` | gauge | `kind` | what is remembered |
//! | `customer_session_cache_bytes` | gauge | `kind` | what that counts against its bound |
//!
//! # Labels
//!
//! Every label has few values, none of which comes from a request.
//!
//! | label | values |
//! |---|---|
//! | `fault` | `caller`, `issuer`, `us`: whose [fault](crate::rejection::Fault) it is |
//! | `kind` | of look-ups: `fresh` (a remembered session), `negative` (a remembered denial), `coalesced` (waited for an answer on its way), `miss` (the issuer had to be asked); of revocations: `all`, `customer`, `issuer`, `member`, `session`, `token`; else `session`, `customer`, `denial` |
//! | `outcome` | of questions and refreshes: `accepted`, `denied`, `fault` (nobody knows: no answer in time, or none that is one); of deliveries: `applied`, `repeated`, `no_delivery` (unsigned, or not posted), `forged`, `untimely`, `malformed`, `not_applied` (the sender is asked to send it again) |
//! | `provider` | the [name](crate::provider::SessionProvider::name) of the provider, or what its [`Upstream`](crate::upstream::Upstream::provider) is called |
//! | `question` | `verify` (is the token a session?), `look_up` (who is its customer?), `enrich` (what does the application [add](crate::enrich)?) |
//! | `reason` | the word of a [`Reason`](crate::Reason) |
//! | `sender` | the [name](crate::endpoint) of the webhook's sender |
//! | `state` | `closed`, `half_open`, `open` |
//! | `status` | `1xx`, `2xx`, `3xx`, `4xx`, `5xx`, `none` (no whole answer arrived) |
//!
//! # When they are recorded
//!
//! A remembered session is served within some hundred nanoseconds, so that a look-up of a metric's
//! handle, with its labels, would cost as much as the rest. What happens to a request is counted by
//! one atomic addition, the same that [`CustomerSessionConfig::stats`] reads, and
//! [`CustomerSessionConfig::publish_metrics`] hands over what came since the last call: look-ups,
//! accepted and refused requests. It also sets the gauges. No thread of this crate runs in the
//! background to do that. Whatever waits for an issuer or comes from one is recorded as it happens:
//! everything else in the list.
//!
//! Durations are read from the configuration's [clock](crate::clock::Clock). The system's is coarse
//! on Linux (1 to 10 ms, usually 4), which is little beside a call over a network. Buckets are the
//! exporter's choice: 5, 10, 25, 50, 100, 250 and 500 ms, 1, 2.5, 5 and 10 s suit the timeout of
//! 5 s.
//!
//! A request whose session lacks what its route [requires](crate::rights) counts twice: as accepted,
//! since it was given a customer, and as refused. An anonymous one that a requirement refuses counts
//! as refused, by the reason that its layer held back. Not counted, and without an event, are
//! requests that are refused because no layer wraps their route (`layer_missing`), for they belong
//! to no configuration, and anonymous ones that an **extractor** refuses: it cannot know whether
//! its handler does without a customer.
//!
//! # Spans
//!
//! All have the target `customer_session` and the level info. `outcome` and `reason` are recorded
//! when the question ends, `reason` only if it was not accepted; a question that is given up for
//! want of time ends as a `fault` without a reason.
//!
//! | span | fields | what |
//! |---|---|---|
//! | `verify` | `provider`, `outcome`, `reason` | one question whether a token is a session, the second attempt included |
//! | `look_up` | `provider`, `outcome`, `reason` | one question who a customer is |
//! | `enrich` | `provider`, `outcome`, `reason` | all that the application adds to one customer |
//! | `renew` | `provider` | the questions by which an answer is renewed before its time is over |
//!
//! Questions are asked in tasks of their own. `verify`, `look_up` and `enrich` are children of the
//! span in which the first request came that needs them, since that request waits for them; so a trace
//! shows what it waited for, and its span does not close before the questions do, even if its
//! client hung up. Other requests that wait for the same answer have no span for that. Nobody waits
//! for a renewal: `renew` has no parent and follows from the request's span.
//!
//! # Events
//!
//! All have the target `customer_session`. An event is known by its message.
//!
//! | event | level | fields | when |
//! |---|---|---|---|
//! | `request refused` | debug | `reason`, `fault`, `status` | a request was refused, and [counted](#when-they-are-recorded) |
//! | `requests refused unjudged` | warn | `reason`, `unsaid` | of `overloaded` or `verification_aborted`; seldom |
//! | `session denied` | debug | `provider`, `reason` | the issuer said no |
//! | `session could not be verified` | warn | `provider`, `reason`, `cause` | a fault of the issuer, a limit on your access token, or `enrichment_unavailable` |
//! | `sessions cannot be verified until the configuration is mended` | error | `provider`, `reason`, `cause`, `unsaid` | `credentials_refused`, `misconfigured` or `enrichment_failed`; seldom |
//! | `session not verified` | debug | `provider`, `reason`, `cause` | the same each time, and `own_calls_paced` |
//! | `asking once more` | debug | `provider`, `reason` | a question is asked a second time |
//! | `answer renewed` | debug | `provider` | an answer was renewed in the background |
//! | `answer not renewed` | debug | `provider`, `reason` | it was not; the failure has an event of its own |
//! | `stale session served` | debug | `reason` | a session was served beyond its time |
//! | `stale sessions are served` | warn | `reason`, `unsaid` | the same; seldom |
//! | `breaker opened: the issuer is left alone` | warn | `provider`, `reason` | for the first time, or again after a probe that failed |
//! | `breaker half-open: one question goes out` | info | `provider` | the pause is over |
//! | `breaker closed: the issuer is asked again` | info | `provider` | the probe was answered |
//! | `issuer asked to be left alone` | warn | `provider`, `reason`, `seconds` | its answer had a `Retry-After`, or was a limit on your access token |
//! | `pace exhausted: nobody is asked` | warn | `provider`, `reason`, `unsaid` | `unknown_tokens_paced` or `own_calls_paced`; seldom |
//! | `sessions ended` | info | `kind` | sessions were ended before their time |
//! | `answers are asked for again` | debug | `kind` | what is remembered does not count any more |
//! | `denial of a customer forgotten` | debug | `provider` | a customer who was not yours may be yours now |
//! | `sessions could not be ended` | error | `error` | as many revocations are remembered as may be |
//! | `keys fetched` | debug | `provider`, `keys` | the keys of an issuer of signed tokens were fetched, or are still the newest |
//! | `key not used` | warn | `provider`, `key`, `why` | one of them is unusable; once for each set that differs, and once for a file |
//! | `key withdrawn: tokens are verified anew` | info | `provider` | one that was there before is gone |
//! | `no usable key published: tokens cannot be verified` | error | `provider`, `reason`, `cause` | the newest set has no key that can be used, which withdraws all; with each fetch, until there is one |
//! | `keys not fetched` | warn | `provider`, `reason`, `cause`, `left` | those that are there serve for `left` seconds more |
//! | `keys cannot be fetched until the configuration is mended` | error | `provider`, `reason`, `cause`, `left` | the same, where the address is not that of keys, or the issuer calls itself otherwise |
//! | `keys too old: tokens cannot be verified` | error | `provider` | they could not be fetched for too long |
//! | `webhook taken` | debug | `sender`, `kind`, `changes`, `first` | a delivery was taken, perhaps not for the first time |
//! | `request to a webhook is no delivery` | debug | `sender` | anybody can send these |
//! | `webhook refused: untimely` | debug | `sender` | anybody can send these too |
//! | `webhooks refused: signed too long ago or too far ahead; if they are the sender's, set the clock right` | warn | `sender`, `unsaid` | the same; seldom |
//! | `webhook refused: forged` | debug | `sender` | and these |
//! | `webhooks refused: no secret fits their signature; if they are the sender's, set its secret` | warn | `sender`, `unsaid` | the same; seldom |
//! | `webhook refused: signed by the sender, and cannot be read` | error | `sender`, `cause` | |
//! | `webhook not applied: the sender is asked to send it again` | error | `sender`, `cause` | |
//! | `logout token taken` | debug | `provider`, `first` | an issuer told of a logout, perhaps not for the first time |
//! | `request to a logout endpoint holds no logout token` | debug | `provider` | anybody can send these |
//! | `logout token refused` | debug | `provider`, `cause` | anybody can send these too |
//! | `logout tokens refused; if they are the issuer's, set its audience, its algorithms and the clock right` | warn | `provider`, `cause`, `unsaid` | the same; seldom |
//! | `logout token refused: signed by the issuer, and no logout token` | error | `provider`, `flaw` | |
//! | `logout not carried out: the issuer is asked to send it again` | error | `provider`, `cause` | no room for what is ended, or no keys |
//! | `an endpoint's response has an impossible status or header; it was replaced by a 500` | error | `status` | |
//! | ``Polar does not know the pinned API version (it is retired, or not published yet): calls go on without it, at twice the number; set `api_version` to one that Polar knows, such as the one that `Polar::check` names`` | error | `provider`, `version` | of `customer-session-polar` |
//!
//! *Seldom*: at most once in ten seconds, with the number of times that it was left `unsaid` since
//! it was said last. What happens to every request of an outage or a flood is said at debug level
//! each time and above it seldom, so that neither fills a disk.
//!
//! [`CustomerSessionConfig::publish_metrics`]: crate::CustomerSessionConfig
//! [`CustomerSessionConfig::stats`]: crate::CustomerSessionConfig::stats
