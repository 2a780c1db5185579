//! The storefront on actix-web. The shop, its fake Polar and its page are those of `storefront`,
//! and so is every answer; only the routes differ, which are made for actix-web.
//!
//! ```sh
//! cargo run -p actix-storefront                # on an embedded fake Polar; PORT chooses another port, 0 picks one
//!
//! curl -X POST localhost:3000/demo/sessions -H 'content-type: application/json' -d '{"customer":"ada"}'
//! curl localhost:3000/api/me -H 'authorization: Bearer polar_cst_…'
//! curl -X POST localhost:3000/api/logout -H 'authorization: Bearer polar_cst_…'
//! curl -X POST localhost:3000/demo/revoke -H 'content-type: application/json' -d '{"customer":"ada"}'
//! curl -X POST localhost:3000/demo/customers/ada/delete
//! curl -X POST localhost:3000/demo/polar -H 'content-type: application/json' -d '{"mode":"down"}'
//! curl localhost:3000/demo/stats
//! ```
//!
//! What is answered to them, and how another Polar is used than the embedded one, stands in the
//! first lines of `examples/storefront/src/main.rs`.

mod demo;
mod shop;

use std::{error::Error, process::ExitCode};

use actix_web::{
    App, HttpServer,
    web::{self, Data, Html, ServiceConfig},
};
use customer_session::ConfigError;
use example_start::{end, listen};
use storefront_backend::{PAGE, Shop, greeting};

#[actix_web::main]
async fn main() -> ExitCode {
    end(serve().await)
}

async fn serve() -> Result<(), Box<dyn Error>> {
    let filter =
        tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into());
    tracing_subscriber::fmt().with_env_filter(filter).init();

    let listener = listen(3000)?;
    let address = listener.local_addr()?.to_string();
    let shop = Data::new(Shop::open(&address).await?);
    // Outside of the closure: all workers share one shop, and with it one cache.
    let routes = routes(&shop)?;
    println!("{}", greeting(&address, &shop).await);

    HttpServer::new(move || App::new().configure(routes.clone()))
        .listen(listener)?
        .run()
        .await?;
    Ok(())
}

/// All routes, to be cloned into each worker.
fn routes(
    shop: &Data<Shop>,
) -> Result<impl Fn(&mut ServiceConfig) + Clone + Send + use<>, ConfigError> {
    let shop = shop.clone();
    let (for_customers, webhooks) = (shop::routes(&shop), shop::webhooks(&shop)?);
    Ok(move |app: &mut ServiceConfig| {
        app.app_data(shop.clone())
            .service(web::resource("/").get(async || Html::new(PAGE)))
            .service(web::resource("/healthz").get(async || "ok"))
            .configure(&for_customers)
            .configure(&webhooks)
            .configure(demo::routes);
    })
}
