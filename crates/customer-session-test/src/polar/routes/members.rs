//! Members, as merchants read them.

use serde_json::Value;

use crate::polar::{
    answer::{self, Answer},
    auth::Subject,
    call::Call,
    shapes,
    world::{MemberRow, World},
};

/// `GET /v1/members/{id}`.
pub(super) fn read(world: &World, subject: &Subject, id: &str) -> Answer {
    shown(find(world, subject, id))
}

/// `GET /v1/customers/{id}/members/{member_id}`.
pub(super) fn of_customer(world: &World, subject: &Subject, customer_id: &str, id: &str) -> Answer {
    let found = find(world, subject, id).and_then(|row| {
        if row.customer_id == customer_id {
            Ok(row)
        } else {
            Err(answer::resource_not_found())
        }
    });
    shown(found)
}

/// `GET /v1/members/?customer_id=`.
pub(super) fn list(world: &World, call: &Call, subject: &Subject) -> Answer {
    let organization = match super::organization(subject, READ) {
        Ok(organization) => organization,
        Err(refusal) => return refusal,
    };
    let wanted = call.parameter("customer_id");
    let mut rows: Vec<&MemberRow> = world
        .members
        .values()
        .filter(|row| is_of(world, row, organization))
        .filter(|row| {
            wanted
                .as_ref()
                .is_none_or(|wanted| row.customer_id == *wanted)
        })
        .collect();
    rows.sort_by_key(|row| row.number);
    let items: Vec<Value> = rows.into_iter().map(shapes::merchant_member).collect();
    super::paginated(call, &items)
}

/// `GET /v1/customers/{id}/members`.
pub(super) fn list_of_customer(
    world: &World,
    call: &Call,
    subject: &Subject,
    customer_id: &str,
) -> Answer {
    let organization = match super::organization(subject, READ) {
        Ok(organization) => organization,
        Err(refusal) => return refusal,
    };
    if world.live_own(organization, customer_id).is_none() {
        return answer::resource_not_found();
    }
    let items: Vec<Value> = world
        .members_of(customer_id)
        .into_iter()
        .map(shapes::merchant_member)
        .collect();
    super::paginated(call, &items)
}

fn find<'a>(world: &'a World, subject: &Subject, id: &str) -> Result<&'a MemberRow, Answer> {
    let organization = super::organization(subject, READ)?;
    let id = super::path_id("id", id)?;
    let found = world
        .members
        .get(&id)
        .filter(|row| is_of(world, row, organization));
    found.ok_or_else(answer::resource_not_found)
}

fn is_of(world: &World, row: &MemberRow, organization: &str) -> bool {
    let customer = world.live_customer(&row.customer_id);
    !row.deleted && customer.is_some_and(|customer| customer.organization_id == organization)
}

fn shown(found: Result<&MemberRow, Answer>) -> Answer {
    match found {
        Ok(row) => answer::ok(&shapes::merchant_member(row)),
        Err(refusal) => refusal,
    }
}

const READ: &[&str] = &["members:read", "members:write"];
