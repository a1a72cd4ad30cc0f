// List, show, create, update and delete through openapi-fetch, with the types of openapi-typescript.
import createClient from "openapi-fetch";
import { strict as assert } from "node:assert";
import type { components, paths } from "./client/clio";

const clio = createClient<paths>({
  baseUrl: `${process.env.MOCKCLIO_URL}/api/v4`,
  headers: { Authorization: `Bearer ${process.env.MOCKCLIO_TOKEN}` },
});

async function main(): Promise<void> {
  const created = await clio.POST("/contacts.json", {
    params: { query: { fields: "id,type,name" } },
    body: { data: { type: "Person", first_name: "Ada", last_name: "Quill" } },
  });
  const contact: components["schemas"]["Contact"] | undefined = created.data?.data;
  assert.equal(created.response.status, 201);
  assert.equal(contact?.type, "Person");
  const id = contact!.id!;

  const listed = await clio.GET("/contacts.json", { params: { query: { query: "Quill", fields: "id,name", limit: 5 } } });
  const page: components["schemas"]["ContactList"] | undefined = listed.data;
  assert.deepEqual(page?.data.map((one) => one.name), ["Ada Quill"]);
  assert.equal(page?.meta.records, 1);

  const shown = await clio.GET("/contacts/{id}.json", { params: { path: { id }, query: { fields: "id,last_name" } } });
  assert.equal(shown.data?.data.last_name, "Quill");

  const updated = await clio.PATCH("/contacts/{id}.json", {
    params: { path: { id }, query: { fields: "id,last_name" } },
    body: { data: { last_name: "Reed" } },
  });
  assert.equal(updated.data?.data.last_name, "Reed");

  const matter = await clio.POST("/matters.json", {
    params: { query: { fields: "id,status,client{id,name}" } },
    body: { data: { description: "Lease", status: "open", client: { id } } },
  });
  assert.equal(matter.data?.data.status, "Open");
  assert.equal(matter.data?.data.client?.name, "Ada Reed");
  await clio.DELETE("/matters/{id}.json", { params: { path: { id: matter.data!.data.id! } } });

  const deleted = await clio.DELETE("/contacts/{id}.json", { params: { path: { id } } });
  assert.equal(deleted.response.status, 204);
  const gone = await clio.GET("/contacts/{id}.json", { params: { path: { id } } });
  assert.equal(gone.response.status, 404);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
