// List, show, create, update and delete through the client that @hey-api/openapi-ts writes.
import { strict as assert } from "node:assert";
import { client } from "./client/client.gen";
import {
  contact_create,
  contact_destroy,
  contact_index,
  contact_show,
  contact_update,
  matter_create,
  matter_destroy,
} from "./client/sdk.gen";
import type { ContactList, MatterShow } from "./client/types.gen";

client.setConfig({ baseUrl: `${process.env.MOCKCLIO_URL}/api/v4`, auth: process.env.MOCKCLIO_TOKEN });

async function main(): Promise<void> {
  const created = await contact_create({
    query: { fields: "id,type" },
    body: { data: { type: "Person", first_name: "Ada", last_name: "Quill" } },
    throwOnError: true,
  });
  assert.equal(created.data.data.type, "Person");
  const id = created.data.data.id!;

  const listed = await contact_index({ query: { query: "Quill", fields: "id,name", limit: 5 }, throwOnError: true });
  const page: ContactList = listed.data;
  assert.deepEqual(page.data.map((one) => one.name), ["Ada Quill"]);
  assert.equal(page.meta.records, 1);

  const shown = await contact_show({ path: { id }, query: { fields: "id,last_name" }, throwOnError: true });
  assert.equal(shown.data.data.last_name, "Quill");

  const updated = await contact_update({
    path: { id },
    query: { fields: "id,last_name" },
    body: { data: { last_name: "Reed" } },
    throwOnError: true,
  });
  assert.equal(updated.data.data.last_name, "Reed");

  const made = await matter_create({
    query: { fields: "id,status,client{id,name}" },
    body: { data: { description: "Lease", status: "open", client: { id } } },
    throwOnError: true,
  });
  const matter: MatterShow = made.data;
  assert.equal(matter.data.status, "Open");
  assert.equal(matter.data.client?.name, "Ada Reed");
  await matter_destroy({ path: { id: matter.data.id! }, throwOnError: true });

  await contact_destroy({ path: { id }, throwOnError: true });
  const gone = await contact_show({ path: { id } });
  assert.equal(gone.response?.status, 404);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
