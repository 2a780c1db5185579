//! What metrics say is what happened.

use std::time::Duration;

use crate::{
    recorder::{Metric, Recorder, value_of},
    wire::Mood,
    world::{SECOND, World, refused, settle},
};

const VERIFY: (&str, &str) = ("question", "verify");
const POLAR: (&str, &str) = ("provider", "polar");

fn look_ups(metrics: &[Metric]) -> [Option<f64>; 4] {
    ["fresh", "negative", "coalesced", "miss"]
        .map(|kind| value_of(metrics, "lookups_total", &[("kind", kind)]))
}

#[tokio::test]
async fn each_token_counts_once_however_often_counts_are_handed_over() {
    let recorder = Recorder::start();
    let world = World::new();
    let (ada, eve) = (world.token(), world.token());
    tokio::join!(world.accept(&ada), world.accept(&ada));
    world.wire.mood(Mood::Denying);
    world.refuse(&eve).await;
    world.refuse(&eve).await;
    for _ in 0..5 {
        world.accept(&ada).await;
    }

    world.config.publish_metrics();
    let first = recorder.take();
    world.accept(&ada).await;
    world.config.clone().publish_metrics();
    world.config.publish_metrics();
    let second = recorder.take();

    let denied = [("reason", "token_denied"), ("fault", "caller")];
    assert_eq!(look_ups(&first), [5.0, 1.0, 1.0, 2.0].map(Some));
    assert_eq!(value_of(&first, "accepted_total", &[]), Some(7.0));
    assert_eq!(value_of(&first, "rejections_total", &denied), Some(2.0));
    assert_eq!(look_ups(&second), [1.0, 0.0, 0.0, 0.0].map(Some));
    assert_eq!(value_of(&second, "accepted_total", &[]), Some(1.0));
    assert_eq!(value_of(&second, "rejections_total", &denied), Some(0.0));
}

/// A counter that begins with its first increase has no rate then.
#[tokio::test]
async fn reasons_that_never_occurred_are_counted_as_zero() {
    let recorder = Recorder::start();

    World::new().config.publish_metrics();

    let recorded = recorder.take();
    for reason in customer_session::Reason::ALL {
        let labels = [
            ("reason", reason.as_str()),
            ("fault", reason.fault().as_str()),
        ];
        let value = value_of(&recorded, "rejections_total", &labels);
        assert_eq!(value, Some(0.0), "{reason}");
    }
}

#[tokio::test]
async fn several_configurations_add_up() {
    let recorder = Recorder::start();

    for _ in 0..2 {
        let world = World::new();
        world.accept(&world.token()).await;
        world.config.publish_metrics();
    }

    assert_eq!(value_of(&recorder.take(), "accepted_total", &[]), Some(2.0));
}

#[tokio::test]
async fn a_hit_records_nothing() {
    let world = World::new();
    let token = world.token();
    world.accept(&token).await;
    let recorder = Recorder::start();

    for _ in 0..100 {
        world.accept(&token).await;
    }

    assert!(recorder.take().is_empty());
}

#[tokio::test]
async fn questions_take_as_long_as_the_clock_says_by_outcome() {
    let recorder = Recorder::start();
    let world = World::new();
    world.accept(&world.token()).await;
    world.refuse_in(Mood::Denying).await;
    world.wire.mood(Mood::Silent);
    let decision = world.present(&world.token());
    settle().await;
    world.pass(5 * SECOND);
    refused(decision).await;

    let recorded = recorder.take();

    let durations = |outcome| {
        let of = |metric: &&Metric| {
            metric.name == "customer_session_question_duration_seconds"
                && metric.labels["question"] == "verify"
                && metric.labels["outcome"] == outcome
        };
        recorded.iter().find(of).map(|metric| metric.values.clone())
    };
    assert_eq!(durations("accepted"), Some(vec![0.0]));
    assert_eq!(durations("denied"), Some(vec![0.0]));
    assert_eq!(durations("fault"), Some(vec![5.0]));
    let labels = [("question", "look_up"), POLAR, ("outcome", "accepted")];
    assert_eq!(
        value_of(&recorded, "question_duration_seconds", &labels),
        Some(1.0)
    );
}

/// Its end would else not be seen at all.
#[tokio::test]
async fn a_question_that_panics_is_a_fault() {
    let recorder = Recorder::start();
    World::new().refuse_in(Mood::Panicking).await;

    let labels = [VERIFY, POLAR, ("outcome", "fault")];
    let recorded = recorder.take();
    let faults = value_of(&recorded, "question_duration_seconds", &labels);

    assert_eq!(faults, Some(1.0));
}

#[tokio::test]
async fn requests_to_the_issuer_are_counted_by_the_class_of_their_status() {
    for (mood, status, calls) in [
        (Mood::Well, "2xx", 3.0),
        (Mood::Redirecting, "3xx", 1.0),
        (Mood::Denying, "4xx", 1.0),
        (Mood::DownFor(9), "5xx", 1.0),
    ] {
        let recorder = Recorder::start();
        let world = World::new();
        world.wire.mood(mood);
        let decision = world.present(&world.token());
        settle().await;
        drop(decision);

        let labels = [POLAR, ("status", status)];
        let counted = value_of(&recorder.take(), "upstream_requests_total", &labels);

        // The second of the two that go out together may be given up when the first is a no.
        assert!(counted.is_some_and(|counted| counted >= calls), "{mood:?}");
    }
}

#[tokio::test]
async fn a_request_that_is_given_up_counts_as_one_without_an_answer() {
    let recorder = Recorder::start();
    let world = World::new();
    world.wire.mood(Mood::Silent);
    let decision = world.present(&world.token());
    settle().await;
    let before = recorder.take();
    world.pass(5 * SECOND);
    refused(decision).await;

    let labels = [POLAR, ("status", "none")];
    let value = |recorded: &[Metric]| value_of(recorded, "upstream_requests_total", &labels);

    assert_eq!(value(&before), None);
    assert_eq!(value(&recorder.take()), Some(2.0));
}

#[tokio::test]
async fn gauges_show_caches_questions_and_the_one_state_of_the_breaker() {
    let recorder = Recorder::start();
    let world = World::new();
    world.accept(&world.token()).await;
    world.refuse_in(Mood::Denying).await;
    world.wire.mood(Mood::Silent);
    let decision = world.present(&world.token());
    settle().await;
    world.config.publish_metrics();
    let asking = recorder.take();
    world.pass(Duration::from_secs(5));
    refused(decision).await;
    world.refuse_in(Mood::Garbled).await;
    world.config.publish_metrics();
    let open = recorder.take();

    let gauge = |recorded: &[Metric], name, kind| value_of(recorded, name, &[("kind", kind)]);
    let states = |recorded: &[Metric]| {
        ["closed", "half_open", "open"]
            .map(|state| value_of(recorded, "breaker_state", &[POLAR, ("state", state)]))
    };
    for kind in ["session", "customer", "denial"] {
        assert_eq!(gauge(&asking, "cache_entries", kind), Some(1.0), "{kind}");
    }
    for kind in ["session", "customer"] {
        assert!(gauge(&asking, "cache_bytes", kind) > Some(0.0), "{kind}");
    }
    assert_eq!(gauge(&asking, "questions_in_flight", "session"), Some(1.0));
    assert_eq!(gauge(&open, "questions_in_flight", "session"), Some(0.0));
    assert_eq!(states(&asking), [1.0, 0.0, 0.0].map(Some));
    assert_eq!(states(&open), [0.0, 0.0, 1.0].map(Some));
    let opened = [POLAR, ("state", "open")];
    assert_eq!(
        value_of(&open, "breaker_transitions_total", &opened),
        Some(1.0)
    );
}
