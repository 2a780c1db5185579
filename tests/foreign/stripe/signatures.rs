//! Signatures, by every signer, before every receiver.

use super::{RECENTLY, Receiver, SECRET, Signed, Signer, TOO_LONG, Verdict, now};

/// A customer is deleted, whose name is not all ASCII: as a snapshot event, and as a thin one.
const BODIES: [&str; 2] = [
    r#"{
  "id": "evt_Example1", "object": "event", "api_version": "2026-10-28.endive",
  "created": 1795167078, "livemode": false, "pending_webhooks": 1,
  "request": {"id": "req_Ex", "idempotency_key": null}, "type": "customer.deleted",
  "data": {"object": {"id": "cus_Example0001", "object": "customer", "name": "Zoë Ada 李"}}
}"#,
    r#"{"id":"evt_Example2","object":"v2.core.event","type":"v1.customer.deleted","created":"2026-11-21T00:00:00.000Z","livemode":false,"context":null,"reason":null,"related_object":{"id":"cus_Example0001","type":"customer","url":"/v1/customers/cus_Example0001"}}"#,
];

#[tokio::test]
async fn whoever_signs_every_receiver_takes_it() {
    for (signer, body) in everybody() {
        for at in [now(), now() - RECENTLY, now() + RECENTLY] {
            let signed = signer.sign(SECRET, at, body);

            assert_verdicts(&signed, true, &format!("{signer:?}, {body}")).await;
        }
    }
}

#[tokio::test]
async fn all_signers_write_the_same_header() {
    let at = now();
    for body in BODIES {
        let [formula, node, python] = Signer::ALL.map(|signer| signer.sign(SECRET, at, body));

        assert_eq!(formula, node);
        assert_eq!(formula, python);
    }
}

#[tokio::test]
async fn whatever_was_changed_on_the_way_no_receiver_takes_it() {
    for (signer, body) in everybody() {
        let signed = signer.sign(SECRET, now(), body);
        let mut rows = signed.tampered("stripe-signature");
        rows.extend(with_other_headers(&signed));
        rows.push((
            "old".to_owned(),
            signer.sign(SECRET, now() - TOO_LONG, body),
        ));
        let other_secret = SECRET.replace('f', "e");
        rows.push((
            "another secret".to_owned(),
            signer.sign(&other_secret, now(), body),
        ));
        // The key is the whole secret, prefix included.
        rows.push((
            "no prefix".to_owned(),
            signer.sign(&SECRET[6..], now(), body),
        ));
        for (what, tampered) in rows {
            assert_verdicts(&tampered, false, &format!("{what}: {signer:?}, {body}")).await;
        }
    }
}

#[tokio::test]
async fn one_good_signature_among_others_is_enough_for_every_receiver() {
    for (signer, body) in everybody() {
        let signed = signer.sign(SECRET, now(), body);
        let other = signer.sign("whsec_another", now(), body);
        let other_v1 = pairs(&other)[1].clone();
        let [t, v1] = &pairs(&signed)[..] else {
            panic!("{signed:?}")
        };
        for header in [
            format!("{t},{other_v1},{v1}"),
            format!("{t},{v1},{other_v1}"),
            format!("{v1},{t}"),
            format!("{t},v0={},{v1}", "0".repeat(64)),
        ] {
            let signed = signed.clone().map("stripe-signature", |_| header.clone());

            assert_verdicts(&signed, true, &header).await;
        }
    }
}

/// Stripe's libraries refuse what is old only. Nothing of Stripe's is far ahead of its time, and
/// what was recorded so could be sent again for as long.
#[tokio::test]
async fn what_was_signed_for_the_future_is_refused_by_us_alone() {
    for (signer, body) in everybody() {
        let signed = signer.sign(SECRET, now() + TOO_LONG, body);
        for receiver in Receiver::ALL {
            let verdict = receiver.verdict(&signed).await;

            let takes = receiver != Receiver::Ours;
            assert_eq!(verdict.is_accepted(), takes, "{receiver:?}: {verdict:?}");
        }
    }
}

fn everybody() -> impl Iterator<Item = (Signer, &'static str)> {
    Signer::ALL
        .into_iter()
        .flat_map(|signer| BODIES.map(|body| (signer, body)))
}

async fn assert_verdicts(signed: &Signed, takes: bool, what: &str) {
    for receiver in Receiver::ALL {
        let verdict = receiver.verdict(signed).await;

        assert!(
            if takes {
                verdict.is_accepted()
            } else {
                verdict == Verdict::Refused
            },
            "{what}: {receiver:?} says {verdict:?}"
        );
    }
}

fn with_other_headers(signed: &Signed) -> Vec<(String, Signed)> {
    let [t, v1] = &pairs(signed)[..] else {
        panic!("{signed:?}")
    };
    let later = t[2..].parse::<i64>().unwrap() + 1;
    [
        ("another time", format!("t={later},{v1}")),
        ("no time", v1.clone()),
        ("a time of letters", format!("t=now,{v1}")),
        ("no signature", t.clone()),
        ("a blank after the comma", format!("{t}, {v1}")),
        ("upper case", format!("{t},v1={}", v1[3..].to_uppercase())),
        ("the test scheme", format!("{t},{}", v1.replace("v1", "v0"))),
    ]
    .map(|(what, header)| {
        let changed = signed.clone().map("stripe-signature", |_| header.clone());
        (what.to_owned(), changed)
    })
    .into()
}

/// The parts of the header: the time, and the signature.
fn pairs(signed: &Signed) -> Vec<String> {
    let (_, header) = &signed.headers[0];
    header.split(',').map(str::to_owned).collect()
}
