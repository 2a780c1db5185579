//! The variables by which another Polar is named.

use customer_session::ConfigError;

/// What is wrong, by the variable that it was set by in place of the setting.
pub(crate) fn by_variable(error: ConfigError) -> ConfigError {
    let ConfigError::Invalid { field, value, mend } = error else {
        return error;
    };
    let (variable, mend) = match field {
        "access_token" => ("POLAR_ACCESS_TOKEN", mend),
        "organization_id" => ("POLAR_ORGANIZATION_ID", mend),
        "secret" => ("POLAR_WEBHOOK_SECRET", mend),
        "server" => (
            "POLAR_SERVER",
            format!("set production, sandbox or a URL ({mend})"),
        ),
        setting => (setting, mend),
    };
    ConfigError::invalid(variable, value, mend)
}
