//! What the fake knows.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, VecDeque},
    time::{SystemTime, UNIX_EPOCH},
};

use serde_json::{Map, Value, json};

use super::{
    customer::NewCustomer,
    endpoint::Endpoint,
    fault::Faults,
    journal::{REMEMBERED, RecordedRequest},
    rate::Rates,
};

/// Everything that changes.
#[derive(Debug, Default)]
pub(super) struct World {
    /// By the space they are in and their id, in the order in which spaces are looked through: test
    /// mode before live mode, the fake's own account before connected ones.
    pub(super) customers: BTreeMap<(Space, String), CustomerRow>,
    pub(super) keys: Vec<Key>,
    /// What was answered under which idempotency key.
    pub(super) answered: HashMap<(Space, String), Answered>,
    pub(super) rates: Rates,
    pub(super) faults: Faults,
    pub(super) calls: HashMap<Endpoint, u64>,
    pub(super) requests: VecDeque<RecordedRequest>,
    /// How many requests were answered.
    pub(super) answers: u64,
}

/// A mode and an account: what has customers of its own.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(super) struct Space {
    pub(super) live: bool,
    /// A connected account; without one, the fake's own.
    pub(super) account: Option<String>,
}

/// A customer.
#[derive(Clone, Debug)]
pub(super) struct CustomerRow {
    pub(super) deleted: bool,
    /// All fields as they are answered.
    pub(super) fields: Map<String, Value>,
}

/// A secret or restricted key.
#[derive(Clone, Debug)]
pub(super) struct Key {
    pub(super) live: bool,
    /// What a restricted key may do; a secret key may do everything.
    pub(super) permissions: Option<Vec<String>>,
    pub(super) text: String,
}

/// The first answer under an idempotency key.
#[derive(Clone, Debug)]
pub(super) struct Answered {
    pub(super) at: SystemTime,
    /// What was asked, in an order that does not matter.
    pub(super) form: BTreeSet<(String, String)>,
    pub(super) session: Value,
}

impl World {
    pub(super) fn record(&mut self, request: RecordedRequest) {
        *self.calls.entry(request.endpoint).or_default() += 1;
        if self.requests.len() == REMEMBERED {
            self.requests.pop_front();
        }
        self.requests.push_back(request);
    }

    pub(super) fn add_key(&mut self, live: bool, permissions: Option<Vec<String>>) -> String {
        let kind = if permissions.is_some() { "rk" } else { "sk" };
        let mode = if live { "live" } else { "test" };
        let text = format!("{kind}_{mode}_{}", random(24));
        self.keys.push(Key {
            live,
            permissions,
            text: text.clone(),
        });
        text
    }

    /// Adds a customer and returns the id.
    pub(super) fn add_customer(&mut self, new: NewCustomer, now: SystemTime) -> String {
        let id = new.id.unwrap_or_else(|| format!("cus_{}", random(14)));
        let space = Space {
            live: new.live,
            account: new.account,
        };
        let mut fields = blank_customer(&id, space.live, now);
        fields.extend(new.fields);
        let row = CustomerRow {
            deleted: false,
            fields,
        };
        self.customers.insert((space, id.clone()), row);
        id
    }

    /// Whether a connected account exists: one does that has a customer, past or present.
    pub(super) fn has_account(&self, account: &str) -> bool {
        let mut spaces = self.customers.keys().map(|(space, _)| space);
        spaces.any(|space| space.account.as_deref() == Some(account))
    }

    /// The customer of this id, deleted or not.
    pub(super) fn customer(&self, space: &Space, id: &str) -> Option<&CustomerRow> {
        self.customers.get(&(space.clone(), id.to_owned()))
    }

    /// The id of the customer who is this account.
    pub(super) fn customer_of_account(&self, space: &Space, account: &str) -> Option<String> {
        let mut customers = self.customers.iter();
        let found = customers.find(|((theirs, _), row)| {
            theirs == space && !row.deleted && row.fields["customer_account"] == account
        });
        found.map(|((_, id), _)| id.clone())
    }
}

fn blank_customer(id: &str, live: bool, now: SystemTime) -> Map<String, Value> {
    let fields = json!({
        "id": id, "object": "customer", "address": null, "balance": 0, "created": seconds(now),
        "currency": null, "customer_account": null, "default_source": null, "delinquent": false,
        "description": null, "discount": null, "email": null, "invoice_prefix": "0AF4C1D2",
        "invoice_settings": {
            "custom_fields": null, "default_payment_method": null, "footer": null,
            "rendering_options": null,
        },
        "livemode": live, "metadata": {}, "name": null, "next_invoice_sequence": 1, "phone": null,
        "preferred_locales": [], "shipping": null, "tax_exempt": "none", "test_clock": null,
    });
    match fields {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

/// Whole seconds since 1970.
pub(super) fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs()
}

/// Letters and digits that nobody can guess.
///
/// # Panics
///
/// If the operating system gives no randomness.
pub(super) fn random(length: usize) -> String {
    let mut bytes = vec![0; length];
    getrandom::fill(&mut bytes).expect("the operating system gives randomness");
    let letter = |byte: u8| char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]);
    bytes.into_iter().map(letter).collect()
}

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
