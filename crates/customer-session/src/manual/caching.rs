//! Caching: what is remembered, for how long, and what it costs.
//!
//! # Two slots
//!
//! What an issuer says comes in two halves that age differently, and each has a place of its own:
//!
//! - **The session**, per token: whose it is, which member acts, when it ends. A token that is no
//!   session any more must be found out soon: 60 s.
//! - **The customer**, per provider and customer id, shared by all of the customer's sessions:
//!   name, e-mail address, the issuer's JSON. It changes rarely, and looking it up spends your own
//!   rate limit: 10 min.
//!
//! A session's entry points to its customer's slot. A hit needs both to be live; it is one look-up,
//! without I/O and without a task. When only the customer's time is over, only the customer is
//! asked for. When a new look-up replaces the customer, all of the sessions see it at once. A
//! provider whose answer about the session carries the customer fills both slots with one call, and
//! is asked again when either is over.
//!
//! At Polar this makes, per process:
//!
//! | what is known | calls with the customer's token | calls with your access token |
//! |---|---|---|
//! | nothing: a cold session | 2 | 1 |
//! | the customer, by another session | 2 | 0 |
//! | the session, but the customer's 10 min are over | 0 | 1 |
//! | both | 0 | 0 |
//!
//! # What you add to a customer
//!
//! [`enrich`](crate::enrich) puts what the application knows of a customer into the customer's slot:
//! its own user row, or what the customer may use. It is loaded with the customer by the same
//! question, served for the same 10 min, renewed in the same background, and a handler reads it with
//! `customer.extension::<T>()`, which costs no call. Where customers come with their tokens, as in
//! signed sessions, it has a slot of its own, which all sessions of the customer share: the first
//! request of a customer waits for it, and then none for the 10 min.
//!
//! It is an answer of the cache like any other, and how old it may be decides what belongs there:
//!
//! | it may be old by | put it there | why |
//! |---|---|---|
//! | 10 min | display name, theme, language, time zone | nobody is harmed by yesterday's theme |
//! | 10 min, or the next request after a webhook | plan, features, seats of a subscription | a customer who bought waits until the webhook arrives; one who cancelled keeps the plan for that long |
//! | nothing | balances, quotas, the last unit of a meter, who may delete this very thing | two requests at one time see the same number; check it where it changes, in one transaction |
//! | nothing | a block of a customer | say `not_our_customer` there too, but [end](crate::revoke) the sessions: that counts at the next request |
//!
//! When it changes in your own database, tell the engine:
//! [`recheck`](crate::revoke::Revocations::recheck) of the customer has it loaded anew at the next
//! request. That reaches one process, as a webhook does; the others see it after the customer's
//! lifetime. A right that must be exact belongs in a check of its own, in the handler or as a
//! [`Requirement`](crate::Requirement), by what the database says at that moment.
//!
//! Keep it small and about one customer. Each value counts with the size of its type against the
//! bound of the customers' cache; what it keeps beside that, such as text and lists, it must
//! [tell](crate::enrich::Enrichment::weighed).
//!
//! # What it does to your rate limit
//!
//! A customer who is active all the time costs one call with your access token per customer
//! lifetime and process. At 10 min and Polar's 500 calls a minute, one process has room for 5,000
//! such customers if nothing else in your organization calls Polar; two processes that serve the
//! same customers have room for 2,500. Raise `customer_lifetime` beyond that: an hour gives six
//! times the room.
//!
//! # Deadlines
//!
//! An entry has a deadline on the wall clock and one on the monotonic clock, and is served before
//! both. The wall clock alone can be set back, and would then serve an entry for too long; the
//! monotonic clock alone stands still while a machine is suspended, and would serve a session past
//! its expiry. Where the two disagree the issuer is asked: a disagreement is a miss and never a
//! refusal.
//!
//! The lifetime counts from the moment the **question** was asked, since the issuer may change its
//! mind while it answers. A session's deadline is that, or the expiry which the issuer stated,
//! whichever comes first; at the very moment of either the entry is over.
//!
//! The cache's own expiry only frees memory. No verdict depends on it.
//!
//! # Staleness
//!
//! How long may a change at the issuer go unseen? [`CustomerSessionConfig::staleness`] answers with
//! the numbers in force:
//!
//! | change at the issuer | is seen after at most |
//! |---|---|
//! | the session ended early, or its member was removed or lost a role | the session lifetime, 60 s |
//! | the same, of a signed token that is judged by itself | its expiry, with the leeway: it says what was so when it was issued, unless it is [ended](crate::revoke) here |
//! | the session expired | 0 s: its expiry is known |
//! | the customer's name, e-mail address or details changed | the customer lifetime, 10 min |
//! | the customer was deleted: sessions | the session lifetime, where the issuer ends them, as Polar does |
//! | a denied token became good | the denial lifetime, 10 s |
//! | what you [add](crate::enrich) to the customer changed | the customer lifetime, 10 min |
//! | a customer who was not yours became yours | the customer denial lifetime, 10 min |
//! | any of these, where a webhook tells | the next request |
//! | any of these, while the issuer cannot be asked | `stale_if_error` more; 0 s unless it is set |
//!
//! # One question at a time
//!
//! Whoever presents a token while the issuer is being asked about it waits for that answer. The
//! same holds for customers: ten new sessions of one customer are ten questions about sessions and
//! one about the customer. The question is a task of its own, so that a client who hangs up cancels
//! nothing, and a caller who missed the cache just before an answer arrived finds it, and does not
//! ask again.
//!
//! A fault is shared by those who waited for it, and by nobody after them.
//!
//! # Renewal
//!
//! An answer that is used in the last fifth of its life ([`refresh_ahead`](super::defaults)) is
//! renewed in the background, by one question, and served meanwhile. A customer who is active all
//! the time therefore never waits for the issuer, and an outage of a few seconds goes unnoticed. A
//! denial counts the moment it arrives; a fault changes nothing, and the next attempt is made after
//! 2 s at the earliest. What nobody uses is not renewed, and neither is what ends by the issuer's
//! own expiry: no answer could prolong it. While the issuer is [in
//! trouble](super::outages#an-issuer-in-trouble) nothing is renewed.
//!
//! Lives differ from each other by up to a tenth ([`lifetime_jitter`](super::defaults)), always
//! shorter than the lifetime and never longer: sessions that began together, as after a restart,
//! are not all asked about together ever after.
//!
//! # Ending sessions
//!
//! [`Revocations`](crate::revoke::Revocations) ends sessions before their time: of a token, a
//! session, a member, a customer, an issuer, or all. What is remembered is not searched for. Every
//! change has a number, and every remembered session the number up to which it was found good; a
//! hit compares the two, and only the first hit after a change looks closer. An answer that was on
//! its way meets the change when it arrives. So the next request is refused, whatever was
//! remembered and whatever the issuer says.
//!
//! A revocation is kept until no session can live that it could refuse: at Polar for one hour. The
//! rules are on the page of [`revoke`](crate::revoke).
//!
//! With [`recheck`](crate::revoke::Revocations::recheck) nobody is refused: what is remembered of a
//! customer or of a session is asked for again. Webhooks use both.
//!
//! # Denials
//!
//! The issuer's "no" is remembered in partitions of its own, one for tokens and one for customers,
//! of [`max_denials`](super::defaults) entries each. A flood of denied tokens therefore evicts
//! nothing but denials. A "no" to a token replaces what was remembered of it; a "no" to a customer
//! empties the customer's slot, so that all of its sessions end with it. Faults are never
//! remembered.
//!
//! A denial lifetime of zero remembers nothing, and asks the issuer at every request with a bad
//! token.
//!
//! # Memory
//!
//! A cache is bounded by a number of entries and a number of bytes, [whichever is reached
//! first](crate::cache::CacheBounds). An entry's bytes are those of its text and its structures,
//! and 256 for the cache's own bookkeeping. An entry counts at least its share of the bytes if all
//! entries were used, by which one capacity holds both bounds.
//!
//! Measured by the benchmark `memory` in `bench/` on x86-64, with 100,000 sessions of as many
//! customers, each with ids, an e-mail address and a name, and no JSON of the issuer's:
//!
//! | measure | bytes for a session and its customer |
//! |---|---|
//! | allocated and kept | 1,870 |
//! | growth of the resident set | 2,040 |
//!
//! The issuer's JSON of a customer comes on top, once per customer: about 900 B at Polar.
//!
//! At the defaults the bytes are the bound that real sessions reach first: 96 MiB of sessions and
//! 128 MiB of customers, and about 6 MiB of denials. All that is allocated ahead is a table of the
//! sessions that were presented last, 256 KiB. Customers that were replaced or evicted stay in
//! memory, beside these bounds, until the last session that was verified with them is over.
//!
//! A customer that is evicted for want of room ends the hits of its sessions: they ask for it
//! again.
//!
//! # Speed
//!
//! A hit is synchronous and takes, in the usual case, no allocation until the adapter puts the
//! customer into the request's extensions. What it does, in order: read the header, hash the
//! token under a key of this process, look into a small table of the sessions that were presented
//! last, compare its time on both clocks and two numbers. Its grammar is checked only if it is not found: what
//! is known is well-formed. moka, which decides what is kept, stands behind that table, and is told
//! of one hit in 128; it is asked whenever the table has other sessions in all ten places that the
//! token may have, was written to that very moment, or has just grown. The table decides nothing: what it holds is judged by the same deadlines, and
//! leaves it when the cache lets go of it.
//!
//! Where thousands of sessions take turns, a hit waits for memory more than it computes. It reads
//! one line of the processor's cache in that table and the two in which the session begins, at once.
//! The table holds nothing but where sessions are and uses no more of its room than they need, so
//! that up to five sessions share a line of it, which is used often enough to stay near the processor.
//! Whether the customer was replaced meanwhile is one number for all customers, and looked at more
//! closely only when that number changed.
//!
//! Both clocks are read for each request. On Linux they are the kernel's coarse ones, which are
//! behind by at most one tick (1 to 10 ms).
//!
//! Measured by the benchmarks in `bench/` on two cores of a shared Xeon, Rust 1.95, release with
//! fat LTO, 1,000 live sessions in turn, over a layer that does nothing in the same place. axum's own
//! `Extension(Arc<_>)` with its extractor stands beside it: what handing a handler anything costs.
//! The first value in a request's extensions pays for the map that holds it, which is two of three
//! allocations; behind a `Router` axum's own parameters of the path came first.
//!
//! | request | alone on its route | behind a `Router` |
//! |---|---|---|
//! | `Extension(Arc<_>)` | +88 to +104 ns, 3 allocations | +57 to +70 ns, 1 allocation |
//! | a remembered session, with `CurrentCustomer` | +226 to +235 ns, 3 allocations; 2.4 to 2.6 times | +182 to +218 ns, 1 allocation; 3.2 to 3.5 times |
//! | refused: nobody's token | +546 to +549 ns | +546 to +589 ns |
//!
//! While neighbours of the machine use the same memory, `Extension` takes +120 to +180 and +70 to +155
//! ns, a remembered session +330 to +515 and +335 to +485 ns, and a refusal 0.7 to 1.2 µs.
//!
//! A whole server on loopback, loaded by wrk, answers 0.94 ± 0.04 of the requests a second that it
//! answers without the layer while the machine is quiet (the median of 63 pairs in seven starts), and
//! 0.91 to 0.96 ± 0.08 in four runs while neighbours use the same machine.
//!
//! # Restarts and replicas
//!
//! The cache lives in one process. A restart forgets it, and every replica asks for itself. No
//! token leaves the process but to its issuer.
//!
//! The same holds for revocations: a restart forgets them, and a session that was signed out is
//! good again until it expires. Other replicas do not know of them.
//!
//! [`CustomerSessionConfig::staleness`]: crate::CustomerSessionConfig::staleness
