//! Does what a shell and curl would do with a printed line.

use reqwest::{Client, Method, RequestBuilder, header::HeaderName};

/// The request of a line that begins with `curl`; `variable` is the value of a shell's variable.
pub(crate) fn request(line: &str, variable: impl Fn(&str) -> String) -> RequestBuilder {
    let mut words = words(line, variable).into_iter();
    assert_eq!(words.next().as_deref(), Some("curl"), "{line}");
    let (mut method, mut url, mut headers, mut data) = (Method::GET, None, Vec::new(), None);
    while let Some(word) = words.next() {
        let mut value = || words.next().expect("the option has a value");
        match word.as_str() {
            "-i" | "-s" => {}
            "-X" => method = value().parse().expect("it is a method"),
            "-H" => headers.push(value()),
            "-d" => {
                method = Method::POST;
                data = Some(value());
            }
            // What old ones do not know is not printed: `--json` came with curl 7.82.
            option if option.starts_with('-') => panic!("{option} is new: {line}"),
            _ => url = Some(word),
        }
    }
    let mut request = Client::new().request(method, url.expect("it has an address"));
    for header in headers {
        let (name, value) = header.split_once(": ").expect("it is a header");
        let name: HeaderName = name.parse().expect("it is a header's name");
        request = request.header(name, value);
    }
    match data {
        Some(data) => request.body(data),
        None => request,
    }
}

/// The words of a command, without their quotes, and with the values of variables.
fn words(line: &str, variable: impl Fn(&str) -> String) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), String::new(), None);
    let mut rest = line.trim().chars().peekable();
    while let Some(character) = rest.next() {
        match (character, quote) {
            ('"' | '\'', None) => quote = Some(character),
            (_, Some(open)) if character == open => quote = None,
            (' ', None) => words.push(std::mem::take(&mut word)),
            ('$', None | Some('"')) => {
                let mut name = String::new();
                while let Some(letter) = rest.next_if(char::is_ascii_uppercase) {
                    name.push(letter);
                }
                word.push_str(&variable(&name));
            }
            _ => word.push(character),
        }
    }
    assert_eq!(quote, None, "a quote is open: {line}");
    words.push(word);
    words
}
