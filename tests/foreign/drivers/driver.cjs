// Lets the tests call JavaScript libraries: one question in JSON per line, one answer per line.
//
// An answer is {"value": ..}, or {"refused": why} where the library says that nobody who knows the
// secret signed this. Anything else that a library throws ends this process, and fails the test.

"use strict";

const readline = require("node:readline");
const { Webhook } = require("standardwebhooks");
const Stripe = require("stripe");

// The key is never used: nothing is asked of Stripe.
const stripe = new Stripe("sk_test_unused");

// What stripe throws, as a plain error, where a signature is empty.
const EMPTY_SIGNATURE = "secureCompare must receive two arguments";

function refusedAs(name, verify) {
  try {
    return { value: verify() ?? null };
  } catch (error) {
    if ([error.name, error.type].includes(name) || error.message === EMPTY_SIGNATURE) {
      return { refused: error.message };
    }
    throw error;
  }
}

const DEEDS = {
  standardwebhooks_sign({ secret, id, at, body }) {
    return { value: new Webhook(secret).sign(id, new Date(at * 1000), body) };
  },

  standardwebhooks_verify({ secret, headers, body }) {
    return refusedAs("WebhookVerificationError", () => {
      new Webhook(secret).verify(Buffer.from(body), headers);
    });
  },

  stripe_sign({ secret, at, body }) {
    const value = stripe.webhooks.generateTestHeaderString({
      payload: body,
      secret,
      timestamp: at,
    });
    return { value };
  },

  stripe_verify({ secret, headers, body, thin }) {
    const given = [Buffer.from(body), headers["stripe-signature"], secret];
    return refusedAs("StripeSignatureVerificationError", () => {
      const { id, type } = thin
        ? stripe.parseEventNotification(...given)
        : stripe.webhooks.constructEvent(...given);
      return { id, type };
    });
  },
};

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const question = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(DEEDS[question.do](question))}\n`);
});
