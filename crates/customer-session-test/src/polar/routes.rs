//! The paths of the API.

mod customers;
mod members;
mod oauth2;
mod portal;
mod sessions;

use hyper::Method;
use serde_json::{Value, json};

use super::{
    answer::{self, Answer},
    auth::Subject,
    call::Call,
    validation::Errors,
    world::World,
};

/// Answers a request that was let in.
///
/// 1. A path that is there answers, or says which method it wants.
/// 2. A path that would be there with the other kind of ending, a slash or none, is redirected to.
/// 3. Any other path is not there.
pub(super) fn route(world: &mut World, call: &Call, subject: &Subject) -> Answer {
    if let Some(route) = Route::of(&call.path) {
        return route.answer(world, call, subject);
    }
    let toggled = match call.path.strip_suffix('/') {
        Some(without) => without.to_owned(),
        None => format!("{}/", call.path),
    };
    match Route::of(&toggled) {
        Some(_) => Answer::redirect(&call.address_of(&toggled)),
        None => answer::not_found(),
    }
}

/// Whether a path belongs to the dated API.
pub(super) fn is_versioned(path: &str) -> bool {
    path != "/healthz" && !path.starts_with("/.well-known/")
}

/// A path of the API, with what it names.
#[derive(Debug)]
enum Route<'a> {
    CreateSession,
    Customer(CustomerKey<'a>),
    CustomerMember(&'a str, &'a str),
    CustomerMembers(&'a str),
    CustomerState(CustomerKey<'a>),
    Customers,
    Discovery,
    Health,
    Jwks,
    Member(&'a str),
    Members,
    OAuth2Introspect,
    Portal(portal::Page),
}

/// How a path names a customer.
#[derive(Clone, Copy, Debug)]
enum CustomerKey<'a> {
    External(&'a str),
    Id(&'a str),
}

impl<'a> Route<'a> {
    fn of(path: &'a str) -> Option<Self> {
        let segments: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        match segments.as_slice() {
            [".well-known", "jwks.json"] => Some(Self::Jwks),
            [".well-known", "openid-configuration"] => Some(Self::Discovery),
            ["healthz"] => Some(Self::Health),
            ["v1", "customer-portal", rest @ ..] => portal::Page::of(rest).map(Self::Portal),
            ["v1", "customer-sessions", ""] => Some(Self::CreateSession),
            ["v1", "customers", rest @ ..] => Self::of_customers(rest),
            ["v1", "members", ""] => Some(Self::Members),
            ["v1", "members", id] => Some(Self::Member(id)),
            ["v1", "oauth2", "introspect"] => Some(Self::OAuth2Introspect),
            _ => None,
        }
    }

    fn of_customers(rest: &[&'a str]) -> Option<Self> {
        let route = match *rest {
            [""] => Self::Customers,
            ["external", id] if !id.is_empty() => Self::Customer(CustomerKey::External(id)),
            ["external", id, "state"] => Self::CustomerState(CustomerKey::External(id)),
            [id] => Self::Customer(CustomerKey::Id(id)),
            [id, "state"] => Self::CustomerState(CustomerKey::Id(id)),
            [id, "members"] => Self::CustomerMembers(id),
            [id, "members", member] if !member.is_empty() => Self::CustomerMember(id, member),
            _ => return None,
        };
        Some(route)
    }

    fn answer(self, world: &mut World, call: &Call, subject: &Subject) -> Answer {
        if let Some(refusal) = self.refuse_method(&call.method) {
            return refusal;
        }
        match self {
            Self::CreateSession => sessions::create(world, call, subject),
            Self::Customer(key) => match call.method {
                Method::PATCH => customers::update(world, call, subject, key),
                Method::DELETE => customers::delete(world, call, subject, key),
                _ => customers::read(world, subject, key),
            },
            Self::CustomerMember(id, member) => members::of_customer(world, subject, id, member),
            Self::CustomerMembers(id) => members::list_of_customer(world, call, subject, id),
            Self::CustomerState(key) => customers::state(world, subject, key),
            Self::Customers => customers::list(world, call, subject),
            Self::Discovery => oauth2::discovery(),
            Self::Health => answer::ok(&json!({ "status": "ok" })),
            Self::Jwks => answer::ok(&json!({ "keys": [] })),
            Self::Member(id) => members::read(world, subject, id),
            Self::Members => members::list(world, call, subject),
            Self::OAuth2Introspect => oauth2::introspect(world, call),
            Self::Portal(page) => portal::show(world, call, subject, page),
        }
    }

    /// 405, naming the first method of the path only, as Polar's router does.
    fn refuse_method(&self, method: &Method) -> Option<Answer> {
        let allowed: &[Method] = match self {
            Self::CreateSession | Self::OAuth2Introspect => &[Method::POST],
            Self::Customer(_) => &[Method::GET, Method::PATCH, Method::DELETE],
            _ => &[Method::GET],
        };
        let first = if allowed[0] == Method::POST {
            "POST"
        } else {
            "GET"
        };
        (!allowed.contains(method)).then(|| answer::method_not_allowed(first))
    }
}

/// The organization whose access token was sent, if the token has one of `scopes`.
fn organization<'a>(subject: &'a Subject, scopes: &[&str]) -> Result<&'a str, Answer> {
    match subject {
        Subject::Organization {
            id,
            scopes: granted,
        } => {
            let may = scopes.iter().any(|scope| granted.contains(*scope));
            if may {
                Ok(id)
            } else {
                Err(answer::insufficient_scope(scopes))
            }
        }
        Subject::Anonymous | Subject::Session(_) => Err(answer::unauthorized()),
    }
}

/// An id out of a path, which must be a UUID of version 4.
fn path_id(name: &str, value: &str) -> Result<String, Answer> {
    let mut errors = Errors::default();
    let id = errors.uuid(&["path", name], &Value::from(value));
    id.ok_or_else(|| answer::schema_errors(&errors.into_values()))
}

/// One page of a list.
fn paginated(call: &Call, items: &[Value]) -> Answer {
    let number = |name, default: usize| {
        let asked = call.parameter(name).and_then(|text| text.parse().ok());
        asked.filter(|number| *number > 0).unwrap_or(default)
    };
    let (limit, page) = (number("limit", 10).min(100), number("page", 1));
    let shown: Vec<&Value> = items
        .iter()
        .skip((page - 1).saturating_mul(limit))
        .take(limit)
        .collect();
    let pagination = json!({ "total_count": items.len(), "max_page": items.len().div_ceil(limit) });
    answer::ok(&json!({ "items": shown, "pagination": pagination }))
}
