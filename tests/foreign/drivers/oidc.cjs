// A real OAuth server for the tests: `oidc-provider` on a loopback port, told what to do by one
// line of JSON each, which it answers by one line.
//
// {"start": {"port", "keys", "audience", "algorithm", "seconds", "format", "clientKeys"}} -> {"issuer"}:
// begins, or begins anew on the same port with other keys. `keys` are private JWKs; the first that
// fits is used to sign. `format` is that of access tokens: `jwt`, or `opaque`, which these clients may
// ask about: `api`, `sealed`, whose signed answers are encrypted too, and `keyed`, which signs who it
// is by one of `clientKeys`, public JWKs.
// {"keys": [algorithm, ..]} -> {"keys"}: makes private JWKs.
// {"mint": {"kind", ..}} -> {"token"}: a token of an account, as if somebody had signed in.

"use strict";

const { generateKeyPairSync, randomUUID } = require("node:crypto");
const http = require("node:http");
const readline = require("node:readline");
const { default: Provider } = require("oidc-provider");

let server;
let provider;

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

// A public key by which answers can be encrypted.
function encrypting() {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...publicKey.export({ format: "jwk" }), use: "enc", kid: randomUUID() };
}

// The clients that ask about opaque tokens.
function asking(client, clientKeys) {
  const secret = "50%+1: of & the = tests";
  const method = "client_secret_basic";
  const keyed = {
    ...client("keyed", undefined, "private_key_jwt", []),
    jwks: { keys: clientKeys },
  };
  return [
    client("api", secret, method, []),
    {
      ...client("sealed", secret, method, []),
      introspection_encrypted_response_alg: "RSA-OAEP",
      jwks: { keys: [encrypting()] },
    },
    ...(clientKeys.length ? [keyed] : []),
  ];
}

function configuration({ keys, audience, algorithm, seconds, format, clientKeys }) {
  const opaque = format === "opaque";
  const client = (id, secret, method, grants) => ({
    client_id: id,
    client_secret: secret,
    grant_types: grants,
    // It gets none, but the server wants to know.
    id_token_signed_response_alg: algorithm,
    ...(opaque && { introspection_signed_response_alg: algorithm }),
    redirect_uris: [],
    response_types: [],
    token_endpoint_auth_method: method,
  });
  return {
    clients: [
      client("shop", "shop-secret-of-the-tests", "client_secret_basic", ["client_credentials"]),
      ...(opaque ? asking(client, clientKeys) : []),
    ],
    // A client that acts for itself is nobody's account: its answers have no `sub`.
    extraTokenClaims: (_, { kind }) =>
      kind === "ClientCredentials" ? { username: "the-shop-itself" } : undefined,
    jwks: { keys },
    enabledJWA: { idTokenSigningAlgValues: ["RS256", "ES256", "EdDSA", "Ed25519"] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      encryption: { enabled: opaque },
      introspection: { enabled: opaque },
      jwtIntrospection: { enabled: opaque },
      revocation: { enabled: opaque },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        getResourceServerInfo: () => ({
          scope: "orders:read orders:write",
          audience,
          accessTokenTTL: seconds,
          accessTokenFormat: format,
          ...(format === "jwt" && { jwt: { sign: { alg: algorithm } } }),
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
  provider = new Provider(issuer, configuration(wish));
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

async function mint({ kind, account, seconds, thumbprint, ...rest }) {
  const client = await provider.Client.find("shop");
  const grant = new provider.Grant({ accountId: account, clientId: client.clientId });
  const grantId = await grant.save();
  const token = new provider[kind]({ client, grantId, accountId: account, expiresIn: seconds, ...rest });
  if (thumbprint) token.setThumbprint("jkt", thumbprint);
  return { token: await token.save() };
}

async function answer(question) {
  if (question.mint) return mint(question.mint);
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
