//! How the question is written.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use url::Url;

use crate::{config::ConfigError, upstream::HttpRequest};

/// What a body holds beside the token.
pub(super) type Members = BTreeMap<String, Value>;

/// How a body is written, and as what the token stands in it.
pub(super) enum Writing {
    Form(String),
    Json(String),
}

/// A question as it is asked of every token.
pub(super) enum Question {
    Form {
        token: String,
        others: Vec<(String, String)>,
    },
    Json {
        token: String,
        others: Map<String, Value>,
    },
}

impl Question {
    pub(super) fn new(writing: Writing, members: Members) -> Result<Self, ConfigError> {
        let (Writing::Form(token) | Writing::Json(token)) = &writing;
        if token.is_empty() || members.contains_key(token) {
            let mend = "name the member that holds the token, and no other one as it";
            return Err(ConfigError::invalid("member", token, mend));
        }
        Ok(match writing {
            Writing::Json(token) => Self::Json {
                token,
                others: members.into_iter().collect(),
            },
            Writing::Form(token) => Self::Form {
                token,
                others: members.into_iter().map(field).collect::<Result<_, _>>()?,
            },
        })
    }

    pub(super) fn ask(&self, endpoint: Url, presented: &str) -> HttpRequest {
        match self {
            Self::Form { token, others } => {
                let others = others.iter().map(|(name, value)| (&**name, &**value));
                let fields = [(&**token, presented)].into_iter().chain(others);
                HttpRequest::post_form(endpoint, fields)
            }
            Self::Json { token, others } => {
                let mut members = others.clone();
                members.insert(token.clone(), presented.into());
                HttpRequest::post_json(endpoint, Value::Object(members).to_string())
            }
        }
    }
}

fn field((name, value): (String, Value)) -> Result<(String, String), ConfigError> {
    match value {
        Value::String(text) => Ok((name, text)),
        _ => Err(ConfigError::invalid(
            "member",
            name,
            "a form holds text only: write the value as a string, or ask in JSON",
        )),
    }
}
