//! A public document that caches may keep: conditional requests (RFC 9110 §13).

use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use super::{EndpointProblem, EndpointRequest, EndpointResponse};

/// A document as it is at this moment.
pub(crate) struct Document {
    pub(crate) media_type: &'static str,
    pub(crate) body: String,
    pub(crate) max_age: Duration,
}

impl Document {
    /// Answers `GET` and `HEAD`. The server that writes the answer to `HEAD` leaves the body out, and
    /// says its length (RFC 9110 §9.3.2).
    pub(crate) fn answer(self, request: &EndpointRequest) -> EndpointResponse {
        if !matches!(request.method.as_str(), "GET" | "HEAD") {
            return EndpointResponse::problem(EndpointProblem::MethodNotAllowed)
                .with_header("allow", "GET, HEAD");
        }
        let tag = self.tag();
        let known = is_known(request, &tag);
        let max_age = self.max_age.as_secs();
        // RFC 9110 §15.4.5: what a 304 has too.
        let response = EndpointResponse::new(if known { 304 } else { 200 })
            .with_header("etag", tag)
            .with_header("cache-control", format!("public, max-age={max_age}"));
        if known {
            return response;
        }
        response
            .with_header("content-type", self.media_type)
            .with_header("x-content-type-options", "nosniff")
            .with_body(self.body)
    }

    /// A strong validator: other bytes have another one.
    fn tag(&self) -> String {
        let hash = digest(&SHA256, self.body.as_bytes());
        let mut tag = String::from('"');
        URL_SAFE_NO_PAD.encode_string(hash, &mut tag);
        tag.push('"');
        tag
    }
}

/// Whether the client says that it has this very document (RFC 9110 §13.1.2). Tags are compared
/// weakly: what is before the quotes does not matter.
fn is_known(request: &EndpointRequest, tag: &str) -> bool {
    let mut lines = request
        .header("if-none-match")
        .filter_map(|line| str::from_utf8(line).ok());
    lines.any(|line| line.trim() == "*" || tags(line).any(|known| known == tag))
}

/// The tags of a list, quotes included. A comma may stand within quotes (RFC 9110 §8.8.3); what is
/// no tag ends the list.
fn tags(list: &str) -> impl Iterator<Item = &str> {
    let mut rest = list;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        rest = rest.strip_prefix("W/").unwrap_or(rest);
        let end = rest.strip_prefix('"')?.find('"')? + 2;
        let (tag, more) = rest.split_at_checked(end)?;
        rest = more;
        Some(tag)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(request: &EndpointRequest) -> EndpointResponse {
        let document = Document {
            media_type: "application/json",
            body: "{}".to_owned(),
            max_age: Duration::from_secs(60),
        };
        document.answer(request)
    }

    fn header<'a>(response: &'a EndpointResponse, name: &str) -> Option<&'a str> {
        let mut found = response.headers.iter().filter(|(known, _)| *known == name);
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none());
        value
    }

    #[test]
    fn get_and_head_are_answered_alike_and_others_are_not() {
        let get = answer(&EndpointRequest::new("GET"));

        assert_eq!(get, answer(&EndpointRequest::new("HEAD")));
        assert_eq!((get.status, &*get.body), (200, b"{}".as_slice()));
        assert_eq!(header(&get, "cache-control"), Some("public, max-age=60"));
        assert_eq!(header(&get, "content-type"), Some("application/json"));
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "get", ""] {
            let refused = answer(&EndpointRequest::new(method));
            assert_eq!(refused.status, 405);
            assert_eq!(header(&refused, "allow"), Some("GET, HEAD"));
            assert_eq!(header(&refused, "cache-control"), Some("no-store"));
        }
    }

    #[test]
    fn who_has_the_document_already_is_not_sent_it_again() {
        let tag = header(&answer(&EndpointRequest::new("GET")), "etag")
            .unwrap()
            .to_owned();
        assert_eq!(
            (tag.len(), tag.chars().filter(|c| *c == '"').count()),
            (45, 2)
        );

        for (lines, known) in [
            (vec![tag.clone()], true),
            (vec![format!("W/{tag}")], true),
            (vec![format!("\"a\", {tag}")], true),
            (vec![format!("\"a,b\",W/\"\" ,\t{tag},")], true),
            (vec!["\"a\"".to_owned(), tag.clone()], true),
            (vec!["*".to_owned()], true),
            (vec!["\"a\"".to_owned()], false),
            (vec![String::new()], false),
            (vec![tag.trim_matches('"').to_owned()], false),
            (vec![format!("\"{tag}\"")], false),
            (vec![tag.to_uppercase()], false),
            (vec![format!("w/{tag}")], false),
            (vec!["\"*\"".to_owned()], false),
        ] {
            for method in ["GET", "HEAD"] {
                let request = lines
                    .iter()
                    .fold(EndpointRequest::new(method), |request, line| {
                        request.with_header("if-none-match", line.as_bytes())
                    });
                let response = answer(&request);

                assert_eq!(response.status, if known { 304 } else { 200 }, "{lines:?}");
                assert_eq!(response.body.is_empty(), known);
                assert_eq!(header(&response, "etag"), Some(&*tag));
                assert_eq!(
                    header(&response, "cache-control"),
                    Some("public, max-age=60")
                );
                assert_eq!(header(&response, "content-type").is_none(), known);
            }
        }
        let binary = EndpointRequest::new("GET").with_header("if-none-match", [0xFF]);
        assert_eq!(answer(&binary).status, 200);
    }
}
