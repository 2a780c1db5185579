//! Proxies that the environment names.
//!
//! The environment is the whole process's, so that the test starts itself once more in one that
//! names a proxy, and this second process asks.

use std::{
    env,
    process::{Command, Output},
};

use customer_session::upstream::{HttpRequest, HttpTransport, ReqwestTransport, TlsRoots};
use url::Url;

use crate::common::{Answer, Asked, Server};

/// Where the second process finds the server.
const SERVER: &str = "CUSTOMER_SESSION_TEST_SERVER";

/// The name of the test within its binary.
const TEST: &str = "proxies::no_proxy_of_the_environment_sees_what_an_issuer_is_asked";

#[tokio::test]
async fn no_proxy_of_the_environment_sees_what_an_issuer_is_asked() {
    if let Ok(server) = env::var(SERVER) {
        return ask(&server).await;
    }
    let server = Server::saying(Answer::of(200, "text/plain", "of the server"));
    let proxy = Server::saying(Answer::of(200, "text/plain", "of the proxy"));

    let output = start_again(&server, &proxy);

    assert!(output.status.success(), "{output:?}");
    let asked: Vec<_> = server.asked();
    let paths: Vec<_> = asked.iter().map(Asked::path).collect();
    assert_eq!(paths, ["/ours"]);
    // The proxy is one: a client that is not told to leave it alone goes there.
    assert_eq!(proxy.question().path(), server.url("/anybodys"));
}

/// Starts this test in an environment that names a proxy for everything, and waits for its end.
fn start_again(server: &Server, proxy: &Server) -> Output {
    let mut command = Command::new(env::current_exe().unwrap());
    command
        .args(["--exact", TEST, "--nocapture"])
        .env(SERVER, server.url(""));
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        let url = proxy.url("");
        command.env(name.to_lowercase(), &url).env(name, url);
    }
    // Either would keep the proxy from being used by anybody.
    for name in ["NO_PROXY", "no_proxy", "REQUEST_METHOD"] {
        command.env_remove(name);
    }
    command.output().unwrap()
}

/// Asks once as anybody would, and once as issuers are asked.
async fn ask(server: &str) {
    let anybodys = reqwest::Client::builder()
        .tls_certs_only([])
        .build()
        .unwrap();
    let ours = ReqwestTransport::builder()
        .tls_roots(TlsRoots::None)
        .build()
        .unwrap();
    let url = |path: &str| Url::parse(&format!("{server}{path}")).unwrap();

    let theirs = anybodys.get(url("/anybodys")).send().await.unwrap();
    let answer = ours.send(HttpRequest::get(url("/ours"))).await.unwrap();

    assert_eq!(theirs.bytes().await.unwrap(), "of the proxy");
    assert_eq!(answer.body, "of the server");
}
