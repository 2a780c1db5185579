//! Answers that are none, or not quite: each member left out, empty, or of another type.

use customer_session::provider::SessionProvider;
use serde_json::{Value, json};

use super::{
    Reply, Rule,
    judge::{Trial, Wanted},
    server::Spoil,
    suite::{Call, Learned, Suite},
};

impl<'a, P: SessionProvider> Suite<'a, P> {
    pub(super) async fn junk(&mut self, learned: &Learned<'a>) {
        for call in &learned.calls {
            let Some(good) = learned.session.at(&call.place) else {
                continue;
            };
            let Some(value) = good.value() else {
                let why = format!(
                    "the good answer to {} is no JSON, which alone is spoilt",
                    call.place
                );
                self.report.not_tried(Rule::NamesTrouble, why);
                continue;
            };
            let mut trials = no_answers(call, good);
            trials.extend(members(call, good, &value, &self.echo()));
            trials.push(new_members(call, good, value.clone()));
            trials.extend(somebody_else(call, good, &value, learned));
            for trial in trials {
                self.run(trial, learned).await;
            }
        }
        if !learned.calls.iter().any(|call| call.looks_up) {
            let why = "the facts carry the customer, and none is looked up";
            self.report.not_tried(Rule::BelievesNoOther, why);
        }
    }
}

fn trial(call: &Call, rule: Rule, wanted: Wanted, what: &str, reply: Reply) -> Trial {
    Trial {
        rule,
        done: format!("{} was answered with {what}", call.place),
        place: call.place.clone(),
        spoil: Spoil::Instead(reply),
        wanted,
        waits: false,
    }
}

/// Answers with the good one's status and headers, which say nothing.
fn no_answers(call: &Call, good: &Reply) -> Vec<Trial> {
    let whole = good.body.to_vec();
    let half = whole.get(..whole.len() / 2).unwrap_or_default().to_vec();
    let followed = [&*whole, b"{\"more\":1}"].concat();
    let not_utf8 = [b"{\"\xff\xfe\":1,", whole.get(1..).unwrap_or_default()].concat();
    let bodies: [(&str, Vec<u8>); 11] = [
        ("no body", Vec::new()),
        ("JSON that is cut in half", half),
        ("JSON that something follows", followed),
        ("JSON that is not UTF-8", not_utf8),
        ("an opening brace", b"{".to_vec()),
        ("`null`", b"null".to_vec()),
        ("`true`", b"true".to_vec()),
        ("`[]`", b"[]".to_vec()),
        ("`{}`", b"{}".to_vec()),
        ("a JSON string", b"\"ok\"".to_vec()),
        ("100,000 opening brackets", vec![b'['; 100_000]),
    ];
    let (rule, wanted) = (Rule::NamesTrouble, Wanted::Trouble);
    let mut trials: Vec<_> = bodies
        .into_iter()
        .map(|(what, body)| trial(call, rule, wanted, what, good.with_body(body)))
        .collect();
    let page = Reply::text(
        good.status,
        "text/html; charset=utf-8",
        "<!DOCTYPE html><html><body>Please sign in to the network.</body></html>",
    );
    let what = format!("{} and a page", good.status);
    trials.push(trial(call, rule, wanted, &what, page));
    trials.push(trial(call, rule, wanted, "204", Reply::empty(204)));
    trials
}

/// Each member of the answer is left out, `null`, or of another type.
fn members(call: &Call, good: &Reply, value: &Value, echo: &str) -> Vec<Trial> {
    let mut pointers = Vec::new();
    leaves(value, String::new(), &mut pointers);
    let mut trials = Vec::new();
    for pointer in pointers.into_iter().take(MOST_MEMBERS) {
        let mut tried = |what: &str, same_end, spoilt: Option<Value>| {
            if let Some(spoilt) = spoilt.filter(|spoilt| spoilt != value) {
                let reply = good.with_body(spoilt.to_string());
                let wanted = Wanted::NoOther { same_end };
                let what = format!("`{pointer}` {what}");
                trials.push(trial(call, Rule::OnlyAnswersVouch, wanted, &what, reply));
            }
        };
        tried("left out", false, without(value, &pointer));
        tried("as `null`", false, with(value, &pointer, |_| Value::Null));
        let other = |leaf: &Value| other_type(leaf, echo);
        tried("of another type", true, with(value, &pointer, other));
    }
    trials
}

/// Issuers add members without telling anybody.
fn new_members(call: &Call, good: &Reply, mut value: Value) -> Trial {
    extend(&mut value);
    let reply = good.with_body(value.to_string());
    let what = "the good answer and members that are new";
    trial(call, Rule::TakesNewMembers, Wanted::Same, what, reply)
}

/// The answer to a look-up is about somebody else.
fn somebody_else(call: &Call, good: &Reply, value: &Value, learned: &Learned<'_>) -> Option<Trial> {
    let id = learned.good.record.id.as_str();
    let mut other = value.clone();
    rename(&mut other, id);
    (call.looks_up && other != *value).then(|| {
        let reply = good.with_body(other.to_string());
        let (rule, wanted) = (Rule::BelievesNoOther, Wanted::NotThem);
        trial(call, rule, wanted, "another customer's record", reply)
    })
}

/// The pointers (RFC 6901) to everything that is neither an object nor a list.
fn leaves(value: &Value, at: String, pointers: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let name = name.replace('~', "~0").replace('/', "~1");
                leaves(member, format!("{at}/{name}"), pointers);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                leaves(item, format!("{at}/{index}"), pointers);
            }
        }
        _ => pointers.push(at),
    }
}

fn with(value: &Value, pointer: &str, change: impl Fn(&Value) -> Value) -> Option<Value> {
    let mut changed = value.clone();
    let leaf = changed.pointer_mut(pointer)?;
    *leaf = change(leaf);
    Some(changed)
}

fn without(value: &Value, pointer: &str) -> Option<Value> {
    let (parent, name) = pointer.rsplit_once('/')?;
    let name = name.replace("~1", "/").replace("~0", "~");
    let mut changed = value.clone();
    changed
        .pointer_mut(parent)?
        .as_object_mut()?
        .remove(&name)?;
    Some(changed)
}

/// A parser's error repeats what it found: a text in a number's place holds what must not be
/// repeated.
fn other_type(leaf: &Value, echo: &str) -> Value {
    match leaf {
        Value::Bool(flag) => json!(flag.to_string()),
        Value::Number(_) => json!(format!("not a number: {echo}")),
        _ => json!({ "of": "another type" }),
    }
}

fn extend(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for member in members.values_mut() {
                extend(member);
            }
            members.insert("added_by_the_suite".to_owned(), json!({ "new": [1, "x"] }));
        }
        Value::Array(items) => items.iter_mut().for_each(extend),
        _ => {}
    }
}

/// Replaces the id wherever it stands.
fn rename(value: &mut Value, id: &str) {
    match value {
        Value::String(text) if text == id => text.push_str("_another"),
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, id)),
        Value::Object(members) => members.values_mut().for_each(|member| rename(member, id)),
        _ => {}
    }
}

/// So many members are spoilt of one answer.
const MOST_MEMBERS: usize = 64;
