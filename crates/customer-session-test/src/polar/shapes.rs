//! The JSON shapes of customers and members, present and past.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{
    time::Moment,
    world::{CustomerRow, MemberRow, World},
};

/// A way in which customers or sessions were sent by older servers, or may be by newer ones.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Shape {
    /// Adds fields that no client knows.
    ExtraFields,
    /// Lists the members inside the customer, as from 2025-11-19 to 2026-02-26.
    MembersArray,
    /// Leaves out `return_url`, as before 2025-10-15.
    NoReturnUrl,
    /// Leaves out the customer's `type`, as before 2026-01-27.
    NoType,
    /// Sends `avatar_url` as null, as may happen since 2026-06-18.
    NullAvatar,
}

impl World {
    /// A customer as merchants see it.
    pub(super) fn merchant_customer(&self, row: &CustomerRow) -> Value {
        let mut customer = json!({
            "id": row.id,
            "created_at": row.created_at.rfc3339(),
            "modified_at": printed(row.modified_at),
            "metadata": row.metadata,
            "external_id": row.external_id,
            "email": row.email,
            "email_verified": row.email_verified,
            "type": row.kind,
            "name": row.name,
            "billing_name": row.name,
            "billing_address": row.billing_address,
            "tax_id": row.tax_id,
            "locale": row.locale,
            "organization_id": row.organization_id,
            "default_payment_method_id": null,
            "deleted_at": printed(row.deleted_at),
            "first_user_event_at": null,
            "avatar_url": row.email.as_deref().map(gravatar),
        });
        for shape in &self.shapes {
            self.reshape(&mut customer, row, *shape);
        }
        customer
    }

    /// A customer with what it bought and may use.
    pub(super) fn customer_state(&self, row: &CustomerRow) -> Value {
        let mut state = self.merchant_customer(row);
        for (name, list) in row.state.lists() {
            let mut list = list.to_vec();
            if self.shapes.contains(&Shape::ExtraFields) {
                list.iter_mut().for_each(add_unknown_fields);
            }
            state[name] = Value::Array(list);
        }
        state
    }

    /// A member as webhooks tell of it.
    pub(super) fn webhook_member(&self, row: &MemberRow) -> Value {
        let mut member = merchant_member(row);
        if self.shapes.contains(&Shape::ExtraFields) {
            add_unknown_fields(&mut member);
        }
        member
    }

    /// A customer as itself and its members see it.
    pub(super) fn portal_customer(&self, row: &CustomerRow) -> Value {
        let mut customer = json!({
            "created_at": row.created_at.rfc3339(),
            "modified_at": printed(row.modified_at),
            "id": row.id,
            "email": row.email,
            "email_verified": row.email_verified,
            "name": row.name,
            "billing_name": row.name,
            "billing_address": row.billing_address,
            "tax_id": row.tax_id,
            "oauth_accounts": {},
            "default_payment_method_id": null,
            "type": row.kind,
            "locale": row.locale,
        });
        if self.shapes.contains(&Shape::NoType) {
            remove(&mut customer, "type");
        }
        if self.shapes.contains(&Shape::ExtraFields) {
            add_unknown_fields(&mut customer);
        }
        customer
    }

    /// What old servers left out of sessions is taken out, and unknown fields are added.
    pub(super) fn reshape_session(&self, session: &mut Value) {
        if self.shapes.contains(&Shape::NoReturnUrl) {
            remove(session, "return_url");
        }
        if self.shapes.contains(&Shape::ExtraFields) {
            add_unknown_fields(session);
        }
    }

    fn reshape(&self, customer: &mut Value, row: &CustomerRow, shape: Shape) {
        match shape {
            Shape::ExtraFields => add_unknown_fields(customer),
            Shape::MembersArray => {
                customer["members"] = self
                    .members_of(&row.id)
                    .into_iter()
                    .map(merchant_member)
                    .collect();
            }
            Shape::NoReturnUrl => {}
            Shape::NoType => remove(customer, "type"),
            Shape::NullAvatar => customer["avatar_url"] = Value::Null,
        }
    }
}

/// A member as merchants see it.
pub(super) fn merchant_member(row: &MemberRow) -> Value {
    json!({
        "id": row.id,
        "created_at": row.created_at.rfc3339(),
        "modified_at": printed(row.modified_at),
        "customer_id": row.customer_id,
        "email": row.email,
        "name": row.name,
        "external_id": row.external_id,
        "role": row.role.as_str(),
    })
}

/// A member as other members of the team see it.
pub(super) fn portal_member(row: &MemberRow) -> Value {
    let mut member = merchant_member(row);
    remove(&mut member, "customer_id");
    remove(&mut member, "external_id");
    member
}

fn printed(moment: Option<Moment>) -> Option<String> {
    moment.map(Moment::rfc3339)
}

fn remove(value: &mut Value, key: &str) {
    if let Some(object) = value.as_object_mut() {
        object.remove(key);
    }
}

fn add_unknown_fields(value: &mut Value) {
    value["x_added_later"] = json!({ "nested": [1, 2.5, null, "three"] });
}

fn gravatar(email: &str) -> String {
    let digest = Sha256::digest(email.trim().to_lowercase().as_bytes());
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("https://www.gravatar.com/avatar/{hex}?d=404")
}
