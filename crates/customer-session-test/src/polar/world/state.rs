//! What a customer bought and may use.

use serde_json::{Value, json};

use super::random_id;
use crate::polar::time::Moment;

/// What a customer bought and may use, as Polar shows it.
#[derive(Debug, Default)]
pub(crate) struct StateRow {
    pub(crate) subscriptions: Vec<Value>,
    pub(crate) benefits: Vec<Value>,
    pub(crate) meters: Vec<Value>,
}

impl StateRow {
    /// Adds a monthly subscription that began a moment ago, and returns its id.
    pub(crate) fn subscribe(&mut self, product_id: &str, now: Moment) -> String {
        let id = random_id();
        self.subscriptions.push(json!({
            "id": id,
            "created_at": now.rfc3339(),
            "modified_at": null,
            "custom_field_data": {},
            "metadata": {},
            "status": "active",
            "amount": 1000,
            "currency": "usd",
            "recurring_interval": "month",
            "current_period_start": now.rfc3339(),
            "current_period_end": now.plus(MONTH_SECONDS).rfc3339(),
            "trial_start": null,
            "trial_end": null,
            "cancel_at_period_end": false,
            "canceled_at": null,
            "started_at": now.rfc3339(),
            "ends_at": null,
            "product_id": product_id,
            "discount_id": null,
            "meters": [],
        }));
        id
    }

    /// Grants a benefit of this kind, and returns the id of the grant.
    pub(crate) fn grant(&mut self, benefit_id: &str, kind: &str, now: Moment) -> String {
        let id = random_id();
        self.benefits.push(json!({
            "id": id,
            "created_at": now.rfc3339(),
            "modified_at": null,
            "granted_at": now.rfc3339(),
            "benefit_id": benefit_id,
            "benefit_type": kind,
            "benefit_metadata": {},
            "properties": {},
        }));
        id
    }

    /// Sets what was consumed of a meter and what was credited to it.
    pub(crate) fn set_meter(&mut self, meter_id: &str, consumed: f64, credited: u64, now: Moment) {
        let known = self.meters.iter_mut();
        let meter = known
            .into_iter()
            .find(|meter| meter["meter_id"] == meter_id);
        let (consumed_units, balance) = (json!(consumed), json!(credited as f64 - consumed));
        if let Some(meter) = meter {
            meter["modified_at"] = json!(now.rfc3339());
            meter["consumed_units"] = consumed_units;
            meter["credited_units"] = json!(credited);
            meter["balance"] = balance;
            return;
        }
        self.meters.push(json!({
            "id": random_id(),
            "created_at": now.rfc3339(),
            "modified_at": null,
            "meter_id": meter_id,
            "consumed_units": consumed_units,
            "credited_units": credited,
            "balance": balance,
        }));
    }

    /// Ends the subscription, or revokes the grant, with this id.
    pub(crate) fn remove(&mut self, id: &str) {
        for rows in [&mut self.subscriptions, &mut self.benefits] {
            rows.retain(|row| row["id"] != id);
        }
    }

    /// The three lists, by the names under which they stand in the state.
    pub(crate) fn lists(&self) -> [(&'static str, &[Value]); 3] {
        [
            ("active_subscriptions", &self.subscriptions),
            ("granted_benefits", &self.benefits),
            ("active_meters", &self.meters),
        ]
    }
}

const MONTH_SECONDS: i64 = 30 * 24 * 3600;
