//! The customer portal: what is asked with a customer's own token, of whichever organization.

use serde_json::{Value, json};

use crate::polar::{
    answer::{self, Answer},
    auth::Subject,
    call::Call,
    shapes,
    world::{CustomerRow, MemberRow, Session, World},
};

/// A path of the portal.
#[derive(Clone, Copy, Debug)]
pub(super) enum Page {
    Introspect,
    Me,
    Members,
    Orders,
    PaymentMethods,
    Subscriptions,
    User,
    Wallets,
}

impl Page {
    /// The page at the segments below `/v1/customer-portal`.
    pub(super) fn of(segments: &[&str]) -> Option<Self> {
        let page = match segments {
            ["customer-session", "introspect"] => Self::Introspect,
            ["customer-session", "user"] => Self::User,
            ["customers", "me"] => Self::Me,
            ["customers", "me", "payment-methods"] => Self::PaymentMethods,
            ["members"] => Self::Members,
            ["orders", ""] => Self::Orders,
            ["subscriptions", ""] => Self::Subscriptions,
            ["wallets", ""] => Self::Wallets,
            _ => return None,
        };
        Some(page)
    }
}

/// Shows a page to whom it belongs.
pub(super) fn show(world: &World, call: &Call, subject: &Subject, page: Page) -> Answer {
    show_or_refuse(world, call, subject, page).unwrap_or_else(|refusal| refusal)
}

fn show_or_refuse(
    world: &World,
    call: &Call,
    subject: &Subject,
    page: Page,
) -> Result<Answer, Answer> {
    let visitor = Visitor::of(world, subject).ok_or_else(answer::unauthorized)?;
    match page {
        Page::Introspect => Ok(introspect(world, visitor.session)),
        Page::Me => Ok(answer::ok(&world.portal_customer(visitor.customer))),
        Page::Members => members(world, call, &visitor),
        Page::Orders | Page::PaymentMethods | Page::Wallets => {
            visitor.sees_billing()?;
            Ok(super::paginated(call, &[]))
        }
        Page::Subscriptions => Ok(super::paginated(call, &[])),
        Page::User => user(&visitor),
    }
}

/// Who looks at the portal.
struct Visitor<'a> {
    session: &'a Session,
    customer: &'a CustomerRow,
    member: Option<&'a MemberRow>,
}

impl<'a> Visitor<'a> {
    fn of(world: &'a World, subject: &'a Subject) -> Option<Self> {
        let Subject::Session(session) = subject else {
            return None;
        };
        let customer = world.live_customer(&session.customer_id)?;
        let member = session
            .member_id
            .as_ref()
            .and_then(|id| world.members.get(id));
        Some(Self {
            session,
            customer,
            member,
        })
    }

    fn sees_billing(&self) -> Result<(), Answer> {
        match self.member {
            Some(member) if !member.role.sees_billing() => Err(answer::not_permitted(BILLING)),
            Some(_) | None => Ok(()),
        }
    }
}

fn introspect(world: &World, session: &Session) -> Answer {
    let mut shown =
        json!({ "expires_at": session.expires_at.rfc3339(), "return_url": session.return_url });
    world.reshape_session(&mut shown);
    answer::ok(&shown)
}

/// A customer session of a team without an e-mail address has nobody to show; this does not make it
/// invalid.
fn user(visitor: &Visitor<'_>) -> Result<Answer, Answer> {
    let customer = visitor.customer;
    if let Some(member) = visitor.member {
        return Ok(answer::ok(&json!({
            "type": "member",
            "name": member.name,
            "email": member.email,
            "customer_id": customer.id,
            "member_id": member.id,
            "role": member.role.as_str(),
        })));
    }
    if customer.is_team() && customer.email.is_none() {
        return Err(answer::refused_value(&["body"], TEAM, &Value::Null));
    }
    Ok(answer::ok(&json!({
        "type": "customer",
        "name": customer.name,
        "email": customer.email,
        "customer_id": customer.id,
        "member_id": null,
        "role": null,
    })))
}

fn members(world: &World, call: &Call, visitor: &Visitor<'_>) -> Result<Answer, Answer> {
    visitor.sees_billing()?;
    if !visitor.customer.is_team() {
        return Err(answer::not_permitted(NO_TEAM));
    }
    let members: Vec<Value> = world
        .members_of(&visitor.customer.id)
        .into_iter()
        .map(shapes::portal_member)
        .collect();
    Ok(super::paginated(call, &members))
}

const BILLING: &str = "Only owners and billing managers can access billing features.";
const NO_TEAM: &str = "Member management is only available for team customers. Purchase a seat-based product to enable team features.";
const TEAM: &str = "Team customers must use member sessions to access this endpoint.";
