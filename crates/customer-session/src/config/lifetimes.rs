//! Configures for how long answers are served, renewed and remembered.

use std::time::Duration;

use super::CustomerSessionConfigBuilder;

impl CustomerSessionConfigBuilder {
    /// Sets for how long a good session is served without asking, 1 s to 1 h. Default: 60 s, which
    /// takes the issuer out of almost every request, and which is as long as an ended session may
    /// live on.
    pub fn session_lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetimes.session.served = lifetime;
        self
    }

    /// Sets for how long a customer is served without asking, 1 s to 24 h. Default: 10 min: names
    /// and addresses change rarely, and the look-up is made with your own credentials, whose rate
    /// limit your whole backend shares.
    pub fn customer_lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetimes.customer.served = lifetime;
        self
    }

    /// Sets for how long a denied token is refused without asking, 0 s to 5 min. Default: 10 s,
    /// which stops a client that retries in a loop, and which is all that a customer loses if the
    /// issuer was behind its own truth.
    pub fn denial_lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetimes.denial = lifetime;
        self
    }

    /// Sets for how long a customer who is not yours is refused without asking, 0 s to 24 h.
    /// Default: 10 min. A customer id does not change hands, so the answer keeps; and foreign
    /// sessions must not spend your own credentials' rate limit.
    pub fn customer_denial_lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetimes.customer_denial = lifetime;
        self
    }

    /// Sets in which last part of its life an answer is renewed in the background, in percent, 0 to
    /// 90; 0 renews nothing. Default: 20, so that no customer who comes back within the last fifth
    /// of a minute waits for the issuer, and a short outage is not noticed.
    pub fn refresh_ahead(mut self, percent: u8) -> Self {
        self.lifetimes.session.refresh_ahead = percent;
        self.lifetimes.customer.refresh_ahead = percent;
        self
    }

    /// Sets by how much the lives of answers are shortened, each by a part of its own, in percent,
    /// 0 to 50. Default: 10, so that sessions which began together, as after a restart, are not all
    /// asked about together for ever after.
    pub fn lifetime_jitter(mut self, percent: u8) -> Self {
        self.lifetimes.session.jitter = percent;
        self.lifetimes.customer.jitter = percent;
        self
    }

    /// Sets for how long beyond its lifetime an answer is served while the issuer cannot be asked,
    /// 0 s to 24 h. Default: 0 s, never: whoever is served then may have been denied meanwhile.
    ///
    /// Never past the expiry that the issuer stated, never over a denial, and never over a
    /// [revocation](crate::revoke). [`VerifiedSession::is_stale`](crate::VerifiedSession::is_stale)
    /// tells a handler of it.
    pub fn stale_if_error(mut self, duration: Duration) -> Self {
        self.lifetimes.session.stale = duration;
        self.lifetimes.customer.stale = duration;
        self
    }

    /// Sets how long a session can last at most at an issuer whose
    /// [provider](crate::provider::SessionProvider::longest_session) does not say, 1 min to 400
    /// days: for so long a [revocation](crate::revoke) is remembered. Default: 24 h. One that is
    /// too short lets ended sessions in again.
    ///
    /// Except those that stand in the token itself, such as a JWT, of which nobody is asked: they
    /// end when this time is over since they were issued, even if their token expires later
    /// ([`ClaimsTooOld`](crate::Reason::ClaimsTooOld)). A token that does not say when it was
    /// issued is refused if it expires later than this from now. Raise it where your issuer's
    /// tokens live for longer.
    pub fn longest_session(mut self, duration: Duration) -> Self {
        self.longest_session = duration;
        self
    }
}
