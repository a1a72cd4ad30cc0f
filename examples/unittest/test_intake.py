"""A new client is taken in: the standard library's unittest, with a law firm inside the process."""

from __future__ import annotations

import unittest

from mockclio import MockClio


def take_in(http, first_name, last_name, description):
    """The code under test: find or create the person, then open a matter; gives the number of the matter."""
    contacts = http.get("/api/v4/contacts.json", params={"query": f"{first_name} {last_name}"}).raise_for_status().json()["data"]
    person = {"type": "Person", "first_name": first_name, "last_name": last_name}
    client = contacts[0] if contacts else http.post("/api/v4/contacts.json", json={"data": person}).raise_for_status().json()["data"]
    matter = {"client": {"id": client["id"]}, "description": description}
    made = http.post("/api/v4/matters.json?fields=display_number", json={"data": matter}).raise_for_status()
    return made.json()["data"]["display_number"]


class Intake(unittest.TestCase):
    """Each test has a firm as it was before the others."""

    @classmethod
    def setUpClass(cls):
        cls.mock = cls.enterClassContext(MockClio(firm="small"))

    def setUp(self):
        self.mock.reset()

    def people(self):
        return self.mock.http.get("/api/v4/contacts.json").json()["meta"]["records"]

    def test_somebody_new_becomes_a_contact_with_a_matter(self):
        before = self.people()
        self.assertRegex(take_in(self.mock.http, "Ingrid", "Solheim", "Lease review"), r"^\d{5}-Solheim$")
        self.assertEqual(self.people(), before + 1)

    def test_somebody_known_is_not_made_twice(self):
        take_in(self.mock.http, "Ingrid", "Solheim", "Lease review")
        before = self.people()
        take_in(self.mock.http, "Ingrid", "Solheim", "Deposit")
        self.assertEqual(self.people(), before)

    def test_a_matter_without_a_description_is_refused(self):
        answer = self.mock.http.post("/api/v4/matters.json", json={"data": {}})
        self.assertEqual(answer.status_code, 422)
        self.assertIn("description", answer.json()["error"]["message"])


if __name__ == "__main__":
    unittest.main()
