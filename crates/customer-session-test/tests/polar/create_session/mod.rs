//! `POST /v1/customer-sessions/`.

mod access;
mod answer;
mod members;
mod refusals;

use customer_session_test::polar::{Customer, FakePolar, NewCustomer};

use crate::client::still;

const ID: &str = "0b0f6c1e-5d0c-4f0b-9d7e-7d1f7a4b9a10";

async fn with_ada() -> (FakePolar, Customer, String) {
    let (polar, _) = still().await;
    let ada = NewCustomer::individual("ada@shop.example")
        .id(ID)
        .name("Ada")
        .external_id("usr_4411");
    let ada = polar.organization().add_customer(ada);
    let access_token = polar.organization().access_token();
    (polar, ada, access_token)
}

async fn with_team(member_model: bool) -> (FakePolar, Customer, String) {
    let (polar, _) = still().await;
    polar.organization().set_member_model(member_model);
    let team = polar.organization().add_customer(
        NewCustomer::team("Analytical Engines")
            .id(ID)
            .external_id("team_1"),
    );
    let access_token = polar.organization().access_token();
    (polar, team, access_token)
}
