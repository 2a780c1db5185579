//! The usual answers.

use std::collections::BTreeSet;

use hyper::{HeaderMap, StatusCode};
use serde_json::{Map, Value, json};

use super::{
    auth,
    endpoint::Endpoint,
    form::{list, tree},
    problem::Problem,
    shapes,
    shared::Shared,
    version::Version,
    world::{Answered, Space, World, random, seconds},
};
use crate::wire::Answer;

/// A request, read.
pub(super) struct Call<'a> {
    pub(super) endpoint: Endpoint,
    pub(super) form: Vec<(String, String)>,
    pub(super) headers: &'a HeaderMap,
    pub(super) id: &'a str,
}

impl Call<'_> {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

pub(super) fn usual(shared: &Shared, call: &Call<'_>) -> Answer {
    let mut world = shared.world();
    let version = call.header("stripe-version").unwrap_or(&shared.api_version);
    let answer = answer(shared, &mut world, call, version);
    answer.unwrap_or_else(Problem::into_answer)
}

fn answer(
    shared: &Shared,
    world: &mut World,
    call: &Call<'_>,
    version: &str,
) -> Result<Answer, Problem> {
    let permission = match call.endpoint {
        Endpoint::CreateSession => "customer_sessions:write",
        Endpoint::Customer => "customers:read",
        Endpoint::DeleteCustomer => "customers:write",
        Endpoint::Other => return Err(Problem::unknown_url()),
    };
    let space = auth::space(world, call.headers, permission)?;
    let named = format!("{} {:?}", space.live, space.account);
    let now = shared.clock.monotonic();
    if let Some(limit) = shared.calls_per_second
        && !world.rates.admit(&named, call.endpoint, limit, now)
    {
        return Err(Problem::rate_limited(None));
    }
    let version = Version::parse(version)?;
    match call.endpoint {
        Endpoint::CreateSession => create(shared, world, call, &space, &version),
        Endpoint::Customer => retrieve(world, &space, call.id, &version),
        _ => delete(world, &space, call.id),
    }
}

fn ok(value: &Value) -> Answer {
    Answer::json(StatusCode::OK, value)
}

fn retrieve(world: &World, space: &Space, id: &str, version: &Version) -> Result<Answer, Problem> {
    let row = world.customer(space, id);
    let row = row.ok_or_else(|| Problem::no_such_customer(id, "id"))?;
    Ok(ok(&if row.deleted {
        shapes::deleted(id)
    } else {
        shapes::customer(&row.fields, version)
    }))
}

fn delete(world: &mut World, space: &Space, id: &str) -> Result<Answer, Problem> {
    match world.customers.get_mut(&(space.clone(), id.to_owned())) {
        Some(row) if !row.deleted => {
            row.deleted = true;
            Ok(ok(&shapes::deleted(id)))
        }
        _ => Err(Problem::no_such_customer(id, "id")),
    }
}

fn create(
    shared: &Shared,
    world: &mut World,
    call: &Call<'_>,
    space: &Space,
    version: &Version,
) -> Result<Answer, Problem> {
    let fields = tree(&call.form);
    let Some(key) = call.header("idempotency-key") else {
        return Ok(ok(&session(shared, world, &fields, space, version)?));
    };
    let (asked, now) = (as_set(&call.form), shared.clock.wall());
    let place = (space.clone(), key.to_owned());
    // Before anything else: the answer is repeated though it would be another one today.
    if let Some(first) = world.answered.get(&place)
        && now.duration_since(first.at).unwrap_or_default() < shared.idempotency
    {
        if first.form != asked {
            return Err(Problem::other_parameters());
        }
        let replayed = hyper::header::HeaderName::from_static("idempotent-replayed");
        return Ok(ok(&first.session).with_static(replayed, "true"));
    }
    // What could not be valid is not remembered.
    let session = session(shared, world, &fields, space, version)?;
    let answered = Answered {
        at: now,
        form: asked,
        session: session.clone(),
    };
    world.answered.insert(place, answered);
    Ok(ok(&session))
}

fn as_set(form: &[(String, String)]) -> BTreeSet<(String, String)> {
    form.iter().cloned().collect()
}

fn session(
    shared: &Shared,
    world: &World,
    fields: &Map<String, Value>,
    space: &Space,
    version: &Version,
) -> Result<Value, Problem> {
    let mut known = vec!["components", "customer", "expand"];
    if version.has_accounts() {
        known.push("customer_account");
    }
    if let Some(unknown) = fields.keys().find(|name| !known.contains(&name.as_str())) {
        return Err(Problem::unknown_param(unknown));
    }
    let components = shapes::components(fields.get("components"), version)?;
    let id = customer_id(world, fields, space)?;
    let row = world.customer(space, &id).filter(|row| !row.deleted);
    let row = row.ok_or_else(|| Problem::no_such_customer(&id, "customer"))?;
    let expands = list(fields.get("expand"));
    if let Some(unknown) = expands
        .iter()
        .find(|name| !EXPANDABLE.contains(&name.as_str()))
    {
        let message = format!("This property cannot be expanded ({unknown}).");
        return Err(Problem::invalid(message).param("expand"));
    }
    let customer = if expands.iter().any(|name| name == "customer") {
        shapes::customer(&row.fields, version)
    } else {
        json!(id)
    };
    let created = seconds(shared.clock.wall());
    let mut session = json!({
        "object": "customer_session",
        "client_secret": format!("cuss_secret_{}", random(47)),
        "components": components,
        "created": created,
        "customer": customer,
        "expires_at": created + shared.session_lifetime.as_secs(),
        "livemode": space.live,
    });
    if version.has_accounts() {
        session["customer_account"] = row.fields["customer_account"].clone();
    }
    Ok(session)
}

/// Whose session is asked for: a customer's, or that of the customer who is an account.
fn customer_id(
    world: &World,
    fields: &Map<String, Value>,
    space: &Space,
) -> Result<String, Problem> {
    let text = |name| fields.get(name).and_then(Value::as_str);
    match (text("customer"), text("customer_account")) {
        (Some(id), None) => Ok(id.to_owned()),
        (None, Some(account)) => {
            let found = world.customer_of_account(space, account);
            found.ok_or_else(|| Problem::no_such_customer(account, "customer_account"))
        }
        (None, None) => Err(Problem::missing_param("customer")),
        (Some(_), Some(_)) => Err(Problem::invalid(
            "You may only specify one of these parameters: customer, customer_account.",
        )),
    }
}

const EXPANDABLE: [&str; 2] = ["components", "customer"];
