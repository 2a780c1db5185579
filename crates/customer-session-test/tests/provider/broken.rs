//! Providers that are right but for one fault.

use std::{
    fmt,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    },
    time::{Duration, SystemTime},
};

use customer_session::{
    CustomerId, Reason,
    provider::{ProviderError, Recognition, SessionFacts, SessionProvider, Shape},
    session::CustomerRecord,
    token::SessionToken,
    upstream::HttpAnswer,
};
use serde::Deserialize;

use crate::{conformance::KEY, meddling::Meddling, provider::Harbor};

/// What is wrong with a provider.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Fault {
    /// It takes another customer's record for the one that it asked for.
    BelievesAnybody,
    /// It takes a server that is out of order for a mistake of ours.
    BlamesUs,
    /// It takes our refused key for trouble of the issuer's.
    BlamesTheIssuer,
    /// It waits for its issuer without letting go of its thread.
    Blocks,
    /// It counts a call too many.
    CountsWrong,
    /// It says no when it is limited.
    DeniesLimits,
    /// It says no when it cannot read the answer.
    DeniesJunk,
    /// It says no when its issuer is down.
    DeniesOutages,
    /// It says no to whatever is a 404.
    DeniesWrongAddresses,
    /// It follows redirects.
    FollowsRedirects,
    /// It does not say how long to wait.
    ForgetsTheWait,
    /// It refuses somebody else's customers as if it did not know why.
    ForgetsWhose,
    /// It looks at the body and not at the status.
    IgnoresTheStatus,
    /// It does not know when a session ends if that is no number.
    IgnoresOddEnds,
    /// It takes what it cannot read for a yes.
    BelievesJunk,
    /// It refuses everything.
    KnowsNobody,
    /// It takes the customer's limit for ours, and ours for the customer's.
    MixesUpLimits,
    /// It is named by a sentence.
    NamedBySentence,
    /// It claims other tokens than its own.
    OtherShape,
    /// It panics when it cannot read the answer.
    PanicsAtJunk,
    /// It cuts tokens without looking.
    PanicsAtShortTokens,
    /// It reads an answer for as long as it comes.
    ReadsForEver,
    /// It takes milliseconds for seconds.
    ReadsMilliseconds,
    /// It finds a good token malformed.
    RefusesGoodTokens,
    /// It answers about the first session for ever.
    RemembersTheFirst,
    /// It repeats what the parser found.
    RepeatsTheParser,
    /// It repeats the token.
    RepeatsTheToken,
    /// It gives two sessions one identity.
    SameIdentity,
    /// It sends the token in the address.
    SendsTokensInAddresses,
    /// It serves a session that is over.
    ServesThePast,
    /// It takes tokens of any form, and sends a space for each plus sign.
    SendsSpacesForPlusSigns,
    /// It shows its key.
    ShowsTheKey,
    /// It is busy for ever once a question was given up.
    StaysBusy,
    /// It reads only what it knows to the letter.
    StumblesOverNews,
    /// It says each time that something else begins.
    TellsStories,
    /// It says of a "no" that it could not be read.
    UnsureOfTheNo,
}

/// A provider that is right but for one fault.
pub(crate) struct Broken {
    address: String,
    harbor: Harbor,
    fault: Fault,
    asked: AtomicU64,
    blocked: AtomicU64,
    busy: AtomicBool,
    first: Mutex<Option<SessionFacts>>,
    last: Arc<Mutex<Option<HttpAnswer>>>,
}

impl Broken {
    pub(crate) fn new(fault: Fault, address: &str) -> Self {
        let transport = Meddling::new(fault);
        let last = transport.last();
        Self {
            address: address.to_owned(),
            harbor: Harbor::new(address, KEY, "mer_1", transport).unwrap(),
            fault,
            asked: AtomicU64::default(),
            blocked: AtomicU64::default(),
            busy: AtomicBool::default(),
            first: Mutex::default(),
            last,
        }
    }

    /// What becomes of an error.
    fn mistake(&self, error: ProviderError, token: Option<&SessionToken>) -> ProviderError {
        use Reason::*;

        let wait = error.wait();
        match (self.fault, error.reason()) {
            (Fault::BlamesUs, IssuerUnavailable) => ProviderError::misconfigured("?"),
            (Fault::BlamesTheIssuer, CredentialsRefused) => ProviderError::unavailable("?"),
            (Fault::DeniesLimits, RateLimited | OwnRateLimited) => ProviderError::denied(),
            (Fault::DeniesJunk, IssuerAnswerMalformed) => ProviderError::denied(),
            (Fault::DeniesOutages, IssuerUnavailable) => ProviderError::denied(),
            (Fault::DeniesWrongAddresses, Misconfigured) => ProviderError::not_our_customer(),
            (Fault::ForgetsTheWait, _) => error.retry_after(None),
            (Fault::ForgetsWhose, NotOurCustomer) => ProviderError::denied(),
            (Fault::MixesUpLimits, RateLimited) => {
                ProviderError::own_rate_limited().retry_after(wait)
            }
            (Fault::MixesUpLimits, OwnRateLimited) => {
                ProviderError::customer_rate_limited().retry_after(wait)
            }
            (Fault::PanicsAtJunk, IssuerAnswerMalformed) => panics(),
            (Fault::RepeatsTheParser, IssuerAnswerMalformed) => {
                ProviderError::malformed_answer(self.parsers_words())
            }
            (Fault::RepeatsTheToken, IssuerAnswerMalformed) => {
                let token = token.map_or("", SessionToken::expose);
                ProviderError::malformed_answer(format!("about {token}"))
            }
            (Fault::UnsureOfTheNo, TokenDenied) => ProviderError::malformed_answer("?"),
            _ => error,
        }
    }

    fn parsers_words(&self) -> String {
        #[derive(Deserialize)]
        struct Session {
            #[expect(dead_code, reason = "only whether it is there is asked")]
            expires_at: Option<u64>,
        }

        let last = self.last.lock().unwrap();
        let read = last
            .as_ref()
            .map(|answer| serde_json::from_slice::<Session>(&answer.body));
        read.and_then(Result::err)
            .map_or_else(|| "?".to_owned(), |error| error.to_string())
    }

    /// What becomes of a session.
    fn story(&self, mut facts: SessionFacts) -> SessionFacts {
        let number = self.asked.fetch_add(1, SeqCst);
        match self.fault {
            Fault::ReadsMilliseconds => {
                facts.issued_at = facts.issued_at.map(thousandth);
                facts.expires_at = facts.expires_at.map(thousandth);
            }
            Fault::RemembersTheFirst => {
                let mut first = self.first.lock().unwrap();
                return first.get_or_insert(facts).clone();
            }
            Fault::TellsStories => facts.session_id = Some(number.to_string()),
            _ => {}
        }
        facts
    }

    async fn ask(&self, token: &SessionToken) -> Result<SessionFacts, ProviderError> {
        if self.fault == Fault::Blocks {
            self.blocked.fetch_add(1, SeqCst);
            return blocking(self.address.clone(), token.clone());
        }
        if self.fault == Fault::StaysBusy && self.busy.swap(true, SeqCst) {
            return Err(ProviderError::unavailable("busy"));
        }
        let answer = self.harbor.verify(token).await;
        self.busy.store(false, SeqCst);
        answer
    }
}

impl SessionProvider for Broken {
    fn name(&self) -> &str {
        match self.fault {
            Fault::NamedBySentence => "the shop system of the harbor",
            _ => self.harbor.name(),
        }
    }

    fn shape(&self) -> Shape {
        match self.fault {
            Fault::OtherShape => Shape::prefixes(["hbr-"]),
            _ => self.harbor.shape(),
        }
    }

    fn recognize(&self, token: &str) -> Recognition {
        match self.fault {
            Fault::PanicsAtShortTokens if token.get(..4).is_none() => panics(),
            Fault::SendsSpacesForPlusSigns => Recognition::Candidate,
            Fault::RefusesGoodTokens if token.ends_with('o') => Recognition::Malformed,
            _ => self.harbor.recognize(token),
        }
    }

    fn identity<'a>(&self, token: &'a str) -> &'a str {
        match self.fault {
            Fault::SameIdentity => token.get(..4).unwrap_or(token),
            _ => self.harbor.identity(token),
        }
    }

    async fn verify(&self, token: &SessionToken) -> Result<SessionFacts, ProviderError> {
        let facts = self.ask(token).await;
        let reason = facts.as_ref().err().map(ProviderError::reason);
        match (self.fault, reason) {
            (Fault::BelievesJunk, Some(Reason::IssuerAnswerMalformed))
            | (Fault::ServesThePast, Some(Reason::TokenExpired)) => {
                let eve = CustomerRecord::new("cus_eve");
                return Ok(SessionFacts::new("cus_eve").customer(eve));
            }
            (Fault::KnowsNobody, None) => return Err(ProviderError::denied()),
            _ => {}
        }
        let facts = facts.map_err(|error| self.mistake(error, Some(token)))?;
        Ok(self.story(facts))
    }

    async fn customer(&self, id: &CustomerId) -> Result<CustomerRecord, ProviderError> {
        let record = self.harbor.customer(id).await;
        record.map_err(|error| self.mistake(error, None))
    }

    fn upstream_calls(&self) -> u64 {
        let wrong = u64::from(self.fault == Fault::CountsWrong);
        self.harbor.upstream_calls() + self.blocked.load(SeqCst) + wrong
    }
}

impl fmt::Debug for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.fault {
            Fault::ShowsTheKey => write!(f, "{KEY}"),
            _ => self.harbor.fmt(f),
        }
    }
}

/// Has another thread ask, and waits for it.
fn blocking(address: String, token: SessionToken) -> Result<SessionFacts, ProviderError> {
    let asking = std::thread::spawn(move || {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let asking = async {
            let transport = Meddling::new(Fault::Blocks);
            let harbor = Harbor::new(&address, KEY, "mer_1", transport).unwrap();
            harbor.verify(&token).await
        };
        runtime.enable_all().build().unwrap().block_on(asking)
    });
    asking.join().unwrap()
}

/// As `panic!` does, but for what it prints.
fn panics() -> ! {
    std::panic::resume_unwind(Box::new("as it was told to"))
}

fn thousandth(time: SystemTime) -> SystemTime {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap();
    SystemTime::UNIX_EPOCH + Duration::from_millis(since.as_secs())
}
