//! What an answer must say beside that the token is active (RFC 7662 §4).

use std::time::Duration;

use crate::{
    clock::Now,
    provider::claims::{
        Audience, Claims, DEFAULT_LEEWAY, Refusal, lasts, moment, moment_or_milliseconds, words,
    },
    rejection::Reason,
};

/// What an answer must say beside that the token is active.
#[derive(Debug)]
pub(super) struct Rules {
    pub(super) audience: Option<Audience>,
    /// To which clients tokens may have been issued; empty: to any.
    pub(super) clients: Vec<String>,
    pub(super) issuer: Option<String>,
    /// By how much clocks may differ before a token seems to come from the future. `exp` has none:
    /// the server could have been asked about the token a moment later, too.
    pub(super) leeway: Duration,
    /// Whether `exp` may be stated in milliseconds.
    pub(super) milliseconds: bool,
    pub(super) scopes: Vec<String>,
}

/// When a session begins and ends, as time since 1970.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    pub(super) expires: Option<Duration>,
    pub(super) issued: Option<Duration>,
}

impl Rules {
    pub(super) const fn new() -> Self {
        Self {
            audience: None,
            clients: Vec::new(),
            issuer: None,
            leeway: DEFAULT_LEEWAY,
            milliseconds: false,
            scopes: Vec::new(),
        }
    }

    /// Judges an answer about an active token: is it a bearer token, of this server, of this time,
    /// and meant for this application?
    pub(super) fn judge(&self, claims: &Claims, now: Now) -> Result<Times, Refusal> {
        refuse_bound(claims)?;
        self.judge_issuer(claims)?;
        let times = self.judge_times(claims, now)?;
        if let Some(audience) = &self.audience {
            audience.judge(claims)?;
        }
        self.judge_client(claims)?;
        self.judge_scopes(claims)?;
        Ok(times)
    }

    fn judge_issuer(&self, claims: &Claims) -> Result<(), Refusal> {
        match (&self.issuer, claims.text("iss")?) {
            (Some(ours), Some(stated)) if ours != stated => {
                Err(Refusal::new(Reason::IssuerUnknown, "`iss` is another"))
            }
            _ => Ok(()),
        }
    }

    fn judge_times(&self, claims: &Claims, now: Now) -> Result<Times, Refusal> {
        let expires = if self.milliseconds {
            moment_or_milliseconds(claims, "exp")?
        } else {
            moment(claims, "exp")?
        };
        let (begins, issued) = (moment(claims, "nbf")?, moment(claims, "iat")?);
        let beginnings = [("nbf", begins), ("iat", issued)];
        lasts(now.wall(), self.leeway, ("exp", expires), &beginnings)?;
        Ok(Times { expires, issued })
    }

    fn judge_client(&self, claims: &Claims) -> Result<(), Refusal> {
        let stated = claims.text("client_id")?;
        if self.clients.is_empty() {
            return Ok(());
        }
        let stated = stated.ok_or_else(|| Refusal::missing("client_id"))?;
        if self.clients.iter().any(|one| one == stated) {
            return Ok(());
        }
        let what = "is not on the list";
        Err(Refusal::over(
            Reason::ClaimsPartyMismatch,
            "client_id",
            what,
        ))
    }

    fn judge_scopes(&self, claims: &Claims) -> Result<(), Refusal> {
        let stated = words(claims, "scope")?;
        match self.scopes.iter().find(|scope| !stated.contains(scope)) {
            None => Ok(()),
            Some(lacking) => Err(Refusal::new(
                Reason::ClaimsRefused,
                format!("`scope` lacks `{lacking}`"),
            )),
        }
    }
}

/// A token that is bound to a key or a certificate is good only with a proof, which nobody checks
/// here.
fn refuse_bound(claims: &Claims) -> Result<(), Refusal> {
    if claims.get("cnf").is_some() {
        let what = "says that it is bound to a key or a certificate, which is not checked here";
        return Err(Refusal::over(Reason::TokenTypeRefused, "cnf", what));
    }
    match claims.text("token_type")? {
        Some(kind) if !kind.eq_ignore_ascii_case("bearer") => Err(Refusal::over(
            Reason::TokenTypeRefused,
            "token_type",
            "is not `Bearer`",
        )),
        _ => Ok(()),
    }
}
