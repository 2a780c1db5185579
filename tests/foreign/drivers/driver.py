"""Lets the tests call Python libraries: one question in JSON per line, one answer per line.

An answer is {"value": ..}, {"refused": why} where the library says that nobody who knows the secret
signed this, or {"unreadable": why} where it takes the signature and not what was signed. Anything
else that a library raises ends this process, and fails the test.
"""

import dataclasses
import importlib
import json
import sys
import traceback
from datetime import datetime, timezone


def polar(question):
    """The models of one API version of polar-sdk 1.x, printed again as they were read."""
    webhooks = importlib.import_module(question["module"])
    try:
        payload = webhooks.validate_event(
            question["body"].encode(), question["headers"], question["secret"]
        )
    except webhooks.PolarWebhookVerificationError as error:
        return {"refused": str(error)}
    except webhooks.PolarWebhookError as error:
        return {"unreadable": "".join(traceback.format_exception(error))}
    return {
        "value": {
            "payload": type(payload).__name__,
            "data": type(payload.data).__name__,
            "read": dataclasses.asdict(payload),
        }
    }


def polar_old(question):
    """polar-sdk 0.x."""
    import pydantic
    from polar_sdk.webhooks import (
        WebhookUnknownTypeError,
        WebhookVerificationError,
        validate_event,
    )

    try:
        payload = validate_event(
            question["body"].encode(), question["headers"], question["secret"]
        )
    except WebhookVerificationError as error:
        return {"refused": str(error)}
    except (pydantic.ValidationError, WebhookUnknownTypeError) as error:
        return {"unreadable": str(error)}
    except ValueError as error:
        # What cannot be split or decoded; the library lets these through as they are.
        return {"refused": repr(error)}
    return {
        "value": {"payload": type(payload).__name__, "data": type(payload.data).__name__}
    }


def polar_ask(question):
    """Asks a server for one thing with polar-sdk 1.x, and prints the object that comes."""
    module = importlib.import_module("polar.v" + question["version"].replace("-", "_"))
    base = importlib.import_module("polar.base")
    client = module.Polar(question["key"], base_url=question["url"])
    portal = client.customer_portal
    shown = {"request_access_token": question.get("session")}
    deeds = {
        "create_session": lambda: client.customer_sessions.create(
            customer_id=question["customer"]
        ),
        "customer": lambda: client.customers.get(question["customer"]),
        "introspect": lambda: portal.customer_session.introspect(**shown),
        "user": lambda: portal.customer_session.get_authenticated_user(**shown),
        "me": lambda: portal.customers.get(**shown),
    }
    try:
        return {"value": dataclasses.asdict(deeds[question["what"]]())}
    except base.PolarClientError as error:
        return {"refused": type(error).__name__, "status": error.status_code}


def polar_old_ask(question):
    """The same with polar-sdk 0.x, whose models print themselves."""
    from polar_sdk import Polar
    from polar_sdk.models import PolarError

    client = Polar(access_token=question["key"], server_url=question["url"])
    portal = client.customer_portal
    session = question.get("session") or ""
    kind = "member_session" if session.startswith("polar_mst_") else "customer_session"
    shown = {"security": {kind: session}}
    deeds = {
        "create_session": lambda: client.customer_sessions.create(
            request={"customer_id": question["customer"]}
        ),
        "customer": lambda: client.customers.get(id=question["customer"]),
        "introspect": lambda: portal.customer_session.introspect(**shown),
        "user": lambda: portal.customer_session.get_authenticated_user(**shown),
        "me": lambda: portal.customers.get(**shown),
    }
    try:
        return {"value": json.loads(deeds[question["what"]]().model_dump_json())}
    except PolarError as error:
        return {"refused": type(error).__name__, "status": error.status_code}


def standardwebhooks_verify(question):
    from standardwebhooks import Webhook, WebhookVerificationError

    try:
        Webhook(question["secret"]).verify(
            question["body"].encode(), question["headers"]
        )
    except (WebhookVerificationError, ValueError) as error:
        # What cannot be split or decoded is a ValueError.
        return {"refused": repr(error)}
    return {"value": None}


def standardwebhooks_sign(question):
    from standardwebhooks import Webhook

    at = datetime.fromtimestamp(question["at"], tz=timezone.utc)
    return {"value": Webhook(question["secret"]).sign(question["id"], at, question["body"])}


def stripe_verify(question):
    import stripe

    arguments = (
        question["body"].encode(),
        question["headers"].get("stripe-signature"),
        question["secret"],
    )
    try:
        if question["thin"]:
            # The key is never used: nothing is asked of Stripe.
            client = stripe.StripeClient("sk_test_unused")
            event = client.parse_event_notification(*arguments)
        else:
            event = stripe.Webhook.construct_event(*arguments)
    except stripe.SignatureVerificationError as error:
        return {"refused": str(error)}
    return {"value": {"id": event.id, "type": event.type}}


def stripe_ask(question):
    """Asks a server for one thing, and prints the object that comes as the library prints it."""
    import stripe

    client = stripe.StripeClient(
        question["key"],
        base_addresses={"api": question["url"]},
        max_network_retries=0,
        stripe_version=question["version"],
    )
    options = {key: question[key] for key in ("idempotency_key", "stripe_account") if key in question}
    deeds = {
        "create_session": lambda: client.v1.customer_sessions.create(question["params"], options),
        "retrieve_customer": lambda: client.v1.customers.retrieve(question["customer"], None, options),
        "delete_customer": lambda: client.v1.customers.delete(question["customer"], None, options),
    }
    try:
        return {"value": json.loads(str(deeds[question["what"]]()))}
    except stripe.StripeError as error:
        return {"refused": type(error).__name__, "code": error.code, "status": error.http_status}


def stripe_sign(question):
    import stripe

    return {
        "value": stripe.WebhookSignature.generate_signature_header(
            question["body"], question["secret"], question["at"]
        )
    }


DEEDS = {
    "polar": polar,
    "polar_ask": polar_ask,
    "polar_old": polar_old,
    "polar_old_ask": polar_old_ask,
    "standardwebhooks_sign": standardwebhooks_sign,
    "standardwebhooks_verify": standardwebhooks_verify,
    "stripe_ask": stripe_ask,
    "stripe_sign": stripe_sign,
    "stripe_verify": stripe_verify,
}

for line in sys.stdin:
    question = json.loads(line)
    print(json.dumps(DEEDS[question["do"]](question)), flush=True)
