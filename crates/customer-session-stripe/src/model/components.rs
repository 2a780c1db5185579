//! What a session may be used for.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    CustomerSheetFeatures, MobilePaymentElementFeatures, PaymentElementFeatures,
    TaxIdElementFeatures,
};

/// The components of Stripe's front ends that a session is for.
///
/// Versions of the API before 2024-09-30 name two of them, today's name seven; those that a version
/// does not name are `None`. Components that are newer than this crate are kept in `extra`.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Components {
    /// Lets the client ask which entitlements are active. Since 2026-08-26.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active_entitlements: Option<Component>,
    /// The buy button. Since 2024-01.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buy_button: Option<Component>,
    /// Lets the client open the customer portal. Since 2026-08-26.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_portal: Option<Component>,
    /// The customer sheet of the mobile SDKs. Since 2025-10-29.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_sheet: Option<Component<CustomerSheetFeatures>>,
    /// The payment element of the mobile SDKs. Since 2025-10-29.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mobile_payment_element: Option<Component<MobilePaymentElementFeatures>>,
    /// The payment element. Since 2024-09-30.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_element: Option<Component<PaymentElementFeatures>>,
    /// The pricing table. Since 2024-01.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pricing_table: Option<Component>,
    /// The tax id element. In previews only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_id_element: Option<Component<TaxIdElementFeatures>>,
    /// Components that this version of the crate does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// One component.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Component<F = NoFeatures> {
    /// Whether the session is for it.
    pub enabled: bool,
    /// How it may be used; `None` while it is not enabled.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub features: Option<F>,
    /// Fields that this version of the crate does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The features of a component that has none today; those of tomorrow are kept as they come.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NoFeatures {
    /// Fields that this version of the crate does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Components {
    /// The names of the components that are enabled, unknown ones included, in alphabetical order
    /// of those that are known.
    #[must_use]
    pub fn enabled(&self) -> Vec<&str> {
        let known = [
            (
                "active_entitlements",
                is_on(self.active_entitlements.as_ref()),
            ),
            ("buy_button", is_on(self.buy_button.as_ref())),
            ("customer_portal", is_on(self.customer_portal.as_ref())),
            ("customer_sheet", is_on(self.customer_sheet.as_ref())),
            (
                "mobile_payment_element",
                is_on(self.mobile_payment_element.as_ref()),
            ),
            ("payment_element", is_on(self.payment_element.as_ref())),
            ("pricing_table", is_on(self.pricing_table.as_ref())),
            ("tax_id_element", is_on(self.tax_id_element.as_ref())),
        ];
        let unknown = self.extra.iter().map(|(name, component)| {
            let enabled = component.get("enabled").and_then(Value::as_bool);
            (name.as_str(), enabled == Some(true))
        });
        known
            .into_iter()
            .chain(unknown)
            .filter_map(|(name, enabled)| enabled.then_some(name))
            .collect()
    }
}

fn is_on<F>(component: Option<&Component<F>>) -> bool {
    component.is_some_and(|component| component.enabled)
}

/// Written out, so that features need no default of their own.
fn none<F>() -> Option<F> {
    None
}
