"""A model-based hunt over HTTP: whatever officers try, none approves a dossier alone, nor reads what is not theirs."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from tests.integration.admissions.approval_model import PARENTS, Registry, events_of, violations
from tests.integration.admissions.approval_world import (
    FOUNDERS,
    GIVEN,
    HEADER,
    NOW,
    OFFICERS,
    PEOPLE,
    TODAY,
    UNITS,
    VOTE,
    World,
    history,
    prepare,
    row,
    url,
)
from tests.integration.admissions.writer import WriterUnderTest, open_writer, tar_of

ACCOUNTS = (*FOUNDERS, *OFFICERS, "ghost")
ROLES = ("province_officer", "committee_officer", "dossier_checker", "decision_signer", "cell_secretary")
CLAIMS = (*GIVEN, *((officer, role, "ward") for officer in ("ghost", "checker-2") for role in ROLES))
HELD = st.sampled_from(CLAIMS)
DECISION = {"body_unit_id": "ward", "number": "7-QĐ", "date": TODAY}
ACTS: Mapping[str, Mapping[str, Any]] = {
    "check": {"act": "dossier_checked", "outcome": "complete", "body_unit_id": "ward"},
    "return": {"act": "dossier_checked", "outcome": "returned", "codes": ["seal_missing"], "body_unit_id": "ward"},
    "sign": {"act": "step", "step": "C4", "body_unit_id": "ward", "decision": DECISION, "votes": VOTE},
    "tell": {"act": "step", "step": "C5", "body_unit_id": "ward"},
    "admit": {"act": "step", "step": "C6"},
    "paper": {"act": "step", "step": "B2"},
    "close": {"act": "dossier_closed"},
    "open": {"act": "dossier_opened"},
}
ROAD = (
    (("checker", "dossier_checker", "ward"), "check"),
    (("signer", "decision_signer", "ward"), "sign"),
    (("signer", "decision_signer", "ward"), "tell"),
    (("secretary", "cell_secretary", "cell"), "admit"),
)
LOOSE = (
    "policy: {id}\nfrom: 2025-07-01\nvalues:\n  source: thử\n  separation: []\n",
    "policy: {id}\nscope: ward\nfrom: 2025-07-01\nvalues:\n  source: thử\n  dossier_whole_from: 2099-01-01\n",
    "policy: central\nfrom: 2026-03-01\nvalues:\n  source: thử\n  separation: []\n  dossier_whole_from: 2099-01-01\n",
)


def merging(into: str | None) -> dict[str, Any]:
    """A record is merged into another; None: that is taken back."""
    said = {"act": "unmerged"} if into is None else {"act": "merged", "into": into}
    return {**said, "effective_on": TODAY, "ground": "same_person", "decision": DECISION}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The ward as it stands before anybody tries anything; each run of the machine gets a copy."""
    return prepare(tmp_path_factory.mktemp("approval") / "base")


class Hunt(RuleBasedStateMachine):
    """Everyone tries everything. What the log then says is judged by a reading of its own."""

    world: ClassVar[World]
    scratch: ClassVar[Iterator[Path]]
    given = Bundle("given")
    batches = Bundle("batches")

    def __init__(self) -> None:
        super().__init__()
        self._open = ExitStack()
        folder = next(self.scratch)
        shutil.copytree(self.world.folder, folder)
        self.writer: WriterUnderTest = self._open.enter_context(open_writer(url(folder), folder, now=NOW))
        self._names = count()

    def teardown(self) -> None:
        """Let go of the copy."""
        self._open.close()

    @initialize(target=given)
    def offices(self) -> MultipleResults[str]:
        """The offices that there are already, to delegate and to end."""
        listed = self._get("/offices", ("first-officer", "province_officer", "*"), unit="*").json()["offices"]
        return multiple(*(str(each["office_id"]) for each in listed))

    @rule(target=given, by=HELD, officer=st.sampled_from(ACCOUNTS), role=st.sampled_from(ROLES),
          unit=st.sampled_from(["*", "ward", "base", "cell"]))  # fmt: skip
    def give(self, by: tuple[str, str, str], officer: str, role: str, unit: str) -> str:
        """Give an office, or propose or confirm one, to whomever."""
        response = self._post("/offices", by, {"officer_id": officer, "role": role, "unit_id": unit, "from": TODAY})
        return str(response.json().get("id", ""))

    @rule(target=given, by=HELD, of=given, officer=st.sampled_from(ACCOUNTS))
    def delegate(self, by: tuple[str, str, str], of: str, officer: str) -> str:
        """Hand on an office, also back, in a ring, or to oneself."""
        body = {"office_id": of, "officer_id": officer, "from": TODAY, "until": TODAY}
        return str(self._post("/delegations", by, body).json().get("id", ""))

    @rule(by=HELD, of=given)
    def end(self, by: tuple[str, str, str], of: str) -> None:
        """End an office or a delegation; whoever held it, or what rests on it, reads nothing by it any more."""
        ends = [self._post(f"/{kind}/{of}/end", by, {"effective_on": TODAY}) for kind in ("offices", "delegations")]
        if any(end.status_code == 200 for end in ends):
            self.everyone_reads("cell", "P1")

    @rule(by=HELD, officer=st.sampled_from(ACCOUNTS), ref=st.sampled_from([None, "I1", "K", "P1", "P2"]))
    def register(self, by: tuple[str, str, str], officer: str, ref: str | None) -> None:
        """Register an account, or bind it to someone afterwards."""
        person = None if ref is None else self.world.people[ref]
        self._post("/officers", by, {"officer_id": officer, "person_id": person, "effective_on": TODAY})

    @rule(by=HELD, one=st.sampled_from(["I1", "K"]), into=st.sampled_from([None, "I1", "K", "P1", "P2"]))
    def merge(self, by: tuple[str, str, str], one: str, into: str | None) -> None:
        """Say that two records are of one person, or that they are not after all."""
        self._act(by, one, merging(None if into is None else self.world.people[into]))

    @rule(by=HELD, ref=st.sampled_from(["P1", "P2"]), what=st.sampled_from(sorted(ACTS)))
    def act(self, by: tuple[str, str, str], ref: str, what: str) -> None:
        """One act on a dossier, today."""
        self._act(by, ref, {**ACTS[what], "effective_on": TODAY})

    @rule(by=HELD, ref=st.sampled_from(["P1", "P2"]))
    def introduce(self, by: tuple[str, str, str], ref: str) -> None:
        """Another introducer takes over: the member whose account checks dossiers."""
        introducer = {"person_id": self.world.people["K"], "replacement": True}
        body = {"act": "step", "step": "B4", "introducers": [introducer], "effective_on": TODAY}
        self._act(by, ref, body)

    @rule(one=HELD, two=HELD, ref=st.sampled_from(["P1", "P2"]))
    def whole_road(self, one: tuple[str, str, str], two: tuple[str, str, str], ref: str) -> None:
        """Check, sign, tell and admit, by two hands: what an attempt to approve comes to."""
        for by, what in (
            (one, "check"),
            (two, "sign"),
            (two, "tell"),
            (("secretary", "cell_secretary", "cell"), "admit"),
        ):
            self._act(by, ref, {**ACTS[what], "effective_on": TODAY})

    @rule(by=HELD, ref=st.sampled_from(["P1", "P2"]), back=st.integers(1, 6), what=st.sampled_from(["", *ACTS]))
    def correct(self, by: tuple[str, str, str], ref: str, back: int, what: str) -> None:
        """Cancel one of the newest facts of a dossier, or state it otherwise, with what it carried falling away."""
        person = self.world.people[ref]
        own = [event["position"] for event in self._log() if event["subject"] == person]
        body: dict[str, Any] = {"act": "corrected", "position": own[-min(back, len(own))], "ground": "clerical_error"}
        if what:
            body["instead"] = {**ACTS[what], "effective_on": TODAY}
        self._act(by, ref, body)

    @rule(by=HELD, refs=st.lists(st.sampled_from(["P1", "P2"]), min_size=1, max_size=2, unique=True),
          step=st.sampled_from(["C4", "C5", "C6"]))  # fmt: skip
    def meeting(self, by: tuple[str, str, str], refs: list[str], step: str) -> None:
        """A meeting decides on several people at once."""
        items = [
            {"act": "step", "step": step, "person_id": self.world.people[ref], "for": 9, "against": 0} for ref in refs
        ]
        unit = "cell" if step == "C6" else "ward"
        body = {"unit_id": unit, "held_on": TODAY, "base": 9, "present": 9, "number": "8-QĐ", "items": items}
        self._post("/meetings", by, body)

    @rule(target=batches, by=HELD, ref=st.sampled_from(["P1", "P2"]), kinds=st.lists(
          st.sampled_from(["dossier_checked", "C4", "C5", "C6"]), min_size=1, max_size=4), day=st.sampled_from(
          [TODAY, "2026-03-01"]))  # fmt: skip
    def import_rows(self, by: tuple[str, str, str], ref: str, kinds: list[str], day: str) -> str:
        """Bring the same acts as rows of a folder, of today or as if they were history."""
        rows = "".join(
            row(ref, kind, day, "cell" if kind == "C6" else "ward", "complete" if kind == "dossier_checked" else "",
                paper="9-QĐ" if kind == "C4" else "", votes=kind == "C4")
            for kind in kinds
        )  # fmt: skip
        files = {"units.csv": UNITS.encode(), "people.csv": PEOPLE.encode(), "events.csv": (HEADER + rows).encode()}
        sent = self.writer.http.post(
            "/admissions/imports", content=tar_of(files), headers=self._by(by) | {"Content-Type": "application/x-tar"}
        )
        self.writer.admissions.imports.wait(60)
        return str(sent.json().get("batch_id") or "")

    @rule(by=HELD, batch=consumes(batches))
    def undo(self, by: tuple[str, str, str], batch: str) -> None:
        """Take an import back."""
        self._post(f"/imports/{batch or '5f2f1c1e-3c55-4d6e-8a0e-0a1b2c3d4e5f'}/undo", by, None)

    @rule(by=HELD, text=st.sampled_from(LOOSE))
    def loosen(self, by: tuple[str, str, str], text: str) -> None:
        """Publish a policy that would loosen what is kept apart, or which dossiers are whole."""
        content = text.replace("{id}", f"loose-{next(self._names)}").encode()
        sent = self.writer.http.post(
            "/admissions/policies", content=content, headers=self._by(by) | {"Content-Type": "application/yaml"}
        )
        assert sent.status_code < 500, sent.text

    @rule(unit=st.sampled_from(["*", *PARENTS]), ref=st.sampled_from(["I1", "P1"]))
    def everyone_reads(self, unit: str, ref: str) -> None:
        """A record is shown to exactly those whose office, today, covers where the person is."""
        registry = Registry()
        for event in self._log():
            if "organisation" in event["type"]:
                registry.learn(event)
        for officer, role, given in CLAIMS:
            for claims in {(officer, role, given), (officer, role, unit)}:
                shown = self._get(f"/people/{self.world.people[ref]}", claims).status_code
                assert shown == (200 if registry.may_read(*claims, "cell") else 403), claims

    @invariant()
    def nobody_approved_alone(self) -> None:
        """Of every admission in the log: who prepared, introduced, checked, signed, and the subject differ."""
        assert violations(self._log()) == []

    def _act(self, by: tuple[str, str, str], ref: str, body: Mapping[str, Any]) -> None:
        self._post(f"/people/{self.world.people[ref]}/acts", by, body)

    def _post(self, path: str, by: tuple[str, str, str], body: object) -> Any:
        response = self.writer.post(path, body, self._by(by))
        assert response.status_code < 500, response.text
        return response

    def _get(self, path: str, by: tuple[str, str, str], **query: str) -> Any:
        return self.writer.get(path, self._by(by), **query)

    def _by(self, by: tuple[str, str, str]) -> dict[str, str]:
        officer, role, unit = by
        return self.writer.headers(role, unit, officer=officer)

    def _log(self) -> list[dict[str, Any]]:
        return events_of(b"\n".join(event.value for event in self.writer.admissions.outbox.read_all()))


def test_nobody_approves_alone_or_reads_what_is_not_theirs(base: World, tmp_path: Path) -> None:
    Hunt.world = base
    Hunt.scratch = (tmp_path / f"run-{number}" for number in count())
    run_state_machine_as_test(
        Hunt,
        settings=settings(
            max_examples=10, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


@pytest.mark.parametrize("day", [TODAY, "2026-03-01"])
def test_an_importer_does_not_approve_alone_either(base: World, tmp_path: Path, day: str) -> None:
    folder = tmp_path / "run"
    shutil.copytree(base.folder, folder)
    rows = (
        row("P1", "dossier_checked", day, "ward", "complete")
        + row("P1", "C4", day, "ward", paper="9-QĐ", votes=True)
        + row("P1", "C5", day, "ward")
        + row("P1", "C6", day, "cell")
    )
    with open_writer(url(folder), folder, now=NOW) as writer:
        headers = writer.headers(officer="second-officer", **{"Content-Type": "application/x-tar"})
        files = {"units.csv": UNITS.encode(), "people.csv": PEOPLE.encode(), "events.csv": (HEADER + rows).encode()}
        sent = writer.http.post("/admissions/imports", content=tar_of(files), headers=headers)
    assert sent.status_code == 422
    assert "checked it" in sent.text


def test_before_offices_what_one_hand_checked_is_not_signed_by_its_own_import(tmp_path: Path) -> None:
    with open_writer(url(tmp_path), tmp_path, now=NOW) as writer:
        files = {"units.csv": UNITS.encode(), "people.csv": PEOPLE.encode()}
        assert writer.import_folder({**files, "events.csv": history().encode()}).status_code == 202
        person = writer.get("/people", ref="P2").json()["person_id"]
        one_hand = writer.headers(officer="first-officer")
        writer.written(f"/people/{person}/acts", {**ACTS["check"], "effective_on": TODAY}, one_hand)
        rows = HEADER + row("P2", "C4", TODAY, "ward", paper="9-QĐ", votes=True)
        refused = writer.http.post(
            "/admissions/imports",
            content=tar_of({**files, "events.csv": rows.encode()}),
            headers=one_hand | {"Content-Type": "application/x-tar"},
        )
        assert refused.status_code == 422
        assert "checked it" in refused.text


def test_two_hands_that_are_two_persons_do_approve(base: World, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    shutil.copytree(base.folder, folder)
    with open_writer(url(folder), folder, now=NOW) as writer:
        for (officer, role, unit), what in ROAD:
            body = {**ACTS[what], "effective_on": TODAY}
            headers = writer.headers(role, unit, officer=officer)
            assert writer.post(f"/people/{base.people['P1']}/acts", body, headers).status_code == 200, what
        log = events_of(b"\n".join(event.value for event in writer.admissions.outbox.read_all()))
    assert "admitted" in {event["type"].split(".")[3] for event in log if event["subject"] == base.people["P1"]}
    assert violations(log) == []


@pytest.mark.parametrize("one", ["K", "I1"])
def test_who_turns_out_to_be_the_applicant_neither_checks_nor_introduces(base: World, tmp_path: Path, one: str) -> None:
    """The checker's own record, or the introducer's, was the applicant's second one; until that is taken back."""
    folder, people = tmp_path / "run", base.people
    shutil.copytree(base.folder, folder)
    with open_writer(url(folder), folder, now=NOW) as writer:
        province, left = writer.headers(officer="first-officer"), list(ROAD)

        def refused_at() -> tuple[str, str] | None:
            """Go on from where it was refused before."""
            while left:
                (officer, role, unit), what = left[0]
                body, headers = {**ACTS[what], "effective_on": TODAY}, writer.headers(role, unit, officer=officer)
                answer = writer.post(f"/people/{people['P1']}/acts", body, headers)
                if answer.status_code != 200:
                    return what, str(answer.json()["rule"])
                left.pop(0)
            return None

        writer.written(f"/people/{people[one]}/acts", merging(people["P1"]), province)
        expected = ("check" if one == "K" else "admit", "duties-apart")
        assert refused_at() == expected
        writer.admissions.work.rebuild()
        assert refused_at() == expected
        writer.written(f"/people/{people[one]}/acts", merging(None), province)
        assert refused_at() is None
        log = events_of(b"\n".join(event.value for event in writer.admissions.outbox.read_all()))
    assert violations(log) == []
