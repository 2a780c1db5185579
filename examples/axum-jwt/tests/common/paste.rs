//! Pastes what was printed.

use super::{curl, http::send, process::Running};

/// Tries every request that was printed, each below a line that begins with the status which is
/// answered to it. Returns how many there are.
pub(crate) async fn every_line(shop: &Running) -> usize {
    let mut tried = 0;
    for pair in shop.lines.windows(2) {
        let [expected, request] = pair else { continue };
        let Some((status, _)) = expected.split_once(", ") else {
            continue;
        };
        if !request.trim().starts_with("curl ") {
            continue;
        }
        let answer = send(curl::request(request, |name| shop.assigned(name))).await;

        assert_eq!(answer.status.to_string(), status, "{expected}: {request}");
        tried += 1;
    }
    let printed = shop.lines.iter().filter(|line| line.contains("curl"));
    assert_eq!(tried, printed.count());
    tried
}
