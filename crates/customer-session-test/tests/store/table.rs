//! Which rules each fault breaks, in the order in which the suite tries them.

use super::broken::Fault;

const STORED: &str = "a stored session is found under its digest, field by field";
const UNKNOWN: &str = "under a digest that was never stored nothing is found";
const AGAIN: &str = "a session that is stored again under its digest takes the place of the first";
const SEVERAL: &str = "several digests can be of one session, and of one customer";
const UNTIL: &str = "a session is found until the moment before it expires";
const END: &str = "at the moment at which a session expires it is not found any more";
const PAST: &str = "a session that is over when it is stored is never found";
const PROLONGED: &str = "a session that is stored again expires when the second one says";
const PURGING: &str = "purging removes what is over, and nothing else";
const SESSION: &str = "revoking a session removes all of its tokens, and says how many";
const OTHER_SESSIONS: &str =
    "revoking a session leaves other sessions alone, and those of other providers";
const ID: &str = "revoking a session by its id removes all of its tokens, and says how many";
const OTHER_IDS: &str =
    "revoking a session by its id leaves other sessions alone, and those of other providers";
const CUSTOMER: &str = "revoking a customer removes all of their sessions, and says how many";
const OTHER_CUSTOMERS: &str =
    "revoking a customer leaves other customers alone, and those of other providers";
const NOTHING: &str = "revoking what is not there removes nothing, and is no error";
const AFTERWARDS: &str = "a session that begins after its customer was revoked is good";
const FORMER: &str =
    "a session that is stored again is no longer of the session and the customer that it was of";
const JOINED_SESSIONS: &str =
    "ids of sessions that look alike once they are joined with their providers are told apart";
const JOINED_CUSTOMERS: &str =
    "ids of customers that look alike once they are joined with their providers are told apart";
const RACING: &str =
    "a session that is stored while it is revoked is gone, or can be revoked afterwards";
const DROPPED: &str = "every session that was taken is found, however many come after it";
const FULL_AGAIN: &str = "a full store takes a session in place of its own first";
const ROOM: &str = "a full store makes room by forgetting what is over";
const ROOM_REVOKED: &str = "a full store has room again when sessions are revoked";

/// Each fault, and the rules that it breaks.
pub(crate) fn table() -> Vec<(Fault, Vec<&'static str>)> {
    let all = vec![
        STORED,
        UNKNOWN,
        AGAIN,
        SEVERAL,
        UNTIL,
        END,
        PAST,
        PROLONGED,
        PURGING,
        SESSION,
        OTHER_SESSIONS,
        ID,
        OTHER_IDS,
        CUSTOMER,
        OTHER_CUSTOMERS,
        NOTHING,
        AFTERWARDS,
        FORMER,
        JOINED_SESSIONS,
        JOINED_CUSTOMERS,
        RACING,
        DROPPED,
        FULL_AGAIN,
        ROOM,
        ROOM_REVOKED,
    ];
    vec![
        (Fault::Deaf, all),
        (Fault::DropsSilently, vec![DROPPED, ROOM_REVOKED]),
        (Fault::FullOfThePast, vec![ROOM]),
        (Fault::FullOfItself, vec![FULL_AGAIN]),
        (
            Fault::KeepsTheFirst,
            vec![AGAIN, PROLONGED, FORMER, FULL_AGAIN],
        ),
        (Fault::KnowsFormerNames, vec![AGAIN, FORMER]),
        (Fault::JoinsNames, vec![JOINED_SESSIONS, JOINED_CUSTOMERS]),
        (Fault::KeepsInSteps, vec![RACING]),
        (
            Fault::LosesDetails,
            vec![
                STORED,
                AGAIN,
                SEVERAL,
                UNTIL,
                PROLONGED,
                PURGING,
                OTHER_SESSIONS,
                OTHER_IDS,
                OTHER_CUSTOMERS,
                NOTHING,
                AFTERWARDS,
                FORMER,
                JOINED_SESSIONS,
                JOINED_CUSTOMERS,
                DROPPED,
                FULL_AGAIN,
                ROOM,
                ROOM_REVOKED,
            ],
        ),
        (
            Fault::LooksAtTheHead,
            vec![
                STORED,
                UNKNOWN,
                SEVERAL,
                SESSION,
                OTHER_SESSIONS,
                ID,
                OTHER_IDS,
                CUSTOMER,
                OTHER_CUSTOMERS,
                NOTHING,
                AFTERWARDS,
                JOINED_SESSIONS,
                JOINED_CUSTOMERS,
                DROPPED,
            ],
        ),
        (Fault::MiscountsRevoked, vec![SESSION, ID, CUSTOMER]),
        (Fault::PurgesAll, vec![PURGING]),
        (Fault::RevokesByPrefix, vec![OTHER_CUSTOMERS]),
        (Fault::RevokesIdsElsewhere, vec![OTHER_IDS]),
        (Fault::RevokesOneTokenOfAnId, vec![ID]),
        (Fault::RevokesOneToken, vec![SESSION]),
        (Fault::RevokesElsewhere, vec![OTHER_CUSTOMERS]),
        (Fault::RevokesSessionsElsewhere, vec![OTHER_SESSIONS]),
        (Fault::TooEarly, vec![UNTIL, PROLONGED]),
        (Fault::TooLate, vec![END, PAST, PROLONGED, ROOM]),
    ]
}
