//! An app, the middleware around it, and extractors in its handlers.

use actix_web::{
    App, Error, HttpMessage, HttpRequest, HttpResponse,
    body::{self, MessageBody},
    dev::{Service, ServiceRequest, ServiceResponse},
    http::header::{self, HeaderName, HeaderValue},
    middleware::{Condition, Next, from_fn},
    test::{self, TestRequest},
    web,
};
use customer_session::{
    Customer, CustomerSessionConfig, Rejection, Requirement, session::Anonymous,
};
use customer_session_actix::{
    CurrentCustomer, CurrentSession, CustomerSessionMiddleware, MaybeCustomer, RequireMiddleware,
};

use super::{Answer, Driver};
use crate::adapters::{
    Sent, Stack, Wrap,
    identity::forge,
    stack::{INNER, REPLACED, cache_control, configured, describe},
};

/// An app, the middleware around it, and extractors in its handlers.
pub(in crate::adapters) struct Actix;

impl Driver for Actix {
    const NAME: &'static str = "actix";

    async fn send(stack: &Stack, sent: &Sent) -> Answer {
        // The last `wrap` is the outermost.
        let mut wraps = stack.wraps.iter().rev();
        let (inner, outer) = (wraps.next(), wraps.next());
        assert!(wraps.next().is_none(), "at most two layers fit");
        let app = App::new()
            .route(
                "/customer",
                web::get().to(async |_: CurrentCustomer| "served"),
            )
            .route(
                "/session",
                web::get().to(async |_: CurrentSession| "served"),
            )
            .route("/maybe", web::get().to(async |_: MaybeCustomer| "served"))
            .route(
                "/option",
                web::get().to(async |_: Option<CurrentCustomer>| "served"),
            )
            .default_service(web::to(handle))
            .wrap(from_fn(decorate))
            .wrap(required(stack.asked_outside_of(0)))
            .wrap(problem(inner))
            .wrap(replaced(inner))
            .wrap(required(stack.asked_outside_of(1)))
            .wrap(problem(outer))
            .wrap(replaced(outer))
            .wrap(Condition::new(stack.forged, from_fn(forge_into)));
        let service = test::init_service(app).await;
        let response = service.call(request(sent).to_request()).await.unwrap();
        let (_, response) = response.into_parts();
        let reason = response.extensions().get().map(Rejection::reason);
        let (response, body) = response.into_parts();
        Answer::new(
            response.status().as_u16(),
            response
                .headers()
                .iter()
                .map(|(n, v)| (n.as_str(), v.as_bytes())),
            &body::to_bytes(body).await.ok().unwrap(),
            reason,
        )
    }
}

fn required(requirement: Option<&Requirement>) -> Condition<RequireMiddleware> {
    // A condition that is off needs a requirement too.
    let asked = requirement
        .cloned()
        .unwrap_or_else(|| Requirement::of(|_| true));
    Condition::new(requirement.is_some(), RequireMiddleware::new(asked))
}

fn problem(wrap: Option<&Wrap>) -> Condition<CustomerSessionMiddleware> {
    let on = wrap.is_some_and(|wrap| !wrap.replaced);
    Condition::new(on, middleware(wrap))
}

type Replace = fn(&Rejection) -> HttpResponse;

fn replaced(wrap: Option<&Wrap>) -> Condition<CustomerSessionMiddleware<Replace>> {
    let on = wrap.is_some_and(|wrap| wrap.replaced);
    Condition::new(
        on,
        middleware(wrap).with_rejection_response(replace as Replace),
    )
}

fn middleware(wrap: Option<&Wrap>) -> CustomerSessionMiddleware {
    match wrap {
        Some(wrap) => configured!(CustomerSessionMiddleware::new, wrap),
        // A condition that is off needs a middleware too.
        None => CustomerSessionMiddleware::new(nobody_asks()),
    }
}

fn nobody_asks() -> CustomerSessionConfig {
    customer_session_test::signed_in_with(forge())
}

fn replace(rejection: &Rejection) -> HttpResponse {
    HttpResponse::ImATeapot()
        .insert_header(REPLACED)
        .body(rejection.code())
}

async fn handle(
    customer: Option<CurrentCustomer>,
    session: Option<CurrentSession>,
    request: HttpRequest,
) -> HttpResponse {
    let extensions = request.extensions();
    let customer = customer.map(|CurrentCustomer(customer)| customer);
    let session = session.map(|CurrentSession(session)| session);
    assert_eq!(customer.is_some(), extensions.contains::<Customer>());
    let body = describe(
        customer.as_ref(),
        session.as_ref(),
        extensions.get::<Anonymous>(),
        &request.uri().to_string(),
    );
    let mut response = HttpResponse::Ok();
    response.content_type("text/plain; charset=utf-8");
    if let Some(value) = cache_control(request.path()) {
        response.insert_header((header::CACHE_CONTROL, value));
    }
    response.body(body)
}

async fn decorate(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let mut response = next.call(request).await?;
    for value in INNER.1 {
        response.headers_mut().append(
            HeaderName::from_static(INNER.0),
            HeaderValue::from_static(value),
        );
    }
    Ok(response)
}

async fn forge_into(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    request.extensions_mut().insert(forge().into_customer());
    next.call(request).await
}

fn request(sent: &Sent) -> TestRequest {
    let request = TestRequest::with_uri(&sent.target).method(sent.method.parse().unwrap());
    sent.headers.iter().fold(request, |request, (name, value)| {
        request.append_header((*name, HeaderValue::from_bytes(value).unwrap()))
    })
}
