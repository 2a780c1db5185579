//! What the shop must answer, whichever framework it is made with: the tests of the example for
//! actix-web are these too.

pub(crate) mod curl;
pub(crate) mod http;
pub(crate) mod paste;
pub(crate) mod process;
pub(crate) mod rotation;
pub(crate) mod steps;

/// One test for each of the [`steps`], each with a shop of its own.
macro_rules! every_step {
    ($start:expr) => {
        common::every_step! { $start;
            every_printed_line_is_answered_as_it_says,
            a_signed_session_says_who_it_is,
            nobody_signs_in_as_a_stranger_or_for_more_than_there_is,
            a_session_without_the_scope_reads_no_orders,
            only_an_admin_refunds,
            who_signed_out_is_out_and_other_sessions_go_on,
            a_session_that_was_tampered_with_is_refused,
            sessions_from_before_and_after_a_rotation_pass,
            verifiers_find_the_keys_by_the_address_alone,
            the_keys_come_over_http_and_the_shop_says_when_it_has_them,
            an_opaque_session_is_exchanged_for_a_signed_one,
            ctrl_c_ends_it_well,
        }
    };
    ($start:expr; $($step:ident,)*) => {
        $(
            #[tokio::test]
            async fn $step() {
                common::steps::$step($start.await).await;
            }
        )*
    };
}
pub(crate) use every_step;
