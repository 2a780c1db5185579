//! What a newcomer sees, whichever framework the shop is made with: the tests of the one for
//! actix-web are these too.

pub(crate) mod answers;
mod calls;
pub(crate) mod customers;
pub(crate) mod ends;
pub(crate) mod environment;
pub(crate) mod start;
pub(crate) mod trouble;

/// One test for each of the steps, on this program.
macro_rules! every_step {
    ($program:expr) => {
        steps::every_step! { $program;
            customers::the_printed_token_is_adas_and_costs_three_calls_once,
            customers::bo_acts_for_a_team_and_mallory_is_not_our_customer,
            customers::a_greeting_needs_no_token_but_refuses_a_bad_one,
            trouble::whatever_polar_does_a_warm_session_goes_on_and_a_cold_one_is_not_called_bad,
            trouble::an_issuer_that_keeps_failing_is_left_alone_and_the_numbers_say_so,
            ends::signing_out_ends_one_session_and_no_other,
            ends::revoking_ends_every_session_of_a_customer_until_the_next_sign_in,
            ends::a_deleted_customer_is_signed_out_at_once_and_comes_back_as_another,
            ends::an_event_that_polar_did_not_sign_ends_nothing,
            environment::another_polar_is_used_if_the_environment_names_one,
            environment::another_polars_webhooks_are_taken_if_the_environment_has_their_secret,
            environment::on_the_documented_fake_ada_owns_her_account_and_bo_is_a_member,
            environment::who_is_not_at_the_other_polar_is_named_with_what_to_create_there,
            start::every_printed_line_is_one_for_any_curl_and_does_something,
            start::half_of_the_environment_is_an_error_that_names_the_rest,
            start::a_value_that_cannot_be_is_an_error_that_names_its_variable,
            start::what_lies_behind_an_error_is_told_too,
            start::a_port_that_is_taken_or_none_is_named,
            answers::a_name_that_nobody_has_is_answered_with_those_that_there_are,
            answers::the_page_and_the_refusals_are_what_they_say_they_are,
        }
    };
    ($program:expr; $($part:ident::$step:ident,)*) => {
        $(
            #[tokio::test]
            async fn $step() {
                steps::$part::$step($program).await;
            }
        )*
    };
}
pub(crate) use every_step;
