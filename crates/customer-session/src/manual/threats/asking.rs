//! Threats while an issuer is asked, and what prevents them here.
//!
//! # A session of somebody else's organization
//!
//! Polar's portal endpoints accept the session of any organization and do not say which one it
//! belongs to. Anybody can open an organization, add a customer with the e-mail address of yours,
//! and create a session for it: the endpoints answer 200, with that e-mail address. This was seen
//! on Polar's wire.
//!
//! **Rule:** a session is good only if its customer's id is found, with the organization's own
//! access token, in the configured organization, and is not deleted. The look-up is made after the
//! session proved good, never instead. E-mail addresses identify nobody.
//!
//! # A token of another merchant at a shared server
//!
//! A server that says "who am I" to every token says so to those of all merchants that it serves.
//! Where merchants choose their customers' ids, anybody who signs up as one can make a token of a
//! customer who is called as one of yours is.
//!
//! **Rule:** `MeProvider` is for a server that serves you alone, or whose answer says whose customer
//! it is: `must_be` holds that to be yours. The preset for a server that does not say it takes
//! `danger::AnyTenant`. An issuer that is asked with *your* secret answers about your own tokens, and
//! the registry knows only those that you made.
//!
//! Without a prefix a server is shown every token that no other provider claims: set one where its
//! tokens have one. No redirect is followed, so that no other server is shown any.
//!
//! # Foreign sessions that spend your rate limit
//!
//! The look-up counts against a limit that your whole organization shares (500 calls a minute at
//! Polar).
//!
//! **Rule:** "not our customer" is remembered per *customer*, 10 min by default, so that any number
//! of sessions of one foreign customer costs one such call.
//!
//! # An outage that becomes a 401
//!
//! If "could not ask" is treated like "no", an outage of the issuer signs every customer out, and
//! their clients throw good sessions away. If it is treated like "yes", an outage lets everybody
//! in.
//!
//! **Rule:** a refused connection, a timeout, any 5xx or 429, HTML, cut JSON and every answer that
//! is not about the token are faults: no customer, no 401, nothing remembered. At Polar only a 401
//! in JSON whose `error` is `invalid_token` denies a session; a proxy's 401 or 403 in HTML is a
//! 503.
//!
//! # Our own fault that becomes a 401
//!
//! **Rule:** an access token that the issuer refuses, or an address or API version that does not
//! exist, is a 500 and an event at error level; the customer is not blamed.
//!
//! # An answer about somebody else
//!
//! **Rule:** a customer record whose id is not the one that was asked for is a fault, and is not
//! remembered. A customer id that could change the path of the look-up is not looked up.
//!
//! # Redirects that carry credentials away
//!
//! HTTP clients have sent `Authorization` on to the target of a redirect (CVE-2018-1000007 in curl,
//! CVE-2018-18074 in Python's Requests).
//!
//! **Rule:** no redirect is followed; one is a 500 `misconfigured`. Proxies of the environment are
//! not used, and a transport of your own [must guarantee](crate::upstream::HttpTransport) the same.
//!
//! # Tokens in clear text
//!
//! **Rule:** an issuer's address is https, or http on this very machine. Everything else needs
//! [`TokensInClearText`](crate::danger::TokensInClearText), by which it can be found.
//!
//! # Endless, huge or slow answers
//!
//! **Rule:** reading stops at 256 KiB, and at 1 MiB of Polar's state of a customer; nothing is
//! decompressed, an exchange ends after 5 s, and a verification as a whole ends after
//! [`verification_timeout`](super::super::defaults).
//!
//! # Stampedes, and a leader who leaves
//!
//! When a popular token's entry ends, every request that carries it could ask. Where one of them
//! asks for all, that one may hang up, panic or time out, and take the others with it.
//!
//! **Rule:** one question per token, and one per customer, is under way at any time. It is a task
//! of its own, which no client's departure cancels. If it is lost, all who wait get a 503
//! `verification_aborted`, and the next request asks anew.
//!
//! # Retries that make an outage worse
//!
//! **Rule:** a call that failed because the issuer was out of reach or out of order, and did not say
//! when to come back, is made once more, 50 to 150 ms later, and never a third time. Such second
//! calls have a [budget](crate::upstream::RetryShare) of a share of all questions, so that an outage
//! is not met with twice the calls, and there are none for issuers that pace themselves. Nothing
//! else is retried: a client is told when to come back. Apart from that, the one second call is that
//! without `Polar-Version`, where Polar does not know the pinned version.
//!
//! # A customer who has the issuer left alone for all
//!
//! An issuer that answers brokenly again and again is left alone for a while. What customers write
//! of themselves, such as a name or a note, stands in the answers about them: nested too deeply, with
//! a member twice, cut within a character, or too long, it makes such an answer unreadable.
//!
//! **Rule:** an answer that is a JSON object, and that only our limits refuse, or a text in it that is
//! not UTF-8, or one that is too long to be read to its end, is a 503 for that session, and neither
//! remembered nor counted against the issuer; nor is one that names its customer, and lacks a value
//! that must be there. HTML, cut JSON and members of another type are counted; so are 408 and 500 and
//! above, however long the page below is. Of Polar and Stripe every JSON object that names its customer,
//! and cannot be read, is taken for that customer's doing. A provider of your own says so by
//! [`of_one_customer`](crate::provider::ProviderError::of_one_customer).
//!
//! # Keys of somebody else
//!
//! Whoever can have signed tokens verified by keys of their own is every customer: by a redirect, by
//! metadata of another issuer (mix-up, RFC 8414 §6.2), by a clear-text address, or by a key of one
//! issuer that has the name of another's.
//!
//! **Rule:** keys come from the configured address, or from the one that the metadata of an issuer
//! name that calls itself by the configured text, to the letter. Neither is clear text beyond this
//! machine, and no redirect is followed. Keys, their cache and their cooldown are one issuer's
//! alone.
//!
//! # Metadata that send us into our own network
//!
//! Whoever writes an issuer's metadata chooses an address that this machine asks: its own services,
//! those of its network, or the cloud's at 169.254.169.254.
//!
//! **Rule:** a `jwks_uri` whose host is `localhost` or a loopback, link-local, private, shared or
//! unspecified address, in whatever notation, is not asked, unless the issuer itself is at such a
//! one. It is a GET without credentials, and nobody sees its answer. Names are not looked up before
//! the call, so that a name which leads there is asked: that is for your network to prevent.
//!
//! # Unknown keys that flood an issuer
//!
//! A token names its key, and a name that is unknown may be that of a new key. Where each such token
//! makes a call, anybody who can send garbage can have an issuer called at any rate, and customers
//! wait in the same queue.
//!
//! **Rule:** 10,000 tokens of random keys within 30 s make one fetch at most, whether it succeeds or
//! fails: while the keys are fresh, one that fails is not tried again before the next such token
//! after these 30 s. Meanwhile tokens of known keys are verified without waiting. A signature that
//! does not fit makes no fetch.
//!
//! # Keys that were withdrawn
//!
//! An issuer may answer to a stolen key by publishing none at all.
//!
//! **Rule:** once keys were fetched without one that was there before, what that key signed is
//! refused, remembered or not, and not served in an outage. A set without any usable key is such a
//! set: nobody is let in, and nobody is denied. Keys that could not be fetched for too long, by
//! whichever clock, verify nothing more, and what is remembered is asked about again.
