// Lets the tests call JavaScript libraries: one question in JSON per line, one answer per line.
//
// An answer is {"value": ..}, or {"refused": why} where the library says that nobody who knows the
// secret signed this. Anything else that a library throws ends this process, and fails the test.

"use strict";

const readline = require("node:readline");
// The last 0.x of `@polar-sh/sdk`, under a name of its own.
const { Polar: OldPolar } = require("polar-sh-sdk-old");
const { customerToJSON } = require("polar-sh-sdk-old/models/components/customer.js");
const { PolarError: OldPolarError } = require("polar-sh-sdk-old/models/errors/polarerror.js");
const { SDKValidationError } = require("polar-sh-sdk-old/models/errors/sdkvalidationerror.js");
const oldWebhooks = require("polar-sh-sdk-old/webhooks.js");
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

// A module of `@polar-sh/sdk` 1.x: one API version.
const polarOf = (version) => require(`@polar-sh/sdk/${version}`);

// What is asked of Polar, of a client of either kind. `session` is how it is shown a session.
function askOfPolar(client, { customer, id, session }) {
  const portal = client.customerPortal;
  return {
    create_session: () => client.customerSessions.create(customer),
    customer: () => client.customers.get(id),
    introspect: () => portal.customerSession.introspect(session),
    user: () => portal.customerSession.getAuthenticatedUser(session),
    me: () => portal.customers.get(session),
  };
}

const DEEDS = {
  // Asks a server for one thing, and prints the object that comes as JavaScript prints it.
  async polar_ask({ what, url, key, version, customer, session }) {
    const client = polarOf(version).createPolar({ accessToken: key, baseUrl: url });
    const deeds = askOfPolar(client, {
      customer: { customer_id: customer },
      id: customer,
      session: { accessToken: session },
    });
    try {
      return { value: JSON.parse(JSON.stringify(await deeds[what]())) };
    } catch (error) {
      if (Number.isInteger(error.statusCode)) {
        return { refused: error.name, status: error.statusCode };
      }
      throw error;
    }
  },

  // The same with 0.x, which has a field for each kind of session. Where it can write an object as
  // Polar does, it prints that too.
  async polar_old_ask({ what, url, key, customer, session }) {
    const client = new OldPolar({ accessToken: key, serverURL: url });
    const kind = session?.startsWith("polar_mst_") ? "memberSession" : "customerSession";
    const deeds = askOfPolar(client, {
      customer: { customerId: customer },
      id: { id: customer },
      session: { [kind]: session },
    });
    try {
      const value = await deeds[what]();
      const wire = value.avatarUrl === undefined ? null : JSON.parse(customerToJSON(value));
      return { value: JSON.parse(JSON.stringify(value)), wire };
    } catch (error) {
      if (error instanceof OldPolarError) {
        return { refused: error.name, status: error.statusCode };
      }
      throw error;
    }
  },

  async polar_verify({ version, secret, headers, body }) {
    const { webhooks } = polarOf(version);
    try {
      return { value: { read: await webhooks.validateEvent(body, headers, secret) } };
    } catch (error) {
      if (error instanceof webhooks.PolarWebhookVerificationError) {
        return { refused: error.message };
      }
      if (error instanceof webhooks.PolarWebhookError) return { unreadable: error.message };
      throw error;
    }
  },

  polar_old_verify({ secret, headers, body }) {
    try {
      const { type, data } = oldWebhooks.validateEvent(body, headers, secret);
      return { value: { type, id: data.id } };
    } catch (error) {
      if (error instanceof oldWebhooks.WebhookVerificationError || error.message === EMPTY_SIGNATURE) {
        return { refused: error.message };
      }
      if (error instanceof SDKValidationError) return { unreadable: error.message };
      throw error;
    }
  },

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
