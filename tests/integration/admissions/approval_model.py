"""An independent reading of the log for the model test: who did what on a dossier, and who holds which office today."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.integration.admissions.approval_world import TODAY

PARENTS: Mapping[str, str | None] = {"cell": "base", "base": "ward", "ward": "qn", "away": "qn", "qn": None}
READERS = frozenset({
    "province_officer", "committee_officer", "cell_secretary", "dossier_checker", "decision_signer", "training_centre",
    "auditor",
})  # fmt: skip


def events_of(log: bytes) -> list[dict[str, Any]]:
    """The exported log, line by line."""
    return [json.loads(line) for line in log.splitlines()]


@dataclass(slots=True)
class Holding:
    """An office or a delegation as the log tells it."""

    officer: str
    role: str
    unit: str
    first: str
    last: str
    of: str | None = None


@dataclass(slots=True)
class Registry:
    """Folded from the log with nothing but its own words."""

    persons: dict[str, str] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    holdings: dict[str, Holding] = field(default_factory=dict)

    def learn(self, event: Mapping[str, Any]) -> None:
        """Take one event of the organisation."""
        data, name = event["data"], event["type"].split(".")[3]
        match name:
            case "officer_registered" if data.get("person_id"):
                self.persons.setdefault(data["officer_id"], data["person_id"])
            case "office_granted":
                self.holdings[data["office_id"]] = Holding(
                    data["officer_id"], data["role"], data["unit_id"], data["effective_on"], data.get("until", "9999")
                )
            case "delegation_granted":
                of = self.holdings[data["office_id"]]
                self.holdings[data["delegation_id"]] = Holding(
                    data["officer_id"], of.role, of.unit, data["effective_on"], data["until"], data["office_id"]
                )
            case "office_ended" | "delegation_ended":
                held = self.holdings[data.get("office_id") or data["delegation_id"]]
                # The first day without it: the last one with it is earlier than that.
                held.last = min(held.last, _before(data["effective_on"]))
            case _:
                pass

    def held(self, given_id: str) -> bool:
        """Whether it holds today, with all that it rests on."""
        holding = self.holdings[given_id]
        in_time = holding.first <= TODAY <= holding.last
        return in_time and (holding.of is None or self.held(holding.of))

    def may_read(self, officer: str, role: str, unit: str, where: str) -> bool:
        """Whether claims are backed today, and cover where a person is."""
        backed = any(
            holding.officer == officer and holding.role == role and covers(holding.unit, unit) and self.held(given_id)
            for given_id, holding in self.holdings.items()
        )
        return backed and role in READERS and covers(unit, where)

    def who(self, officer: str) -> str:
        """The person behind an account, or the account itself."""
        return self.one(self.persons[officer]) if officer in self.persons else f"account {officer}"

    def one(self, person: str) -> str:
        """The record that stands for a person, however often they were recorded."""
        return self.one(self.merged[person]) if person in self.merged else person


def covers(top: str, unit: str) -> bool:
    """Whether a unit is in another's subtree."""
    at: str | None = unit
    while at is not None:
        if top in {at, "*"}:
            return True
        at = PARENTS.get(at)
    return False


def violations(events: Iterable[Mapping[str, Any]]) -> list[str]:
    """Every admission of the log whose dossier one person could have approved alone, or had no part in."""
    registry, found = Registry(), []
    dossiers: dict[str, dict[int, tuple[str, frozenset[str], tuple[str, ...]]]] = {}
    for event in events:
        if "organisation" in event["type"]:
            registry.learn(event)
            continue
        data, person = event["data"], event["subject"]
        facts = dossiers.setdefault(person, {})
        taken = data.get("corrects", {}).get("position")
        before = facts.pop(taken, None) if taken else None
        name = data.get("states") if taken else event["type"].split(".")[3]
        if name == "merged":
            registry.merged[person] = data["into"]
        if name == "unmerged":
            del registry.merged[person]
        hands = frozenset({data["actor"]["officer_id"], *data["actor"].get("chain", ())})
        kind = _kind(name, data.get("step"))
        if kind is not None:
            introduced = tuple(each["person_id"] for each in data.get("introducers", ()))
            facts[event["position"]] = (kind, hands | (before[1] if before else frozenset()), introduced)
        if name == "admitted":
            found += _broken(person, facts.values(), registry)
    return found


def _broken(person: str, facts: Iterable[tuple[str, frozenset[str], tuple[str, ...]]], registry: Registry) -> list[str]:
    parts: dict[str, set[str]] = {"check": set(), "sign": set(), "prepare": set(), "introduce": set()}
    for kind, hands, introduced in facts:
        parts[kind] |= {registry.who(officer) for officer in hands}
        parts["introduce"] |= {registry.one(each) for each in introduced}
    person = registry.one(person)
    apart = [("check", parts["check"] & parts["sign"]), ("introduce", parts["introduce"] & {person})]
    for duty in ("check", "sign"):
        apart += [(duty, parts[duty] & other) for other in (parts["prepare"], parts["introduce"], {person})]
    missing = [f"{person}: nobody did {duty}" for duty in ("check", "sign") if not parts[duty]]
    return missing + [f"{person}: {duty} by {sorted(who)}" for duty, who in apart if who]


def _kind(name: str | None, step: str | None) -> str | None:
    if name == "dossier_checked":
        return "check"
    if step == "C4":
        return "sign"
    return "prepare" if name == "dossier_opened" or (step or "").startswith("B") else None


def _before(day: str) -> str:
    """Anything earlier than the day, as text that sorts just before it."""
    return day[:-1] + chr(ord(day[-1]) - 1) + "~"
