//! Keeps the metrics of a test's thread, and so of its current-thread runtime.

use std::collections::{BTreeMap, BTreeSet};

use metrics::{LocalRecorderGuard, set_default_local_recorder};
use metrics_util::{
    MetricKind,
    debugging::{DebugValue, DebuggingRecorder, Snapshotter},
};

/// Everything that is recorded on this thread while it lives.
pub(crate) struct Recorder {
    snapshotter: Snapshotter,
    _guard: LocalRecorderGuard<'static>,
}

/// A metric, as it was seen.
#[derive(Clone, Debug)]
pub(crate) struct Metric {
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    pub(crate) labels: BTreeMap<String, String>,
    pub(crate) described: bool,
    /// Of a histogram: the number of values.
    pub(crate) value: f64,
    /// Of a histogram: the values.
    pub(crate) values: Vec<f64>,
}

impl Metric {
    pub(crate) fn label_names(&self) -> BTreeSet<&str> {
        self.labels.keys().map(String::as_str).collect()
    }
}

impl Recorder {
    pub(crate) fn start() -> Self {
        // As long as the process: a guard borrows it.
        let recorder: &'static _ = Box::leak(Box::new(DebuggingRecorder::new()));
        Self {
            snapshotter: recorder.snapshotter(),
            _guard: set_default_local_recorder(recorder),
        }
    }

    /// What was recorded since the last call.
    pub(crate) fn take(&self) -> Vec<Metric> {
        let recorded = self.snapshotter.snapshot().into_vec().into_iter();
        recorded
            .map(|(key, unit, description, value)| {
                let (kind, key) = key.into_parts();
                let (value, values) = match value {
                    DebugValue::Counter(count) => (count as f64, Vec::new()),
                    DebugValue::Gauge(value) => (value.into_inner(), Vec::new()),
                    DebugValue::Histogram(values) => (
                        values.len() as f64,
                        values.into_iter().map(|value| value.into_inner()).collect(),
                    ),
                };
                let labels = key
                    .labels()
                    .map(|label| (label.key().to_owned(), label.value().to_owned()));
                Metric {
                    kind: match kind {
                        MetricKind::Counter => "counter",
                        MetricKind::Gauge => "gauge",
                        MetricKind::Histogram => "histogram",
                    },
                    name: key.name().to_owned(),
                    labels: labels.collect(),
                    described: unit.is_some() && description.is_some(),
                    value,
                    values,
                }
            })
            .collect()
    }
}

/// The value of the one metric of this name with these labels, in this order.
pub(crate) fn value_of(metrics: &[Metric], name: &str, labels: &[(&str, &str)]) -> Option<f64> {
    let wanted: BTreeMap<_, _> = labels
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let name = format!("customer_session_{name}");
    let mut found = metrics
        .iter()
        .filter(|metric| metric.name == name && metric.labels == wanted);
    let value = found.next().map(|metric| metric.value);
    assert!(found.next().is_none(), "{name} {labels:?} is there twice");
    value
}
