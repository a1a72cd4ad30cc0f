// A login, a refresh and a deauthorization through the npm package simple-oauth2, unmodified, with its defaults.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(path.join(process.env.MOCKCLIO_CLIENT_HOME, "package.json"));
const { AuthorizationCode } = require("simple-oauth2");
const base = process.env.MOCKCLIO_URL;
const redirectUri = "http://127.0.0.1:9999/callback";

async function whoAmI(token) {
  const answer = await fetch(`${base}/api/v4/users/who_am_i`, { headers: { Authorization: `Bearer ${token}` } });
  return [answer.status, await answer.json()];
}

// The consent page is filled in as a person does: what the form holds, the first user, "Allow access".
async function allow(url) {
  const page = await (await fetch(url)).text();
  const form = new URLSearchParams();
  for (const [, name, value] of page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)) form.append(name, value);
  form.append("user_id", page.match(/<option value="(\d+)">/)[1]);
  form.append("decision", "allow");
  const answer = await fetch(`${base}/oauth/authorize`, { method: "POST", body: form, redirect: "manual" });
  assert.equal(answer.status, 302);
  return new URL(answer.headers.get("location")).searchParams;
}

for (const authorizationMethod of ["header", "body"]) {
  const client = new AuthorizationCode({
    client: { id: "dev-client", secret: "dev-secret" },
    auth: { tokenHost: base },
    options: { authorizationMethod },
  });
  const back = await allow(client.authorizeURL({ redirect_uri: redirectUri, state: "s1" }));
  assert.equal(back.get("state"), "s1");
  const login = await client.getToken({ code: back.get("code"), redirect_uri: redirectUri });
  assert.equal(login.expired(), false);
  assert.equal((await whoAmI(login.token.access_token))[0], 200);
  await assert.rejects(client.getToken({ code: back.get("code"), redirect_uri: redirectUri }));

  const refreshed = await login.refresh();
  assert.notEqual(refreshed.token.access_token, login.token.access_token);
  assert.equal(refreshed.token.refresh_token, undefined);
  assert.equal((await whoAmI(refreshed.token.access_token))[0], 200);

  const token = refreshed.token.access_token;
  const gone = await fetch(`${base}/oauth/deauthorize`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}` },
    body: new URLSearchParams({ token }),
  });
  assert.deepEqual([gone.status, await gone.text()], [200, ""]);
  const [status, body] = await whoAmI(token);
  assert.deepEqual([status, body.error], [401, "invalid_token"]);
  console.log(`ok  simple-oauth2, credentials in the ${authorizationMethod}: login, refresh, deauthorize`);
}
