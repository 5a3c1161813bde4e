"""Which record goes on for a person recorded twice, or three times: as known when, and through accounts."""

from datetime import date
from typing import Any

from msgspec import Struct

from shared.contracts.facts import Actor
from shared.contracts.lifecycle import Merged, Unmerged
from shared.contracts.offices import OfficerRegistered
from shared.core.stream import Position
from shared.tree.merges import Merges
from shared.tree.organisation import Organisation

ACTOR = Actor(officer_id="an", office="province_officer", unit_id="*")
DAY = date(2026, 3, 2)
END = Position(2**62)


def test_a_record_goes_on_for_all_that_were_merged_into_it_as_known_then() -> None:
    merges = Merges()
    for position, person_id, into in ((1, "a", "b"), (2, "b", "c"), (3, "b", None)):
        merges.apply(Position(position), person_id, into)
    known = [merges.goes_on("a", Position(position)) for position in range(4)]
    assert known == ["a", "b", "c", "b"]
    assert [merges.goes_on(each, END) for each in ("b", "c", "never-seen")] == ["b", "c", "never-seen"]


def test_a_ring_of_merges_in_a_foreign_log_comes_to_an_end() -> None:
    merges = Merges()
    for position, person_id, into in ((1, "a", "b"), (2, "b", "a"), (3, "c", "c")):
        merges.apply(Position(position), person_id, into)
    assert {merges.goes_on(each, END) for each in ("a", "b")} <= {"a", "b"}
    assert merges.goes_on("c", END) == "c"


def test_accounts_bound_to_two_records_of_a_person_are_one_identity_until_the_merge_is_taken_back() -> None:
    organisation = Organisation()
    common: dict[str, Any] = {"actor": ACTOR, "effective_on": DAY}
    record: dict[str, Any] = {**common, "movements": (), "decision": None, "votes": None, "ground": "same_person"}
    facts: list[tuple[str, Struct]] = [
        ("k", OfficerRegistered(**common, officer_id="k", person_id="twice")),
        ("k-2", OfficerRegistered(**common, officer_id="k-2", person_id="once")),
        ("twice", Merged(**record, into="once")),
        ("twice", Unmerged(**record)),
    ]
    for position, (subject, data) in enumerate(facts, start=1):
        organisation.apply(Position(position), subject, data)
    offices = organisation.offices
    assert [offices.identity("k", Position(at)) for at in (2, 3, 4)] == ["person:twice", "person:once", "person:twice"]
    assert offices.identity("k-2", Position(3)) == offices.identity_of("twice", Position(3)) == "person:once"
    assert offices.persons("k") == {"twice"}
