//! The tokens that are to be verified: one argument, or the lines of stdin.

use std::io::{self, BufRead};

/// Where tokens come from.
pub(crate) enum Tokens<R> {
    Argument(Option<String>),
    Lines(R),
}

impl<R: BufRead> Tokens<R> {
    /// The next token; `None` after the last.
    pub(crate) fn next(&mut self) -> io::Result<Option<String>> {
        match self {
            Self::Argument(token) => Ok(token.take()),
            Self::Lines(reader) => Ok(line(reader)?.map(|line| {
                // What is no UTF-8 is no token, and the replacement characters neither.
                String::from_utf8_lossy(&line).into_owned()
            })),
        }
    }
}

/// The next line without its end. Of a very long one just so much that it is seen to be too long.
fn line(reader: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    let mut began = false;
    loop {
        let bytes = match reader.fill_buf() {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if bytes.is_empty() {
            break;
        }
        began = true;
        let end = bytes.iter().position(|&byte| byte == b'\n');
        let part = end.map_or(bytes, |end| bytes.split_at(end).0);
        let room = KEPT - line.len();
        line.extend(part.iter().take(room));
        let used = part.len() + usize::from(end.is_some());
        reader.consume(used);
        if end.is_some() {
            break;
        }
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(began.then_some(line))
}

/// Longer than any token that is accepted.
const KEPT: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &[u8]) -> Vec<String> {
        // A small buffer, so that lines are put together of several parts.
        let mut tokens = Tokens::Lines(io::BufReader::with_capacity(3, text));
        std::iter::from_fn(|| tokens.next().unwrap()).collect()
    }

    #[test]
    fn each_line_is_a_token_empty_ones_too() {
        assert_eq!(
            lines(b"one\n\ntwo\r\n\r\nlast"),
            ["one", "", "two", "", "last"]
        );
        assert_eq!(lines(b"\n"), [""]);
        assert_eq!(lines(b""), [""; 0]);
    }

    #[test]
    fn of_a_huge_line_a_bounded_part_is_kept_and_the_next_line_is_whole() {
        let mut text = vec![b'a'; 10 * KEPT];
        text.extend(b"\nnext\n");

        let lines = lines(&text);

        assert_eq!(lines[0].len(), KEPT);
        assert_eq!(lines[1], "next");
    }

    #[test]
    fn what_is_no_utf8_stays_no_token() {
        assert_eq!(lines(b"a\xffb\n"), ["a\u{fffd}b"]);
    }
}
