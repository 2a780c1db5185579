//! Customers, as merchants read and manage them.

use hyper::StatusCode;
use serde_json::{Value, json};

use super::CustomerKey;
use crate::polar::{
    answer::{self, Answer},
    auth::Subject,
    call::Call,
    validation::{self, Errors},
    world::{CustomerRow, World},
};

/// `GET /v1/customers/{id}`: only the organization's own, and only while it is not deleted.
pub(super) fn read(world: &World, subject: &Subject, key: CustomerKey<'_>) -> Answer {
    match find(world, subject, READ, key) {
        Ok(row) => answer::ok(&world.merchant_customer(row)),
        Err(refusal) => refusal,
    }
}

/// `GET /v1/customers/{id}/state`: the customer, what it bought and may use.
pub(super) fn state(world: &World, subject: &Subject, key: CustomerKey<'_>) -> Answer {
    match find(world, subject, READ, key) {
        Ok(row) => answer::ok(&world.customer_state(row)),
        Err(refusal) => refusal,
    }
}

/// `GET /v1/customers/`: the organization's own, oldest first.
pub(super) fn list(world: &World, call: &Call, subject: &Subject) -> Answer {
    let organization = match super::organization(subject, READ) {
        Ok(organization) => organization,
        Err(refusal) => return refusal,
    };
    let (wanted, email) = (call.parameter("organization_id"), call.parameter("email"));
    let mut rows: Vec<&CustomerRow> = world
        .customers
        .values()
        .filter(|row| row.deleted_at.is_none() && row.organization_id == organization)
        .filter(|row| {
            wanted
                .as_ref()
                .is_none_or(|wanted| row.organization_id == *wanted)
        })
        .filter(|row| email.is_none() || row.email == email)
        .collect();
    rows.sort_by_key(|row| row.number);
    let items: Vec<Value> = rows
        .into_iter()
        .map(|row| world.merchant_customer(row))
        .collect();
    super::paginated(call, &items)
}

/// `DELETE /v1/customers/{id}`: ends the customer's sessions at once.
pub(super) fn delete(
    world: &mut World,
    call: &Call,
    subject: &Subject,
    key: CustomerKey<'_>,
) -> Answer {
    let id = match find(world, subject, WRITE, key) {
        Ok(row) => row.id.clone(),
        Err(refusal) => return refusal,
    };
    world.delete_customer(&id, call.now);
    Answer::empty(StatusCode::NO_CONTENT)
}

/// `PATCH /v1/customers/{id}`: name, e-mail address, metadata, and an external id once.
pub(super) fn update(
    world: &mut World,
    call: &Call,
    subject: &Subject,
    key: CustomerKey<'_>,
) -> Answer {
    update_or_refuse(world, call, subject, key).unwrap_or_else(|refusal| refusal)
}

fn update_or_refuse(
    world: &mut World,
    call: &Call,
    subject: &Subject,
    key: CustomerKey<'_>,
) -> Result<Answer, Answer> {
    super::organization(subject, WRITE)?;
    let changes = Changes::read(call.bytes())
        .map_err(|errors| answer::schema_errors(&errors.into_values()))?;
    let row = find(world, subject, WRITE, key)?;
    changes.check(world, row)?;
    let id = row.id.clone();
    world.change_customer(&id, call.now, |row| changes.apply(row));
    Ok(world
        .live_customer(&id)
        .map_or_else(answer::resource_not_found, |row| {
            answer::ok(&world.merchant_customer(row))
        }))
}

/// The fields to change; what is absent stays.
#[derive(Debug)]
struct Changes {
    email: Option<String>,
    external_id: Option<String>,
    metadata: Option<serde_json::Map<String, Value>>,
    /// A string, or null, which takes the name away.
    name: Option<Value>,
}

impl Changes {
    fn read(body: &[u8]) -> Result<Self, Errors> {
        let body = validation::object(body)?;
        let mut errors = Errors::default();
        let given = |field| body.get(field).filter(|value: &&Value| !value.is_null());
        let email = given("email").and_then(|value| email(&mut errors, value));
        let external_id =
            given("external_id").and_then(|value| errors.string(&["body", "external_id"], value));
        let metadata = given("metadata").and_then(|value| metadata(&mut errors, value));
        let name = body.get("name").cloned();
        if let Some(value) = name.as_ref().filter(|value| !value.is_null()) {
            errors.string(&["body", "name"], value);
        }
        if errors.is_empty() {
            Ok(Self {
                email,
                external_id,
                metadata,
                name,
            })
        } else {
            Err(errors)
        }
    }

    /// Refuses what would take an address twice, or an external id away.
    fn check(&self, world: &World, row: &CustomerRow) -> Result<(), Answer> {
        let taken = |email: &String| {
            world.customers.values().any(|other| {
                other.id != row.id
                    && other.deleted_at.is_none()
                    && other.organization_id == row.organization_id
                    && other.email.as_ref() == Some(email)
            })
        };
        if let Some(email) = self.email.as_ref().filter(|email| taken(email)) {
            let msg = "A customer with this email address already exists.";
            return Err(answer::refused_value(
                &["body", "email"],
                msg,
                &json!(email),
            ));
        }
        if self.external_id.is_some()
            && row.external_id.is_some()
            && self.external_id != row.external_id
        {
            let msg = "Customer external ID cannot be updated.";
            return Err(answer::refused_value(
                &["body", "external_id"],
                msg,
                &json!(self.external_id),
            ));
        }
        Ok(())
    }

    fn apply(self, row: &mut CustomerRow) {
        if let Some(name) = self.name {
            row.name = name.as_str().map(str::to_owned);
        }
        if self.email.is_some() {
            row.set_email(self.email);
        }
        if let Some(metadata) = self.metadata {
            row.metadata = metadata;
        }
        if self.external_id.is_some() {
            row.external_id = self.external_id;
        }
    }
}

fn email(errors: &mut Errors, value: &Value) -> Option<String> {
    let loc = ["body", "email"];
    let email = errors.string(&loc, value)?;
    if email.contains('@') {
        return Some(email);
    }
    let reason = "An email address must have an @-sign.";
    let msg = format!("value is not a valid email address: {reason}");
    errors.add(
        "value_error",
        &loc,
        &msg,
        value,
        json!({ "reason": reason }),
    );
    None
}

fn metadata(errors: &mut Errors, value: &Value) -> Option<serde_json::Map<String, Value>> {
    if !value.is_object() {
        errors.add(
            "dict_type",
            &["body", "metadata"],
            "Input should be a valid dictionary",
            value,
            Value::Null,
        );
    }
    value.as_object().cloned()
}

fn find<'a>(
    world: &'a World,
    subject: &Subject,
    scopes: &[&str],
    key: CustomerKey<'_>,
) -> Result<&'a CustomerRow, Answer> {
    let organization = super::organization(subject, scopes)?;
    let found = match key {
        CustomerKey::External(id) => world.live_external(organization, &percent_decoded(id)),
        CustomerKey::Id(id) => {
            let id = super::path_id("id", id)?;
            world.live_own(organization, &id)
        }
    };
    found.ok_or_else(answer::resource_not_found)
}

/// An external id may hold anything, and arrives escaped.
fn percent_decoded(segment: &str) -> String {
    // A form decoder with the one thing undone that forms do and paths do not: the plus sign.
    let escaped = segment
        .replace('+', "%2B")
        .replace('&', "%26")
        .replace('=', "%3D");
    form_urlencoded::parse(escaped.as_bytes())
        .next()
        .map(|(name, _)| name.into_owned())
        .unwrap_or_default()
}

/// Any of these scopes will do.
const READ: &[&str] = &["customers:read", "customers:write"];
const WRITE: &[&str] = &["customers:write"];
