//! Shapes of older and of newer servers.

use customer_session_test::polar::{FakePolar, NewCustomer, Shape};
use serde_json::{Value, json};

use crate::client::{INTROSPECT, ME, get, still};

async fn emitting(shape: Shape) -> FakePolar {
    let (polar, _) = still().await;
    polar
        .organization()
        .add_customer(NewCustomer::individual("ada@shop.example").external_id("ada"));
    polar.emit(shape);
    polar
}

async fn customer(polar: &FakePolar) -> Value {
    let access_token = polar.organization().access_token();
    get(polar, "/v1/customers/external/ada")
        .bearer(&access_token)
        .send()
        .await
        .json()
}

#[tokio::test]
async fn the_type_can_be_left_out() {
    assert!(
        customer(&emitting(Shape::NoType).await)
            .await
            .get("type")
            .is_none()
    );
}

#[tokio::test]
async fn the_avatar_can_be_null() {
    assert_eq!(
        customer(&emitting(Shape::NullAvatar).await).await["avatar_url"],
        json!(null)
    );
}

#[tokio::test]
async fn members_can_be_listed_inside() {
    assert_eq!(
        customer(&emitting(Shape::MembersArray).await).await["members"],
        json!([])
    );
}

#[tokio::test]
async fn unknown_fields_can_be_added() {
    let present = customer(&still_with_ada().await).await;
    let extended = customer(&emitting(Shape::ExtraFields).await).await;

    assert!(extended.as_object().unwrap().len() > present.as_object().unwrap().len());
}

#[tokio::test]
async fn the_return_address_can_be_left_out() {
    let polar = emitting(Shape::NoReturnUrl).await;
    let token = polar
        .organization()
        .add_customer(NewCustomer::individual("bo@shop.example"))
        .mint();

    assert!(
        get(&polar, INTROSPECT)
            .bearer(&token)
            .send()
            .await
            .json()
            .get("return_url")
            .is_none()
    );
}

#[tokio::test]
async fn the_present_shape_comes_back() {
    let polar = emitting(Shape::NoType).await;
    let token = polar
        .organization()
        .add_customer(NewCustomer::individual("bo@shop.example"))
        .mint();

    polar.emit_present_shapes();

    assert_eq!(
        get(&polar, ME).bearer(&token).send().await.json()["type"],
        "individual"
    );
}

async fn still_with_ada() -> FakePolar {
    let polar = emitting(Shape::NoType).await;
    polar.emit_present_shapes();
    polar
}
