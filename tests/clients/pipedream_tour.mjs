/**
 * Real use of @pipedream/clio, as published, against the server at MOCKCLIO_URL: every action, every source, the choices that its
 * forms offer, the handshake and the signatures. `run.py` starts it; each step prints one line and the last line counts them.
 */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { act, choices, connect, listen, redirect } from "./pipedream_runtime.mjs";

const { MOCKCLIO_URL: url, MOCKCLIO_TOKEN: token, MOCKCLIO_CLIENT_HOME: home } = process.env;
const resolve = createRequire(join(home, "package.json"));
const root = dirname(resolve.resolve("@pipedream/clio/package.json"));
const load = async (path) => (await import(pathToFileURL(join(root, path)))).default;
const platform = createRequire(resolve.resolve("@pipedream/platform"));

const constants = await load("common/constants.mjs");
const createMatter = await load("actions/create-matter/create-matter.mjs");
const updateMatter = await load("actions/update-matter/update-matter.mjs");
const createTask = await load("actions/create-task/create-task.mjs");
const newActivity = await load("sources/new-activity-instant/new-activity-instant.mjs");
const newDocument = await load("sources/new-document-instant/new-document-instant.mjs");
const billStateUpdated = await load("sources/bill-state-updated-instant/bill-state-updated-instant.mjs");

const RETIRED = ["document_versions"];
const SECONDS = 15;
const DELIVERS = true;

redirect(platform("axios"), constants.BASE_URL, url);
const receiver = await listen();
const { app } = connect(createMatter, { token });
const forms = createMatter.props.app.propDefinitions;
const steps = [];
const live = [];
const t = {};

const read = async (path, params) => (await app._makeRequest({ path, params })).data;
const sum = (pages) => pages.flat();
const values = (pages) => sum(pages).map(({ value }) => value);
const watched = (instance, fields) => new Set(["created_at", "updated_at", ...fields, ...instance.getRelevantFields()]);
const offered = (source) => source.props.fields.options.filter((name) => !RETIRED.includes(name));
const sign = (secret, body) => createHmac("sha256", secret).update(body).digest("hex");

/** Post what is missing until the list holds so many records, so that the forms have more than one page to offer. */
async function fill(path, wanted, body) {
  const { meta } = await app._makeRequest({ path, params: { limit: 1 } });
  for (let have = meta.records; have < wanted; have += 10) {
    await Promise.all(Array.from({ length: 10 }, (_, number) => app.post({ path, data: { data: body(have + number) } })));
  }
}

/** The status of the answer to a read. */
async function status(path) {
  try {
    return (await app._makeRequest({ path, returnFullResponse: true })).status;
  } catch (error) {
    return error.response.status;
  }
}

steps.push(["every component of the package is toured", async () => {
  const folders = (kind) => readdirSync(join(root, kind)).filter((name) => name !== "common");
  const toured = [createMatter, updateMatter, createTask, newActivity, newDocument, billStateUpdated];
  assert.deepEqual([...folders("actions"), ...folders("sources")].sort(), toured.map(({ key }) => key.slice("clio-".length)).sort());
}]);

steps.push(["the form offers every client, page after page", async () => {
  await fill("/contacts.json", 205, (number) => ({ type: "Company", name: `Wharf ${number}` }));
  const { meta } = await app.listContacts({ params: { limit: 1 } });
  const pages = await choices(app, forms.clientId.options);
  assert.deepEqual([pages.length, new Set(values(pages)).size], [Math.ceil(meta.records / 100), meta.records]);
  t.client = sum(pages).at(-1);
  assert.equal((await read(`/contacts/${t.client.value}.json`, { fields: "name" })).name, t.client.label);
}]);

steps.push(["a matter is created for a client whose id is a string", async () => {
  const instance = connect(createMatter, { token, values: {
    clientId: String(t.client.value), description: "Lease of the wharf", closeDate: "2030-01-31", clientReference: "W-1" } });
  const { answer, exports, error } = await act(createMatter, instance);
  assert.equal(error, undefined);
  t.matter = answer.data.id;
  assert.equal(exports.$summary, `Successfully created a new matter with ID \`${t.matter}\``);
  const made = await read(`/matters/${t.matter}.json`, { fields: "description,close_date,client_reference,client{id,name}" });
  const client = { id: t.client.value, name: t.client.label };
  assert.deepEqual(made, { description: "Lease of the wharf", close_date: "2030-01-31", client_reference: "W-1", client });
}]);

steps.push(["a matter is created with what its form requires and no more", async () => {
  const instance = connect(createMatter, { token, values: { clientId: t.client.value, description: "Dredging" } });
  const { answer, error } = await act(createMatter, instance);
  assert.equal(error, undefined);
  assert.deepEqual(await read(`/matters/${answer.data.id}.json`, { fields: "id,status,close_date,client_reference" }), {
    id: answer.data.id, status: "Open", close_date: null, client_reference: null });
}]);

steps.push(["the form offers every matter, page after page", async () => {
  await fill("/matters.json", 105, (number) => ({ client: { id: t.client.value }, description: `Berth ${number}` }));
  const { meta } = await app.listMatters({ params: { limit: 1 } });
  const pages = await choices(app, forms.matterId.options);
  assert.deepEqual([pages.length, new Set(values(pages)).size], [Math.ceil(meta.records / 100), meta.records]);
  const { display_number: label } = await read(`/matters/${t.matter}.json`);
  assert.deepEqual(sum(pages).find(({ value }) => value === t.matter), { value: t.matter, label });
}]);

steps.push(["a matter is updated at a path without .json", async () => {
  const changes = { matterId: String(t.matter), description: "Lease ended", clientReference: "W-2" };
  const instance = connect(updateMatter, { token, values: changes });
  const { answer, exports, error } = await act(updateMatter, instance);
  assert.equal(error, undefined);
  assert.equal(exports.$summary, `Successfully updated matter with ID \`${t.matter}\``);
  assert.equal(answer.data.id, t.matter);
  assert.deepEqual(await read(`/matters/${t.matter}`, { fields: "description,client_reference,close_date,client{id}" }), {
    description: "Lease ended", client_reference: "W-2", close_date: "2030-01-31", client: { id: t.client.value } });
}]);

steps.push(["a matter moves to another client", async () => {
  const other = (await app.post({ path: "/contacts.json", data: { data: { type: "Company", name: "Ferry Ltd" } } })).data.id;
  const instance = connect(updateMatter, { token, values: { matterId: t.matter, clientId: String(other), closeDate: "2031-02-28" } });
  const { error } = await act(updateMatter, instance);
  assert.equal(error, undefined);
  assert.deepEqual(await read(`/matters/${t.matter}.json`, { fields: "close_date,client{id,name},description" }), {
    close_date: "2031-02-28", client: { id: other, name: "Ferry Ltd" }, description: "Lease ended" });
}]);

for (const [type, path] of [["User", "/users.json"], ["Contact", "/contacts.json"]]) {
  steps.push([`a task is created for a ${type} that the form offers`, async () => {
    const task = { name: `Call the ${type}`, description: "About the lease", priority: "High", assigneeType: type };
    const asked = connect(createTask, { token, values: task });
    const pages = await choices(asked, createTask.additionalProps.call(asked).assigneeId.options);
    const { meta } = await app._makeRequest({ path, params: { limit: 1 } });
    assert.equal(new Set(values(pages)).size, meta.records);
    const [{ value: id, label: name }] = sum(pages);
    const instance = connect(createTask, { token, values: { ...task, assigneeId: String(id) } });
    const { answer, exports, error } = await act(createTask, instance);
    assert.equal(error, undefined);
    assert.equal(exports.$summary, `Successfully created a new task with ID \`${answer.data.id}\``);
    const made = await read(`/tasks/${answer.data.id}.json`, { fields: "name,description,priority,assignee{id,name}" });
    assert.deepEqual(made, { name: task.name, description: task.description, priority: "high", assignee: { id, name } });
  }]);
}

steps.push(["a refusal reaches the step as the JSON of its body", async () => {
  const nowhere = connect(updateMatter, { token, values: { matterId: "999999999", clientReference: "W-9" } });
  const missing = await act(updateMatter, nowhere);
  assert.equal(JSON.parse(missing.error.message).error.type, "NotFoundError");
  assert.equal(missing.exports.debug.status, 404);
  const stranger = await act(createMatter, connect(createMatter, { token: "nobody", values: { clientId: 1, description: "None" } }));
  assert.equal(JSON.parse(stranger.error.message).error, "invalid_token");
  assert.match(stranger.exports.debug.headers["www-authenticate"], /^Bearer /);
}]);

for (const source of [newActivity, newDocument, billStateUpdated]) {
  steps.push([`${source.key} subscribes to every field and lets go again`, async () => {
    const fields = offered(source);
    const instance = connect(source, { token, values: { fields }, endpoint: receiver.url(`/${source.key}`) });
    receiver.mount(`/${source.key}`, source, instance);
    await source.hooks.activate.call(instance);
    const id = instance.db.get(constants.WEBHOOK_ID);
    const wanted = { url: receiver.url(`/${source.key}`), model: instance.getModel(), events: instance.getEvents() };
    const made = await read(`/webhooks/${id}.json`, { fields: "url,model,events,fields" });
    assert.deepEqual(made, { ...wanted, fields: [...watched(instance, fields)].join(",") });
    await source.hooks.deactivate.call(instance);
    assert.equal(await status(`/webhooks/${id}.json`), 404);
  }]);
}

steps.push(["a source takes only what is signed with the secret of its handshake", async () => {
  const instance = connect(newActivity, { token, endpoint: receiver.url("/by-hand") });
  receiver.mount("/by-hand", newActivity, instance);
  const send = (headers, body) => fetch(instance.http.endpoint, { method: "POST", headers, body });
  const handshake = await send({ "X-Hook-Secret": "s3cret" }, JSON.stringify({ data: { webhook_id: 1 } }));
  assert.deepEqual([handshake.status, handshake.headers.get("x-hook-secret")], [200, "s3cret"]);
  const body = JSON.stringify({ data: { id: 7, created_at: "2025-01-02T03:04:05-05:00" }, meta: { event: "created", webhook_id: 1 } });
  assert.equal((await send({ "X-Hook-Signature": sign("other", body) }, body)).status, 401);
  assert.equal((await send({ "X-Hook-Signature": sign("s3cret", body) }, `${body} `)).status, 401);
  assert.deepEqual(instance.emitted, []);
  assert.equal((await send({ "X-Hook-Signature": sign("s3cret", body) }, body)).status, 200);
  assert.deepEqual(instance.emitted, [{ event: JSON.parse(body), meta: { id: 7, summary: "New Activity: 7", ts: 1735805045000 } }]);
}]);

/** Activate a source, wait for the server's handshake, cause a change, and check what the one delivery of it carried. */
async function witness(source, cause) {
  const fields = offered(source);
  const endpoint = receiver.url(`/live/${source.key}`);
  const instance = connect(source, { token, values: { fields }, endpoint });
  receiver.mount(`/live/${source.key}`, source, instance);
  await source.hooks.activate.call(instance);
  await receiver.until(() => instance.getSecret(), SECONDS, "handshake");
  const id = instance.getWebhookId();
  assert.equal((await read(`/webhooks/${id}.json`, { fields: "shared_secret" })).shared_secret, instance.getSecret());
  for (let tries = 0; tries < 100 && (await read(`/webhooks/${id}.json`, { fields: "status" })).status === "pending"; tries += 1) {
    await new Promise((done) => setTimeout(done, 20));
  }
  assert.equal((await read(`/webhooks/${id}.json`, { fields: "status" })).status, "enabled");
  const record = await cause();
  await receiver.until(() => instance.emitted.length || instance.failures.length, SECONDS, "delivery");
  assert.deepEqual([instance.failures, instance.emitted.length], [[], 1]);
  const [{ event, meta }] = instance.emitted;
  const { headers, bodyRaw } = instance.requests.at(-1);
  assert.equal(headers["x-hook-signature"], sign(instance.getSecret(), bodyRaw));
  assert.deepEqual(event.meta, { event: instance.getEvents()[0], webhook_id: id });
  assert.deepEqual(Object.keys(event.data).sort(), [...watched(instance, fields)].sort());
  assert.equal(event.data.id, record);
  assert.ok(Number.isFinite(meta.ts), `no time in ${JSON.stringify(meta)}`);
  await source.hooks.deactivate.call(instance);
  assert.equal(await status(`/webhooks/${id}.json`), 404);
  return event.data;
}

live.push(["a new activity is delivered", async () => {
  const data = { type: "TimeEntry", date: "2025-01-02", quantity: 1800, matter: { id: t.matter } };
  const sent = await witness(newActivity, async () => (await app.post({ path: "/activities.json", data: { data } })).data.id);
  assert.deepEqual([sent.type, sent.quantity_in_hours, sent.matter.id], ["TimeEntry", 0.5, t.matter]);
}]);

live.push(["a new document is delivered", async () => {
  const sent = await witness(newDocument, async () => {
    const { data } = await app.post({
      path: "/documents.json",
      params: { fields: "id,latest_document_version{uuid,put_url,put_headers}" },
      data: { data: { name: "lease.txt", parent: { id: t.matter, type: "Matter" } } },
    });
    const { uuid, put_url, put_headers } = data.latest_document_version;
    const headers = Object.fromEntries(put_headers.map(({ name, value }) => [name, value]));
    assert.equal((await fetch(put_url, { method: "PUT", headers, body: "Lease" })).status, 200);
    await app.patch({ path: `/documents/${data.id}.json`, data: { data: { uuid, fully_uploaded: true } } });
    return data.id;
  });
  assert.deepEqual([sent.name, sent.matter.id], ["lease.txt", t.matter]);
}]);

live.push(["a bill that changes its state is delivered", async () => {
  const [bill] = await read("/bills.json", { state: "draft", limit: 1, fields: "id,state" });
  assert.equal(bill?.state, "draft", "the firm has no draft bill");
  const data = { state: "awaiting_approval" };
  const sent = await witness(billStateUpdated, async () => (await app.patch({ path: `/bills/${bill.id}.json`, data: { data } })).data.id);
  assert.equal(sent.state, "awaiting_approval");
}]);

if (DELIVERS) {
  steps.push(...live);
}
let failed = 0;
const say = console.log;
for (const [title, walk] of steps) {
  const chatter = [];
  console.log = console.error = (...words) => chatter.push(words.join(" "));
  try {
    await walk();
    say(`  ok    ${title}`);
  } catch (error) {
    failed += 1;
    say(`  FAIL  ${title}\n${error.stack}\n  printed last:\n${chatter.join("\n").slice(-600)}`);
  }
}
await receiver.close();
say(`${steps.length - failed} steps passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
