"""List, show, create, update and delete with httpx and the models that datamodel-codegen writes."""

from __future__ import annotations

import os

import httpx
from client import clio as models

with httpx.Client(
    base_url=f"{os.environ['MOCKCLIO_URL']}/api/v4", headers={"Authorization": f"Bearer {os.environ['MOCKCLIO_TOKEN']}"}
) as client:

    def sent(method: str, path: str, body: models.BaseModel | None = None, **parameters: str) -> httpx.Response:
        data = None if body is None else body.model_dump(mode="json", exclude_unset=True)
        return client.request(method, path, json=data, params=parameters).raise_for_status()

    body = models.NewContact(type=models.NewContactType.Person, first_name="Ada", last_name="Quill")
    answer = sent("POST", "/contacts.json", models.ContactCreateRequest(data=body), fields="id,type")
    created = models.ContactShow.model_validate_json(answer.content).data
    assert created.type is models.ContactType.Person
    path = f"/contacts/{created.id}.json"

    answer = sent("GET", "/contacts.json", query="Quill", fields="id,name", limit="5")
    page = models.ContactList.model_validate_json(answer.content)
    assert [one.name for one in page.data] == ["Ada Quill"]
    assert page.meta.records == 1

    answer = sent("GET", path, fields="id,last_name")
    assert models.ContactShow.model_validate_json(answer.content).data.last_name == "Quill"

    changes = models.ContactUpdateRequest(data=models.ContactChanges(last_name="Reed"))
    answer = sent("PATCH", path, changes, fields="id,last_name")
    assert models.ContactShow.model_validate_json(answer.content).data.last_name == "Reed"

    assert created.id is not None
    lease = models.NewMatter(description="Lease", status=models.NewMatterStatus.open, client=models.Reference(id=created.id))
    answer = sent("POST", "/matters.json", models.MatterCreateRequest(data=lease), fields="id,status,client{id,name}")
    matter = models.MatterShow.model_validate_json(answer.content).data
    assert matter.status is models.MatterStatus.Open
    assert matter.client is not None
    assert matter.client.name == "Ada Reed"
    sent("DELETE", f"/matters/{matter.id}.json")

    assert sent("DELETE", path).status_code == 204
    assert client.get(path).status_code == 404
