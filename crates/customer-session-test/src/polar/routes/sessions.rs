//! Creating sessions.

use hyper::StatusCode;
use serde_json::{Value, json};

use crate::polar::{
    answer::{self, Answer},
    auth::Subject,
    call::Call,
    validation::{self, Errors},
    world::{NewSession, Session, World},
};

/// `POST /v1/customer-sessions/`: mints a session of either kind.
pub(super) fn create(world: &mut World, call: &Call, subject: &Subject) -> Answer {
    create_or_refuse(world, call, subject).unwrap_or_else(|refusal| refusal)
}

fn create_or_refuse(world: &mut World, call: &Call, subject: &Subject) -> Result<Answer, Answer> {
    let organization = super::organization(subject, &["customer_sessions:write"])?;
    let request = Request::read(call.bytes())
        .map_err(|errors| answer::schema_errors(&errors.into_values()))?;
    let customer_id = request.customer(world, organization)?;
    let member_id = request.member(world, &customer_id, call)?;
    let new = NewSession {
        customer_id: &customer_id,
        member_id: member_id.as_deref(),
        return_url: request.return_url,
    };
    let (token, session) = world.mint_session(new, call.now);
    Ok(Answer::json(
        StatusCode::CREATED,
        &shown(world, &token, &session),
    ))
}

/// What a session is asked for.
#[derive(Debug)]
struct Request {
    customer: Identifier,
    member_id: Option<String>,
    external_member_id: Option<String>,
    return_url: Option<String>,
}

#[derive(Debug)]
enum Identifier {
    External(String),
    Id(String),
}

impl Request {
    /// Tries both variants of the body; when neither fits, the errors of both are told.
    fn read(body: &[u8]) -> Result<Self, Errors> {
        let body = validation::object(body)?;
        let by_id = Self::variant(
            &body,
            "CustomerSessionCustomerIDCreate",
            |errors, body, variant| {
                let loc = ["body", variant, "customer_id"];
                match body.get("customer_id") {
                    Some(id) => errors.uuid(&loc, id).map(Identifier::Id),
                    None => {
                        errors.missing(&loc, body);
                        None
                    }
                }
            },
        );
        let mut errors = match by_id {
            Ok(request) => return Ok(request),
            Err(errors) => errors,
        };
        let by_external_id = Self::variant(
            &body,
            "CustomerSessionCustomerExternalIDCreate",
            external_identifier,
        );
        by_external_id.map_err(|others| {
            errors.append(others);
            errors
        })
    }

    fn variant(
        body: &Value,
        name: &str,
        identify: impl FnOnce(&mut Errors, &Value, &str) -> Option<Identifier>,
    ) -> Result<Self, Errors> {
        let mut errors = Errors::default();
        let given = |field| body.get(field).filter(|value: &&Value| !value.is_null());
        let member_id =
            given("member_id").and_then(|id| errors.uuid(&["body", name, "member_id"], id));
        let external_member_id = given("external_member_id")
            .and_then(|id| errors.string(&["body", name, "external_member_id"], id));
        let return_url =
            given("return_url").and_then(|url| errors.http_url(&["body", name, "return_url"], url));
        match identify(&mut errors, body, name) {
            Some(customer) if errors.is_empty() => Ok(Self {
                customer,
                member_id,
                external_member_id,
                return_url,
            }),
            Some(_) | None => Err(errors),
        }
    }

    /// The customer, which must belong to the organization.
    fn customer(&self, world: &World, organization: &str) -> Result<String, Answer> {
        let (field, input, found) = match &self.customer {
            Identifier::Id(id) => ("customer_id", id, world.live_own(organization, id)),
            Identifier::External(id) => (
                "external_customer_id",
                id,
                world.live_external(organization, id),
            ),
        };
        let refusal =
            || answer::refused_value(&["body", field], "Customer does not exist.", &json!(input));
        found.map(|row| row.id.clone()).ok_or_else(refusal)
    }

    /// The member whose session it is; none in an organization without the member model.
    fn member(
        &self,
        world: &mut World,
        customer_id: &str,
        call: &Call,
    ) -> Result<Option<String>, Answer> {
        let Some(customer) = world
            .live_customer(customer_id)
            .filter(|row| world.has_member_model(row))
        else {
            return Ok(None);
        };
        let team = customer.is_team();
        let members = world.members_of(customer_id);
        let (field, input, found) = match (&self.member_id, &self.external_member_id) {
            (Some(id), _) => ("member_id", id, members.iter().find(|row| row.id == *id)),
            (None, Some(id)) => (
                "external_member_id",
                id,
                members
                    .iter()
                    .find(|row| row.external_id.as_ref() == Some(id)),
            ),
            (None, None) if team => {
                let msg = "member_id is required for team customers.";
                return Err(answer::refused_value(
                    &["body", "member_id"],
                    msg,
                    &Value::Null,
                ));
            }
            (None, None) => return Ok(world.owner_or_new(customer_id, call.now)),
        };
        let refusal = || {
            answer::refused_value(
                &["body", field],
                "Member does not exist for this customer.",
                &json!(input),
            )
        };
        found.map(|row| Some(row.id.clone())).ok_or_else(refusal)
    }
}

fn external_identifier(errors: &mut Errors, body: &Value, variant: &str) -> Option<Identifier> {
    let loc = ["body", variant, "external_customer_id"];
    // The second name is the one this field had at first, and it is still taken.
    match body
        .get("external_customer_id")
        .or_else(|| body.get("customer_external_id"))
    {
        Some(id) => errors.string(&loc, id).map(Identifier::External),
        None => {
            errors.missing(&loc, body);
            None
        }
    }
}

fn shown(world: &World, token: &str, session: &Session) -> Value {
    let customer = world.customers.get(&session.customer_id);
    let mut shown = json!({
        "created_at": session.created_at.rfc3339(),
        "modified_at": null,
        "id": session.id,
        "token": token,
        "expires_at": session.expires_at.rfc3339(),
        "return_url": session.return_url,
        "customer_portal_url": portal_url(world, token, session),
        "customer_id": session.customer_id,
        "customer": customer.map(|row| world.merchant_customer(row)),
    });
    world.reshape_session(&mut shown);
    shown
}

/// The parameter is named `customer_session_token` for member sessions too.
fn portal_url(world: &World, token: &str, session: &Session) -> String {
    let host = if world.sandbox {
        "sandbox.polar.sh"
    } else {
        "polar.sh"
    };
    let customer = world.customers.get(&session.customer_id);
    let slug = customer
        .and_then(|row| world.organizations.get(&row.organization_id))
        .map_or("", |row| &row.slug);
    let member = session
        .member_id
        .as_ref()
        .and_then(|id| world.members.get(id));
    let email = match member {
        Some(member) => Some(member.email.as_str()),
        None => customer.and_then(|row| row.email.as_deref()),
    };
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("customer_session_token", token)
        .append_pair("email", email.unwrap_or("None"))
        .finish();
    format!("https://{host}/{slug}/portal?{query}")
}
