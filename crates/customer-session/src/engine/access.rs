//! What one layer or middleware lets pass.

/// What happens to requests without a good session.
///
/// | the request has | `Required` | `Optional` | `Lenient` |
/// |---|---|---|---|
/// | a good token | the customer | the customer | the customer |
/// | no token | 401 | anonymous | anonymous |
/// | a bad token, or malformed credentials | 401 or 400 | 401 or 400 | anonymous |
/// | a token that cannot be judged (429, 500, 503) | the fault | the fault | the fault |
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a fourth mode would be a breaking change to anyone who matches"
)]
pub enum Mode {
    /// A request needs a good session. The default.
    #[default]
    Required,
    /// No token passes as anonymous; a bad one is refused, so that a client learns that its session
    /// ended.
    Optional,
    /// A bad token passes as anonymous too. Faults stay faults: else a paying customer would look
    /// like a guest.
    Lenient,
}

/// What happens to CORS preflights: `OPTIONS` with `Origin` and `Access-Control-Request-Method`.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "there is no third way")]
pub enum Preflight {
    /// They pass as anonymous. The default: browsers send them without credentials, and refusing
    /// them breaks every cross-origin client. A CORS layer outside of this one answers them before
    /// they get here, which is better still.
    #[default]
    Pass,
    /// They are treated like any other request.
    Authenticate,
}

/// What one layer or middleware lets pass.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Access {
    /// What happens to requests without a good session.
    pub mode: Mode,
    /// What happens to CORS preflights.
    pub preflight: Preflight,
}

impl Access {
    /// Sets what happens to requests without a good session.
    #[must_use]
    pub const fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// Sets what happens to CORS preflights.
    #[must_use]
    pub const fn preflight(mut self, preflight: Preflight) -> Self {
        self.preflight = preflight;
        self
    }
}
