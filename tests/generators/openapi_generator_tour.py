"""List, show, create, update and delete through the Python client that openapi-generator writes."""

from __future__ import annotations

import contextlib
import os

import openapi_client as generated
from openapi_client.exceptions import NotFoundException

configuration = generated.Configuration(host=f"{os.environ['MOCKCLIO_URL']}/api/v4", access_token=os.environ["MOCKCLIO_TOKEN"])

with generated.ApiClient(configuration) as client:
    contacts, matters = generated.ContactsApi(client), generated.MattersApi(client)
    body = generated.NewContact(type=generated.NewContactType.PERSON, first_name="Ada", last_name="Quill")
    created = contacts.contact_create(generated.ContactCreateRequest(data=body), fields="id,type")
    assert isinstance(created, generated.ContactShow)
    assert created.data.type == generated.ContactType.PERSON
    id = created.data.id
    assert id is not None

    page = contacts.contact_index(query="Quill", fields="id,name", limit=5)
    assert isinstance(page, generated.ContactList)
    assert [one.name for one in page.data] == ["Ada Quill"]
    assert page.meta.records == 1

    assert contacts.contact_show(id, fields="id,last_name").data.last_name == "Quill"

    changes = generated.ContactUpdateRequest(data=generated.ContactChanges(last_name="Reed"))
    assert contacts.contact_update(id, changes, fields="id,last_name").data.last_name == "Reed"

    lease = generated.NewMatter(description="Lease", status=generated.NewMatterStatus.OPEN, client=generated.Reference(id=id))
    matter = matters.matter_create(generated.MatterCreateRequest(data=lease), fields="id,status,client{id,name}").data
    assert matter.status == generated.MatterStatus.OPEN
    assert matter.client is not None
    assert matter.client.name == "Ada Reed"
    assert matter.id is not None
    matters.matter_destroy(matter.id)

    contacts.contact_destroy(id)
    with contextlib.suppress(NotFoundException):
        contacts.contact_show(id)
        raise AssertionError("the contact is still there")
