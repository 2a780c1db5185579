// A real OAuth server for the tests: `oidc-provider` on a loopback port, told what to do by one
// line of JSON each, which it answers by one line.
//
// {"start": {"port", "keys", "audience", "algorithm", "seconds"}} -> {"issuer"}: begins, or begins
// anew on the same port with other keys. `keys` are private JWKs; the first that fits is used to
// sign. {"keys": [algorithm, ..]} -> {"keys"}: makes private JWKs.

"use strict";

const { generateKeyPairSync, randomUUID } = require("node:crypto");
const http = require("node:http");
const readline = require("node:readline");
const { default: Provider } = require("oidc-provider");

let server;

function made(algorithm) {
  const pair = {
    RS256: () => generateKeyPairSync("rsa", { modulusLength: 2048 }),
    ES256: () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
    EdDSA: () => generateKeyPairSync("ed25519"),
    Ed25519: () => generateKeyPairSync("ed25519"),
  }[algorithm]();
  const jwk = pair.privateKey.export({ format: "jwk" });
  return { ...jwk, alg: algorithm, use: "sig", kid: randomUUID() };
}

function configuration({ keys, audience, algorithm, seconds }) {
  const client = {
    client_id: "shop",
    client_secret: "shop-secret-of-the-tests",
    grant_types: ["client_credentials"],
    // It gets none, but the server wants to know.
    id_token_signed_response_alg: algorithm,
    redirect_uris: [],
    response_types: [],
    token_endpoint_auth_method: "client_secret_basic",
  };
  return {
    clients: [client],
    jwks: { keys },
    enabledJWA: { idTokenSigningAlgValues: ["RS256", "ES256", "EdDSA", "Ed25519"] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        getResourceServerInfo: () => ({
          scope: "orders:read orders:write",
          audience,
          accessTokenTTL: seconds,
          accessTokenFormat: "jwt",
          jwt: { sign: { alg: algorithm } },
        }),
      },
    },
  };
}

async function start(wish) {
  await stop();
  const held = http.createServer();
  await new Promise((listening) => held.listen(wish.port ?? 0, "127.0.0.1", listening));
  const issuer = `http://127.0.0.1:${held.address().port}`;
  const provider = new Provider(issuer, configuration(wish));
  held.on("request", provider.callback());
  server = held;
  return { issuer, port: held.address().port };
}

async function stop() {
  if (!server) return;
  const gone = new Promise((closed) => server.close(closed));
  server.closeAllConnections();
  await gone;
  server = undefined;
}

async function answer(question) {
  if (question.keys) return { keys: question.keys.map(made) };
  if (question.start) return start(question.start);
  await stop();
  return {};
}

// Its warnings are about what a real deployment needs.
console.warn = () => {};
console.info = () => {};

let turn = Promise.resolve();
const questions = readline.createInterface({ input: process.stdin });
questions.on("line", (line) => {
  turn = turn.then(async () => {
    process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
  });
});
// The server would keep the process alive when the tests are gone.
questions.on("close", () => turn.then(() => process.exit(0)));
