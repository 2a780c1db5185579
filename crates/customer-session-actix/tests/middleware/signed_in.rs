//! Testing a handler as a user of this crate does.

use actix_web::{App, test, web};
use customer_session::{Customer, session::CustomerRecord};
use customer_session_actix::{CurrentCustomer, CustomerSessionMiddleware};
use customer_session_test::signed_in_as;

async fn me(CurrentCustomer(customer): CurrentCustomer) -> String {
    customer.name().unwrap_or_default().to_owned()
}

fn routes(config: &mut web::ServiceConfig) {
    config.route("/me", web::get().to(me));
}

#[actix_web::test]
async fn a_handler_is_tested_without_a_token() {
    let ada = CustomerRecord::new("c1").name("Ada".to_owned());
    let config = signed_in_as(Customer::assertion(ada, "test"));
    let app = App::new()
        .wrap(CustomerSessionMiddleware::new(config))
        .configure(routes);
    let request = test::TestRequest::with_uri("/me").to_request();
    let body = test::call_and_read_body(&test::init_service(app).await, request).await;
    assert_eq!(body, "Ada");
}
