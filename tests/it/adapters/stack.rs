//! What stands around the handler, told apart from how an adapter builds it.

use customer_session::{
    Customer, CustomerSessionConfig, Mode, Requirement, VerifiedSession, session::Anonymous,
};

/// What stands around the handler.
#[derive(Clone, Debug)]
pub(super) struct Stack {
    /// Layers or middleware, outermost first; at most two.
    pub(super) wraps: Vec<Wrap>,
    /// What is asked of the session, and how many of them stand between that and the handler.
    requirement: Option<(usize, Requirement)>,
    /// Whether somebody further out puts an identity into the request's extensions.
    pub(super) forged: bool,
}

/// One layer or middleware.
#[derive(Clone, Debug)]
pub(super) struct Wrap {
    pub(super) config: CustomerSessionConfig,
    pub(super) mode: Mode,
    pub(super) authenticate_preflights: bool,
    /// Whether rejections are answered by a closure.
    pub(super) replaced: bool,
}

impl Stack {
    pub(super) fn of(wraps: impl IntoIterator<Item = Wrap>) -> Self {
        Self {
            wraps: wraps.into_iter().collect(),
            requirement: None,
            forged: false,
        }
    }

    /// Asks this of the session, inside of all layers.
    pub(super) fn requiring(mut self, requirement: Requirement) -> Self {
        self.requirement = Some((0, requirement));
        self
    }

    /// Asks this of the session, outside of the innermost layer.
    pub(super) fn requiring_between(mut self, requirement: Requirement) -> Self {
        self.requirement = Some((1, requirement));
        self
    }

    /// What is asked where so many layers stand between that and the handler.
    pub(super) fn asked_outside_of(&self, layers: usize) -> Option<&Requirement> {
        let (place, requirement) = self.requirement.as_ref()?;
        (*place == layers).then_some(requirement)
    }

    pub(super) fn forged(mut self) -> Self {
        self.forged = true;
        self
    }

    /// The same layers with one more around them.
    pub(super) fn inside(mut self, wrap: Wrap) -> Self {
        self.wraps.insert(0, wrap);
        self
    }
}

impl Wrap {
    pub(super) fn new(config: CustomerSessionConfig, mode: Mode) -> Self {
        Self {
            config,
            mode,
            authenticate_preflights: false,
            replaced: false,
        }
    }

    pub(super) fn replaced(mut self) -> Self {
        self.replaced = true;
        self
    }
}

/// Sets what a wrap says on a layer or a middleware, which share the names of their methods but no
/// trait.
macro_rules! configured {
    ($new:expr, $wrap:expr) => {{
        let wrap = $wrap;
        let made = $new(wrap.config.clone());
        let made = match wrap.mode {
            customer_session::Mode::Required => made,
            customer_session::Mode::Optional => made.optional(),
            customer_session::Mode::Lenient => made.lenient(),
        };
        if wrap.authenticate_preflights {
            made.authenticate_preflights()
        } else {
            made
        }
    }};
}
pub(super) use configured;

/// What an application adds to its customers.
pub(super) struct Theme(pub(super) &'static str);

/// What every handler answers: whom it was told to serve, and at which address.
pub(super) fn describe(
    customer: Option<&Customer>,
    session: Option<&VerifiedSession>,
    anonymous: Option<&Anonymous>,
    target: &str,
) -> String {
    let who = match (customer, session, anonymous) {
        (Some(customer), Some(session), None) if session.customer().id() == customer.id() => {
            let role = session.member().and_then(|member| member.role.as_deref());
            let name = customer.name().unwrap_or("without a name");
            let theme = customer.extension().map(|Theme(theme)| *theme);
            let mut told = vec![name];
            told.extend(role.into_iter().chain(theme));
            told.join(", ")
        }
        (None, None, Some(anonymous)) => {
            format!("nobody: {}", anonymous.rejection().reason())
        }
        (None, None, None) => "unjudged".to_owned(),
        torn => format!("torn: {torn:?}"),
    };
    format!("{who} at {target}")
}

/// What a handler says in `Cache-Control`, by the path that it serves.
pub(super) fn cache_control(path: &str) -> Option<&'static str> {
    match path {
        "/no-store" => Some("no-store"),
        "/private" => Some("max-age=60, Private"),
        "/public" => Some("max-age=60"),
        _ => None,
    }
}

/// The header that the innermost layer of every stack adds to every response, twice.
pub(super) const INNER: (&str, [&str; 2]) = ("set-cookie", ["inner=1", "inner=2"]);

/// The header that a replaced response carries.
pub(super) const REPLACED: (&str, &str) = ("x-replaced", "yes");
