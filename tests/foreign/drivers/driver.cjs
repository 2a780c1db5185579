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

  // Asks a server for one thing, and prints the object that comes as JavaScript prints it.
  async stripe_ask({ what, url, key, version, params, customer, ...given }) {
    const { hostname: host, port } = new URL(url);
    const client = new Stripe(key, {
      apiVersion: version,
      host,
      port,
      protocol: "http",
      maxNetworkRetries: 0,
    });
    const options = {};
    if (given.idempotency_key) options.idempotencyKey = given.idempotency_key;
    if (given.stripe_account) options.stripeAccount = given.stripe_account;
    const deeds = {
      create_session: () => client.customerSessions.create(params, options),
      retrieve_customer: () => client.customers.retrieve(customer, {}, options),
      delete_customer: () => client.customers.del(customer, {}, options),
    };
    try {
      return { value: JSON.parse(JSON.stringify(await deeds[what]())) };
    } catch (error) {
      if (error instanceof Stripe.errors.StripeError) {
        return { refused: error.type, code: error.code ?? null, status: error.statusCode ?? null };
      }
      throw error;
    }
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

// What is thrown while it waits ends this process too.
readline.createInterface({ input: process.stdin }).on("line", async (line) => {
  const question = JSON.parse(line);
  const answer = await DEEDS[question.do](question);
  process.stdout.write(`${JSON.stringify(answer)}\n`);
});
