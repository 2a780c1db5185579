//! How answers are read whose issuer follows no standard.

/// Gives what settings say of answers to a builder. `$of` is the module of its words, which is the
/// same in both.
macro_rules! read_answers {
    ($builder:ident, $answer:expr, $of:ident) => {{
        use $of::{AnswerRule, Field, Outcome, TimeFormat};
        let answer: &$crate::provider::Answer = $answer;
        let format = |format: &$crate::provider::MomentFormat| match format {
            $crate::provider::MomentFormat::Milliseconds => TimeFormat::Milliseconds,
            $crate::provider::MomentFormat::Rfc3339 => TimeFormat::Rfc3339,
            $crate::provider::MomentFormat::Seconds => TimeFormat::Seconds,
        };
        let mut builder = $builder;
        for (field, place) in [
            (Field::CustomerId, &answer.customer_id),
            (Field::Email, &answer.email),
            (Field::EmailVerified, &answer.email_verified),
            (Field::ExternalId, &answer.external_id),
            (Field::FamilyName, &answer.family_name),
            (Field::GivenName, &answer.given_name),
            (Field::Name, &answer.name),
            (Field::Roles, &answer.roles),
            (Field::Scopes, &answer.scopes),
            (Field::SessionId, &answer.session_id),
            (Field::Subject, &answer.subject),
            (Field::TokenId, &answer.token_id),
        ] {
            if let Some(place) = place {
                builder = builder.field(field, place.clone());
            }
        }
        if let Some(moment) = &answer.expires_at {
            builder = builder.expires_at(moment.at.clone(), format(&moment.format));
        }
        if let Some(moment) = &answer.issued_at {
            builder = builder.issued_at(moment.at.clone(), format(&moment.format));
        }
        for (place, value) in &answer.must_be {
            builder = builder.must_be(place.clone(), value.clone());
        }
        for rule in &answer.rules {
            let outcome = match rule.outcome {
                $crate::provider::RuleOutcome::CredentialsRefused => Outcome::CredentialsRefused,
                $crate::provider::RuleOutcome::Denied => Outcome::Denied,
                $crate::provider::RuleOutcome::Expired => Outcome::Expired,
                $crate::provider::RuleOutcome::RateLimited => Outcome::RateLimited,
            };
            let told = AnswerRule::new(rule.status, outcome);
            builder = builder.rule(match &rule.when {
                Some(when) => told.when(when.at.clone(), when.values.iter().cloned()),
                None => told,
            });
        }
        set!(builder,
            answer.active.clone() => active,
            answer.details.clone() => details,
        )
    }};
}
pub(super) use read_answers;
