//! Threats where an OAuth server is asked about tokens (RFC 7662), and what prevents them here.
//!
//! # A signed answer that is taken away
//!
//! Whoever sits between this process and the server, such as a proxy at which TLS ends, cannot forge
//! a signed answer (RFC 9701). It can send a plain one instead, or one that was given about another
//! token, or long ago, or to somebody else.
//!
//! **Rule:** where signed answers are [required](crate::provider::introspection::SignedAnswers::required), plain JSON is a 503,
//! whatever it says, and so is an answer by another key, of another issuer, for another client, of
//! another `typ`, or given more than 5 min ago: no session, no denial, nothing remembered. Where they
//! are only [preferred](crate::provider::introspection::SignedAnswers::preferred), they prove nothing.
//!
//! Which token an answer is about does not stand in it (RFC 9701 §5), so that within these 5 min one
//! could be passed off as the answer to another question: TLS must prevent that.
//!
//! # An answer as a token, and a token as an answer
//!
//! A server signs answers by the keys of its tokens, and an answer says all that a token would. A
//! service that was shown one could present it elsewhere as a token (RFC 9701 §8.1).
//!
//! **Rule:** a JWT whose `typ` is `token-introspection+jwt` is no session, whatever is configured,
//! [any kind](crate::danger::AnyTokenType) included, and none of another `typ` is an answer. What
//! stands beside `token_introspection` says nothing about the token.
//!
//! # Refresh tokens that are presented as access tokens
//!
//! Servers answer about refresh tokens too, and most do not say that it is one: a thief who found one
//! would be served for as long as it lives, and so would a client that mixes them up.
//!
//! **Rule:** an answer with a `token_type` other than `Bearer` is a 401. Where the server states
//! none, only what it states of access tokens alone can tell them apart: set an
//! [`audience`](crate::provider::introspection::IntrospectionProviderBuilder::audience), a
//! [`required_scope`](crate::provider::introspection::IntrospectionProviderBuilder::required_scope), or a
//! [`map`](crate::provider::introspection::IntrospectionProviderBuilder::map) that looks. A token that is bound to a key or a
//! certificate (`cnf`) is a 401 as well, since nobody here checks its proof.
//!
//! # An answer about a token for somebody else
//!
//! The server knows the tokens of all its clients, and says of each of them that it is active. One
//! that a customer gave to another application is then good here, and that application is the
//! customer. What the server says may also differ by who asks (RFC 7662 §2.2).
//!
//! **Rule:** where an audience, parties, scopes or an issuer are configured, `aud`, `client_id` and
//! `scope` must be there, and fit, and `iss` must fit where it is there; else the token is a 401.
//! Answers are remembered within one configuration, which has one endpoint and one client at each
//! server, and never between two. Without an audience nothing of this is asked, and every token of
//! the server is a session.
//!
//! # A revocation that is not heard
//!
//! Nobody is told that a token was revoked: it is noticed when its answer is asked for anew (RFC 7662
//! §4).
//!
//! **Rule:** an answer is served for one [staleness](super::super::caching#staleness) at most, and
//! never at or past the `exp` that it states. [End](crate::revoke) a session here where it must end
//! at once.
//!
//! # Credentials that are confused
//!
//! A server that refuses *us* answers with the same 401 as an API does that refuses a customer. And
//! our secret, or an assertion that we signed, must not come to a server that can use it elsewhere.
//!
//! **Rule:** only `"active": false` in an answer with status 200 is a server's "no"; a 401 or 403 is a
//! 500, and an event at error level. Credentials are sent to the endpoint alone: neither to where its
//! address is looked up, nor after a redirect. An assertion is meant for the
//! [issuer](crate::provider::introspection::IntrospectionProviderBuilder::assertion_audience), has an id of its own, and is over after
//! 60 s, so that no other server, and no log, can use it. Id and secret are form-encoded, so that none
//! can be taken for another's.
//!
//! # A server that somebody else leads to
//!
//! By its metadata a server says where it is asked. Whoever writes them is sent our credentials and
//! our customers' tokens, and says who they are.
//!
//! **Rule:** metadata count that come from the configured issuer, over https, and name it to the
//! letter (RFC 8414 §3.3); the endpoint in them is https, and on no
//! [network of our own](super::asking#metadata-that-send-us-into-our-own-network) unless the issuer is
//! there. Metadata that say otherwise end what earlier ones said; those that cannot be had do not, and
//! are never a denial.
