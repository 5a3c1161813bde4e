"""What an empty log begins with: the standing policies and definitions, appended before the first command of all."""

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib.resources import files
from threading import Lock
from typing import Any, Generic, TypeVar
from uuid import NAMESPACE_URL, uuid5

from services.admissions.app.calendar_file import CALENDAR, genesis_calendars
from services.admissions.app.policy_genesis import genesis_policies
from services.admissions.app.staging import Decided
from services.admissions.domain.office.decide import genesis_officers
from shared.contracts.codec import new_event, prepare
from shared.contracts.envelope import Provenance
from shared.contracts.facts import Actor
from shared.contracts.organisation import DefinitionPublished
from shared.core.dates import parse_date
from shared.core.errors import Refusal
from shared.core.stream import Position
from shared.flow.append import Writer
from shared.http.caller import WHOLE_REGISTRY
from shared.ports.event_store import Append

Tx = TypeVar("Tx")
COMMAND_ID = uuid5(NAMESPACE_URL, "urn:socai:genesis")
ACTOR = Actor(officer_id="system", office="system", unit_id=WHOLE_REGISTRY)
POLICY, DEFINITION, OFFICER = "policy", "definition", "officer"
FIRST_OFFICERS = ("first-officer", "second-officer")
FOUNDED_ON = date(1990, 1, 1)
"""From when the first two are officers: a fixed day, so that every empty log begins with the same bytes."""


class Opening(Generic[Tx]):
    """Before the first append of a process: the log is not behind what was published, and it has begun.

    `compare` raises a Refusal when the log is behind the topics (a restored backup), Unavailable when they cannot be
    asked; where the log itself is the bus there is nothing to compare. `founders`: the two officers whom the genesis
    act names; together they give the first offices.
    """

    def __init__(
        self, writer: Writer[Tx], compare: Callable[[], None], founders: tuple[str, str] = FIRST_OFFICERS
    ) -> None:
        self._writer = writer
        self._founders = founders
        self._compare = compare
        self._lock = Lock()
        self._begun = False

    def ensure(self) -> None:
        """Compare, and begin an empty log; once. However many processes come first, it is one command with a fixed id.

        Raises Refusal, Unavailable; then nothing may be appended.
        """
        with self._lock:
            if self._begun:
                return
            self._compare()
            if self._writer.store.head().position == Position(0):
                provenance = Provenance(command_id=COMMAND_ID)
                events = [
                    prepare(new_event(event.stream, event.subject, event.data), provenance, index)
                    for index, event in enumerate(genesis_events(self._founders))
                ]
                self._writer.append(Append(command_id=str(COMMAND_ID), expected={}, events=events))
            self._begun = True

    def check(self) -> str | None:
        """Why nothing may be appended, or None: a readiness check. Raises Unavailable."""
        with self._lock:
            if self._begun:
                return None
            try:
                self._compare()
            except Refusal as refused:
                return refused.what.en
            return None


@cache
def genesis_events(founders: tuple[str, str] = FIRST_OFFICERS) -> tuple[Decided, ...]:
    """Policies, then definitions, then calendars, in the order of their files; then the first two officers."""
    policies = [Decided(POLICY, data.policy_id, data) for data in genesis_policies(ACTOR)]
    definitions = [
        Decided(
            DEFINITION,
            entry["definition_id"],
            DefinitionPublished(
                actor=ACTOR,
                effective_on=parse_date(entry["effective_on"]),
                definition_id=entry["definition_id"],
                definition=entry["definition"],
            ),
        )
        for entry in _entries("definitions.json")
    ]
    calendars = [Decided(CALENDAR, str(data.year), data) for data in genesis_calendars(ACTOR)]
    officers = [Decided(OFFICER, data.officer_id, data) for data in genesis_officers(founders, ACTOR, FOUNDED_ON)]
    return (*policies, *definitions, *calendars, *officers)


def _entries(name: str) -> list[dict[str, Any]]:
    text = files("services.admissions").joinpath("genesis", name).read_text("utf-8")
    entries: list[dict[str, Any]] = json.loads(text)
    return entries
