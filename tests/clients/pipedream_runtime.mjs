/**
 * The part of Pipedream's runtime that a component of @pipedream/clio sees: an instance whose methods are bound to it, its
 * app with $auth, $.service.db as a key-value store, $.interface.http as an address that answers through the component's run(),
 * $emit with the dedupe "unique", and the step's $.export.
 *
 * The package names its host in a constant. `redirect` sends what the package's own axios would post there to another origin:
 * an interceptor on the default instance, which is the one that axios() of @pipedream/platform calls. No file is changed.
 */
import { createServer } from "node:http";

export function redirect(axios, from, to) {
  axios.interceptors.request.use((config) => {
    if (config.url.startsWith(from)) {
      config.url = to + config.url.slice(from.length);
    }
    return config;
  });
}

export function connect(component, { token, values = {}, endpoint }) {
  const instance = { ...values, emitted: [], answers: [], requests: [], failures: [] };
  for (const [name, prop] of Object.entries(component.props ?? {})) {
    if (prop.type === "app") {
      instance[name] = bind({ $auth: { oauth_access_token: token } }, prop.methods);
    } else if (prop === "$.service.db") {
      instance[name] = keyValueStore();
    } else if (prop.type === "$.interface.http") {
      instance[name] = { endpoint, respond: (answer) => instance.answers.push(answer) };
    }
  }
  const seen = new Set();
  instance.$emit = (event, meta) => {
    if (component.dedupe !== "unique" || !seen.has(meta.id)) {
      seen.add(meta.id);
      instance.emitted.push({ event, meta });
    }
  };
  return bind(instance, component.methods);
}

export async function act(component, instance) {
  const exports = {};
  const $ = { export: (key, value) => { exports[key] = value; } };
  try {
    return { answer: await component.run.call(instance, { $ }), exports };
  } catch (error) {
    return { error, exports };
  }
}

/** Every choice that a property offers, page after page, as the form in Pipedream's editor collects them. */
export async function choices(instance, options, limit = 50) {
  const pages = [];
  for (let prevContext = {}; pages.length < limit;) {
    const page = await options.call(instance, { prevContext });
    if (Array.isArray(page)) {
      return pages;
    }
    pages.push(page.options);
    prevContext = page.context;
  }
  throw new Error(`the options did not end after ${limit} pages`);
}

/** A loopback server that hands each request to the source mounted at its path, and lets a test wait for a condition. */
export async function listen() {
  const mounted = new Map();
  const waiting = new Set();
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const answer = await receive(mounted.get(request.url), request, Buffer.concat(chunks).toString("utf8"));
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
    waiting.forEach((check) => check());
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    url: (path) => origin + path,
    mount: (path, component, instance) => mounted.set(path, { component, instance }),
    close: () => { server.closeAllConnections(); return new Promise((done) => server.close(done)); },
    until: (condition, seconds, what) => new Promise((done, fail) => {
      const check = () => { if (condition()) { waiting.delete(check); clearTimeout(timer); done(); } };
      const timer = setTimeout(() => { waiting.delete(check); fail(new Error(`no ${what} within ${seconds} s`)); }, seconds * 1000);
      waiting.add(check);
      check();
    }),
  };
}

async function receive(target, request, bodyRaw) {
  if (!target) {
    return { status: 404 };
  }
  const { component, instance } = target;
  const { method, url: path, headers } = request;
  const event = { method, path, query: {}, headers, bodyRaw, body: bodyRaw ? JSON.parse(bodyRaw) : undefined };
  instance.requests.push(event);
  const before = instance.answers.length;
  try {
    await component.run.call(instance, event);
  } catch (error) {
    instance.failures.push(error);
    return { status: 500 };
  }
  return instance.answers[before] ?? { status: 200 };
}

function bind(instance, methods = {}) {
  for (const [name, method] of Object.entries(methods)) {
    instance[name] = method.bind(instance);
  }
  return instance;
}

function keyValueStore() {
  const values = new Map();
  return {
    get: (key) => values.get(key) === undefined ? undefined : JSON.parse(values.get(key)),
    set: (key, value) => { values.set(key, JSON.stringify(value)); },
  };
}
