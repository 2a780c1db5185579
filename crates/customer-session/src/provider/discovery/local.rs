//! Addresses that mean something else on each machine (RFC 8725 bis: hosts that are loopback or
//! local).

use std::net::{Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// Whether an address, as it is written, is on this machine or on a network of its own. A name that
/// leads there is not found out: names are looked up by whoever connects.
pub(super) fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => is_localhost(name),
        Some(Host::Ipv4(address)) => is_local_v4(address),
        Some(Host::Ipv6(address)) => is_local_v6(address),
        None => false,
    }
}

/// `localhost` and all below it (RFC 6761 §6.3). A URL of https has its host in lower case.
fn is_localhost(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    name == "localhost" || name.ends_with(".localhost")
}

fn is_local_v4(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    // "This network" (RFC 1122 §3.2.1.3), and addresses that providers share (RFC 6598).
    let is_odd = first == 0 || (first == 100 && second & 0b1100_0000 == 64);
    is_odd
        || address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_broadcast()
}

fn is_local_v6(address: Ipv6Addr) -> bool {
    address.is_loopback()
        || address.is_unspecified()
        || address.is_unique_local()
        || address.is_unicast_link_local()
        || is_of_a_network(address)
        || embedded(address).is_some_and(is_local_v4)
}

/// Site-local (RFC 3879), or translated by a network's own rule (RFC 8215).
const fn is_of_a_network(address: Ipv6Addr) -> bool {
    let [first, second, third, ..] = address.segments();
    first & 0xffc0 == 0xfec0 || matches!((first, second, third), (0x64, 0xff9b, 1))
}

/// The address of the older kind that stands in one of the newer: mapped, compatible (RFC 4291
/// §2.5.5), translated (RFC 6052 §2.1), or tunnelled (6to4, RFC 3056 §2).
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let ([0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..]) = address.segments()
    else {
        return address.to_ipv4();
    };
    let [[first, second], [third, fourth]] = [high, low].map(u16::to_be_bytes);
    Some(Ipv4Addr::new(first, second, third, fourth))
}
