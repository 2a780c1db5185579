//! What is printed at the start.

use crate::{demo::Named, shop::Shop};

/// A session of Ada's, and requests to try it with.
pub async fn greeting(address: &str, shop: &Shop) -> String {
    let token = match shop.mint(&Named::of("ada")).await {
        Ok(session) => session.token,
        Err(_) => "TOKEN".to_owned(),
    };
    format!(
        "The storefront is open: http://{address}\n\n\
         A fresh token of Ada's: {token}\n\n\
         curl -i http://{address}/api/me -H 'authorization: Bearer {token}'\n\
         curl -i http://{address}/api/me\n\
         curl -i http://{address}/api/greeting\n\
         curl -i -X POST http://{address}/api/logout -H 'authorization: Bearer {token}'\n\
         curl -i http://{address}/demo/revoke --json '{{\"customer\":\"ada\"}}'\n\
         curl -i -X POST http://{address}/demo/customers/ada/delete\n\
         curl -s http://{address}/demo/stats\n"
    )
}
