//! A fake with people in it, and the lines that tell how to try it out by hand.

use std::{fmt, io};

use super::{
    FakePolar, FakePolarBuilder, NewCustomer, NewMember, NewOrganization, Organization,
    webhook::{NewWebhook, Webhook, WebhookError},
};

/// A [`FakePolar`] to try things out by hand, with three people in it: Ada and Bo, who are customers
/// of the organization acme, and Mallory, who opened an organization of her own and uses Ada's
/// address there.
///
/// Acme has the member model, as every organization that is created at Polar now: a session that is
/// created there is a member's (`polar_mst_`), of Ada as the owner of her own account, and of Bo,
/// whose external id is `bo`, as a member of the team `bo-team`. Of Ada it has a customer session
/// (`polar_cst_`) too, as older organizations gave them out.
///
/// Its `Display` is a shell script of comments, `export` lines and curl commands, with a session of
/// each of them. It stops when it is dropped.
///
/// # Example
///
/// ```
/// use customer_session_test::polar::{Demo, FakePolar};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let demo = Demo::start(FakePolar::builder()).await?;
/// let script = demo.to_string();
/// assert!(script.contains(&format!("export POLAR_SERVER={}\n", demo.polar().url())));
/// # Ok(())
/// # }
/// ```
pub struct Demo {
    polar: FakePolar,
    ada: String,
    bo: String,
    mallory: String,
    webhook: Option<Webhook>,
}

impl Demo {
    /// Starts a fake with these settings; the organization is acme, whatever they say.
    ///
    /// # Errors
    ///
    /// If a port cannot be listened on.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime.
    pub async fn start(settings: FakePolarBuilder) -> io::Result<Self> {
        let acme = NewOrganization::new("acme")
            .id("7a1f0f0e-2a55-4b3e-8a53-0a8d9b1f6c01")
            .member_model(true);
        let polar = settings.organization(acme).start().await?;
        let acme = polar.organization();
        Ok(Self {
            ada: session_of_ada(&acme),
            bo: session_of_bo(&acme),
            mallory: session_of_mallory(&polar),
            polar,
            webhook: None,
        })
    }

    /// Tells this webhook of everything that changes from now on, and the reader of its secret.
    ///
    /// # Errors
    ///
    /// [`WebhookError::Url`] unless its URL is one of plain HTTP.
    pub fn webhook(mut self, webhook: NewWebhook) -> Result<Self, WebhookError> {
        self.webhook = Some(self.polar.organization().add_webhook(webhook)?);
        Ok(self)
    }

    /// The fake.
    #[must_use]
    pub const fn polar(&self) -> &FakePolar {
        &self.polar
    }
}

fn session_of_ada(acme: &Organization) -> String {
    let ada = NewCustomer::individual("ada@shop.example")
        .id("0b0f6c1e-5d0c-4f0b-9d7e-7d1f7a4b9a10")
        .name("Ada")
        .external_id("ada");
    acme.add_customer(ada).mint_customer_session()
}

fn session_of_bo(acme: &Organization) -> String {
    let team = NewCustomer::team("Analytical Engines")
        .id("9d3c1a52-7e0b-4c1d-8f6a-2b4e5d6c7a80")
        .external_id("bo-team");
    let bo = NewMember::new("bo@shop.example")
        .id("c0f5a0b4-2c0e-4f3a-8a7e-3f1a2b3c4d5e")
        .name("Bo")
        .external_id("bo");
    let team = acme.add_customer(team);
    team.mint_member(&team.add_member(bo))
}

fn session_of_mallory(polar: &FakePolar) -> String {
    let globex = NewOrganization::new("globex").id("e4b7c9d1-3f2a-4d5b-9c8e-6a7b8c9d0e1f");
    let mallory = NewCustomer::individual("ada@shop.example")
        .id("f6a5b4c3-d2e1-4f0a-8b9c-7d6e5f4a3b2c")
        .name("Ada")
        .external_id("mallory");
    polar.add_organization(globex).add_customer(mallory).mint()
}

impl fmt::Display for Demo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (url, acme) = (self.polar.url(), self.polar.organization());
        let access_token = acme.access_token();
        writeln!(f, "# The fake Polar answers at {url} until Ctrl-C.")?;
        let back_office = self.polar.back_office_url();
        writeln!(
            f,
            "# The same answers, which no fault reaches: {back_office}"
        )?;
        writeln!(f, "export POLAR_SERVER={url}")?;
        writeln!(f, "export POLAR_ORGANIZATION_ID={}", acme.id())?;
        writeln!(f, "export POLAR_ACCESS_TOKEN={access_token}")?;
        if let Some(webhook) = &self.webhook {
            writeln!(f, "# Webhooks are sent to {}.", webhook.url())?;
            let secret = webhook.secret();
            writeln!(f, "export POLAR_WEBHOOK_SECRET={}", secret.expose())?;
        }
        writeln!(f, "# Sessions of three people, each good for an hour.")?;
        writeln!(f, "# Ada, a customer:")?;
        writeln!(f, "export ADA={}", self.ada)?;
        writeln!(f, "# Bo, a member of a team:")?;
        writeln!(f, "export BO={}", self.bo)?;
        writeln!(
            f,
            "# Mallory, no customer of acme, though her address is Ada's:"
        )?;
        writeln!(f, "export MALLORY={}", self.mallory)?;
        writeln!(f, "# Until when does Ada's session last?")?;
        writeln!(
            f,
            "curl -s {url}/v1/customer-portal/customer-session/introspect -H 'Authorization: Bearer {}'",
            self.ada
        )?;
        writeln!(
            f,
            "# Another session of Ada, now as the owner of her account:"
        )?;
        writeln!(
            f,
            "curl -s {url}/v1/customer-sessions/ -H 'Authorization: Bearer {access_token}' -H 'Content-Type: application/json' -d '{{\"external_customer_id\":\"ada\"}}'"
        )?;
        writeln!(f, "# A change, of which webhooks are told:")?;
        writeln!(
            f,
            "curl -s -X PATCH {url}/v1/customers/external/ada -H 'Authorization: Bearer {access_token}' -H 'Content-Type: application/json' -d '{{\"name\":\"Countess\"}}'"
        )
    }
}

/// Shows no token.
impl fmt::Debug for Demo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Demo")
            .field("url", &self.polar.url())
            .finish_non_exhaustive()
    }
}
