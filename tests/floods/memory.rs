//! What the process takes of the machine's memory.

use std::fs;

use customer_session::CustomerSessionConfig;

/// How much is held by whom, as it was at its greatest.
#[derive(Debug)]
pub(crate) struct Watch {
    before: u64,
    most: u64,
}

impl Watch {
    /// Begins with what there is now.
    pub(crate) fn new() -> Self {
        let now = resident_kib();
        Self {
            before: now,
            most: now,
        }
    }

    /// Looks at the memory, and at the bounds of all caches.
    pub(crate) fn look(&mut self, config: &CustomerSessionConfig) {
        self.most = self.most.max(resident_kib());
        let usage = config.cache_usage();
        // The defaults.
        assert!(usage.sessions <= 100_000, "{usage:?}");
        assert!(usage.session_bytes <= 96 * MIB, "{usage:?}");
        assert!(usage.customers <= 100_000, "{usage:?}");
        assert!(usage.customer_bytes <= 128 * MIB, "{usage:?}");
        assert!(usage.denials <= 20_000, "{usage:?}");
    }

    /// By how many MiB the process grew at most; it must not have grown beyond all reason.
    pub(crate) fn growth(&self) -> u64 {
        let mebibytes = (self.most - self.before) / 1024;
        assert!(mebibytes < 256, "the process grew by {mebibytes} MiB");
        mebibytes
    }
}

/// Zero where there is no `/proc`, so that nothing is seen to grow there.
fn resident_kib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB"));
    kib.map_or(0, |kib| kib.parse().expect("a number of KiB"))
}

const MIB: u64 = 1024 * 1024;
