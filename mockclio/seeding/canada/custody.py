"""Originals that the firm keeps."""

from __future__ import annotations

from mockclio.seeding.small.timeline import Id, Step, call, make


def steps() -> list[Step]:
    return [
        make("2025-01-08T19:00", "custody.safe", "safe_custody_packet_locations", name="Fireproof safe, second floor"),
        make(
            "2025-03-10T19:00",
            "packet.dhillon",
            "safe_custody_packets",
            contact_id=Id("contact.dhillon"),
            safe_custody_location_id=Id("custody.safe"),
            description="Papers of the late Balbir Dhillon",
        ),
        make(
            "2025-03-10T19:10",
            "record.will",
            "safe_custody_records",
            safe_custody_packet_id=Id("packet.dhillon"),
            title="Will of Balbir Dhillon",
            document_type="will",
            date="2011-10-02",
        ),
        call(
            "2025-04-02T19:00",
            "POST",
            "/safe_custody/records/{record.will}/state_changes",
            json={
                "data": {
                    "state": "temporarily_removed",
                    "actor_type": 1,
                    "actor_id": Id("user.owner"),
                    "date": "2025-04-02",
                    "reason": "Filed with the probate registry",
                }
            },
        ),
    ]
