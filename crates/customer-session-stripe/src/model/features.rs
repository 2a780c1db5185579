//! How components may be used.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

customer_session::open_enum! {
    /// Whether something is allowed.
    pub enum Switch {
        /// It is not.
        Disabled = "disabled",
        /// It is.
        Enabled = "enabled",
    }
}

customer_session::open_enum! {
    /// For which payments a saved payment method may be shown again.
    pub enum AllowRedisplay {
        /// For all.
        Always = "always",
        /// For those where the customer asked for it.
        Limited = "limited",
        /// It was not said.
        Unspecified = "unspecified",
    }
}

customer_session::open_enum! {
    /// What saved payment methods are meant for.
    pub enum SaveUsage {
        /// For payments while the customer is away.
        OffSession = "off_session",
        /// For payments while the customer is there.
        OnSession = "on_session",
    }
}

/// Defines features that are all optional, with what is newer kept in `extra`.
macro_rules! features {
    (
        $(#[$attribute:meta])*
        pub struct $name:ident { $($(#[$field_attribute:meta])* pub $field:ident: $type:ty,)+ }
    ) => {
        $(#[$attribute])*
        ///
        /// Begin with `default()` and set what you need; what is `None` is left to Stripe.
        #[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
        #[non_exhaustive]
        pub struct $name {
            $(
                $(#[$field_attribute])*
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub $field: Option<$type>,
            )+
            /// Fields that this version of the crate does not know.
            #[serde(flatten)]
            pub extra: Map<String, Value>,
        }
    };
}

features! {
    /// How the customer sheet may be used.
    pub struct CustomerSheetFeatures {
        /// Which saved payment methods are shown.
        pub payment_method_allow_redisplay_filters: Vec<AllowRedisplay>,
        /// Whether the customer may remove payment methods.
        pub payment_method_remove: Switch,
    }
}

features! {
    /// How the payment element of the mobile SDKs may be used.
    pub struct MobilePaymentElementFeatures {
        /// Which saved payment methods are shown.
        pub payment_method_allow_redisplay_filters: Vec<AllowRedisplay>,
        /// Whether saved payment methods are shown.
        pub payment_method_redisplay: Switch,
        /// Whether the customer may remove payment methods.
        pub payment_method_remove: Switch,
        /// Whether the customer may save payment methods.
        pub payment_method_save: Switch,
        /// What is noted on payment methods that are saved.
        pub payment_method_save_allow_redisplay_override: AllowRedisplay,
    }
}

features! {
    /// How the payment element may be used.
    pub struct PaymentElementFeatures {
        /// Which saved payment methods are shown.
        pub payment_method_allow_redisplay_filters: Vec<AllowRedisplay>,
        /// Whether saved payment methods are shown; `disabled` unless set.
        pub payment_method_redisplay: Switch,
        /// How many are shown at most: 3 unless set, and at most 10.
        pub payment_method_redisplay_limit: i64,
        /// Whether the customer may remove payment methods; `disabled` unless set.
        pub payment_method_remove: Switch,
        /// Whether the customer may save payment methods; `disabled` unless set.
        pub payment_method_save: Switch,
        /// What saved payment methods are meant for. Required where saving is enabled.
        pub payment_method_save_usage: SaveUsage,
    }
}

features! {
    /// How the tax id element may be used.
    pub struct TaxIdElementFeatures {
        /// Whether saved tax ids are shown.
        pub tax_id_redisplay: Switch,
        /// Whether tax ids are saved.
        pub tax_id_save: Switch,
    }
}
