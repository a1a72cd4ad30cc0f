"""List, show, create, update and delete through the client that openapi-python-client writes."""

from __future__ import annotations

import os

from client import AuthenticatedClient, models
from client.api.contacts import contactcreate, contactdestroy, contactindex, contactshow, contactupdate
from client.api.matters import mattercreate, matterdestroy

with AuthenticatedClient(f"{os.environ['MOCKCLIO_URL']}/api/v4", token=os.environ["MOCKCLIO_TOKEN"]) as client:
    body = models.NewContact(type_=models.NewContactType.PERSON, first_name="Ada", last_name="Quill")
    created = contactcreate.sync(client=client, body=models.ContactCreateRequest(body), fields="id,type")
    assert isinstance(created, models.ContactShow), created
    assert created.data.type_ == models.ContactType.PERSON
    id = created.data.id
    assert isinstance(id, int)

    page = contactindex.sync(client=client, query="Quill", fields="id,name", limit=5)
    assert isinstance(page, models.ContactList), page
    assert [one.name for one in page.data] == ["Ada Quill"]
    assert page.meta.records == 1

    shown = contactshow.sync(id, client=client, fields="id,last_name")
    assert isinstance(shown, models.ContactShow), shown
    assert shown.data.last_name == "Quill"

    changes = models.ContactUpdateRequest(models.ContactChanges(last_name="Reed"))
    updated = contactupdate.sync(id, client=client, body=changes, fields="id,last_name")
    assert isinstance(updated, models.ContactShow), updated
    assert updated.data.last_name == "Reed"

    lease = models.NewMatter(description="Lease", status=models.NewMatterStatus.OPEN, client=models.Reference(id))
    matter = mattercreate.sync(client=client, body=models.MatterCreateRequest(lease), fields="id,status,client{id,name}")
    assert isinstance(matter, models.MatterShow), matter
    assert matter.data.status == models.MatterStatus.OPEN
    assert isinstance(matter.data.client, models.ContactBase)
    assert matter.data.client.name == "Ada Reed"
    assert isinstance(matter.data.id, int)
    matterdestroy.sync_detailed(matter.data.id, client=client)

    assert contactdestroy.sync_detailed(id, client=client).status_code == 204
    assert contactshow.sync_detailed(id, client=client).status_code == 404
