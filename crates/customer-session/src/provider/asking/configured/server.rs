//! A server that follows no standard, as it is configured.

use std::{borrow::Cow, fmt};

use url::Url;

use super::{Header, Reading, judged};
use crate::{
    provider::{
        EngineTime, Host, ProviderError, SessionFacts, Shape, asking::said, claims::Claims,
    },
    upstream::{HttpAnswer, HttpRequest, Upstream},
};

/// How a server is reached, what goes with each question, and how its answers are read.
pub(in crate::provider) struct ConfiguredServer {
    pub(super) endpoint: Url,
    pub(super) headers: Vec<Header>,
    pub(super) name: Cow<'static, str>,
    pub(super) reading: Reading,
    pub(super) shape: Shape,
    pub(super) time: EngineTime,
    pub(super) upstream: Upstream,
}

/// What an answer means by its status, where that is not 200.
type OfStatus = fn(&HttpAnswer) -> ProviderError;

impl ConfiguredServer {
    pub(in crate::provider) fn endpoint(&self) -> Url {
        self.endpoint.clone()
    }

    pub(in crate::provider) fn name(&self) -> &str {
        &self.name
    }

    pub(in crate::provider) fn shape(&self) -> Shape {
        self.shape.clone()
    }

    pub(in crate::provider) fn start(&self, host: &Host) {
        self.time.take(host);
    }

    pub(in crate::provider) fn upstream_calls(&self) -> u64 {
        self.upstream.calls()
    }

    /// Asks about a token, and reads the session from the answer.
    pub(in crate::provider) async fn ask(
        &self,
        question: HttpRequest,
        of_status: OfStatus,
    ) -> Result<SessionFacts, ProviderError> {
        let question = self
            .headers
            .iter()
            .fold(question, |question, header| header.put(question))
            .header("accept", "application/json");
        let answer = self.upstream.send(question).await?;
        let said = self.about_token(&answer, of_status)?;
        self.reading.facts(&said, self.time.now())
    }

    /// What the server says of a token that it does not refuse by its status.
    ///
    /// 1. The first rule that applies decides.
    /// 2. 200 with one JSON object is an answer about the token.
    /// 3. What any other status means depends on whose question it was.
    fn about_token(
        &self,
        answer: &HttpAnswer,
        of_status: OfStatus,
    ) -> Result<Claims, ProviderError> {
        let said = said(answer);
        judged(&self.reading.rules, answer, said.as_ref().ok())?;
        if answer.status == 200 {
            return said;
        }
        Err(of_status(answer))
    }

    /// Prints a provider by its server: neither headers nor the query of the address.
    pub(in crate::provider) fn print(
        &self,
        provider: &str,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        let mut endpoint = self.endpoint();
        endpoint.set_query(None);
        f.debug_struct(provider)
            .field("name", &self.name)
            .field("endpoint", &endpoint.as_str())
            .field("shape", &self.shape)
            .finish_non_exhaustive()
    }
}
