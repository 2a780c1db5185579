//! Medians and their noise.

/// The median of some measurements, and how far half of them lie from it.
#[derive(Clone, Copy, Debug)]
pub struct Median {
    pub value: f64,
    pub noise: f64,
}

/// The median and the median absolute deviation.
pub fn median(measurements: impl IntoIterator<Item = f64>) -> Median {
    let mut sorted: Vec<f64> = measurements.into_iter().collect();
    let value = middle(&mut sorted);
    let mut deviations: Vec<f64> = sorted
        .iter()
        .map(|measured| (measured - value).abs())
        .collect();
    Median {
        value,
        noise: middle(&mut deviations),
    }
}

fn middle(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
