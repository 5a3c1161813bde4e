"""Random lives as rows of an import: what is accepted and where people stand, against a second reading of the texts."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import count
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.integration.admissions.writer import WriterUnderTest, open_writer, tar_of
from tests.support.lives_drawn import CELLS, LAST, Drawing
from tests.support.model_of_history import Person, Row
from tests.support.model_of_procedure import Life
from tests.unit.admissions.app.folders import event, folder, person, unit

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
OFFICIALS = {"g-1": date(2010, 1, 1), "g-2": date(2010, 1, 1), "g-late": date(2026, 11, 1)}
NUMBERS = count(1)
UNITS = [
    unit("qn", "province"),
    unit("phuong", "ward", "qn"),
    unit("nam-giang", "district", "qn"),
    unit("dong-giang", "district", "qn"),
    unit("dang-bo", "grassroots_committee", "phuong"),
    unit("bo-phan", "sub_committee", "dang-bo"),
    unit("duoc-quyen", "grassroots_committee", "phuong", authorised="true"),
    unit("dang-bo-ng", "grassroots_committee", "nam-giang"),
    unit("cell-1", "subordinate_cell", "dang-bo", has_committee="true"),
    unit("cell-2", "subordinate_cell", "dang-bo"),
    unit("cell-sub", "subordinate_cell", "bo-phan"),
    unit("cell-co-so", "grassroots_cell", "phuong"),
    unit("cell-quyen", "subordinate_cell", "duoc-quyen"),
    unit("cell-ng", "subordinate_cell", "dang-bo-ng"),
]
CODES = {
    "order": ("order-of-states", "step-before-missing", "one-place", "standing-of-member", "removal-kind"),
    "before": ("step-before-missing", "introduction-incomplete", "referral-open", "referral-closed", "step-not-here"),
    "again": ("step-already-taken", "order-of-states"),
    "place": ("one-place",),
    "shape": ("step-not-here",),
    "certificate": ("certificate-missing", "certificate-expired", "step-before-missing"),
    "age": ("entry-age",),
    "education": ("entry-education",),
    "expertise": ("entry-expertise",),
    "votes": ("votes-needed", "votes-impossible"),
    "decision": ("decision-needed", "consent-in-writing"),
    "body": ("body-not-competent", "step-before-missing"),
    "introducers": ("introducers-count", "introducer-not-official", "introducer-months"),
    "union": ("union-not-of-applicant",),
    "stale": ("dossier-stale",),
    "late": ("ceremony-late",),
    "early": ("probation-running",),
    "letter": ("transfer-not-open", "transfer-elsewhere", "transfer-to-own-unit", "order-of-states"),
    "letter-late": ("transfer-presented-late",),
    "reason": ("removal-reason",),
    "case": ("removal-review-needed",),
    "outside": ("restored-after-strike-off", "readmission-not-left", "one-place"),
    "readmission": (
        *("readmission-barred", "readmission-too-early", "readmission-record-cleared", "readmission-once"),
        "readmission-consent-missing",
    ),
}


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WriterUnderTest]:
    """The service with the small province and those who introduce."""
    base = tmp_path_factory.mktemp("model")
    with open_writer(f"sqlite:///{base / 'admissions.db'}", base, now=NOW) as writer:
        people = [person(ref, birth_date="1970-01-01") for ref in OFFICIALS]
        enrolled = [event(ref, "enrolled", str(since), "cell-1") for ref, since in OFFICIALS.items()]
        assert writer.import_folder(folder(units=UNITS, people=people, events=enrolled)).status_code == 202
        yield writer


def as_person(who: Person) -> dict[str, str]:
    """A row of people.csv."""
    particulars = {"birth_date": str(who.born), "origin": who.origin, "education": who.education}
    return person(who.ref, **particulars, expertise=who.expertise)


def as_event(ref: str, row: Row) -> dict[str, str]:
    """A row of events.csv."""
    votes = dict(zip(("base", "present", "for", "against"), map(str, row.votes or ()), strict=False))
    return event(
        ref,
        row.type,
        str(row.on),
        row.unit,
        to_unit_id=row.to,
        body_unit_id=row.body,
        decision_number=row.number,
        decision_date="" if row.decided is None else str(row.decided),
        code=row.code,
        **{f"votes_{name}": number for name, number in votes.items()},
    )


def judged(writer: WriterUnderTest, lives: list[tuple[Person, list[Row]]]) -> list[tuple[str, str | None]]:
    """Of every row, in the order given, the verdict and the rule."""
    files = folder(
        people=[as_person(who) for who, _ in lives],
        events=[as_event(who.ref, row) for who, rows in lives for row in rows],
    )
    answer = writer.http.post(
        "/admissions/imports",
        params={"dry_run": "true", "verdicts": "true"},
        content=tar_of(files),
        headers=writer.headers(**{"Content-Type": "application/x-tar"}),
    )
    assert answer.status_code == 200, answer.text
    verdicts = [json.loads(line) for line in answer.text.splitlines()[1:]]
    return [(v["verdict"], v.get("rule")) for v in verdicts if v["where"].startswith("events")]


def stands(writer: WriterUnderTest, ref: str) -> list[tuple[str, tuple[str, str] | None]]:
    """Day and place of the movements of a person, in order."""
    found = writer.get("/people", ref=ref).json()["person_id"]
    moves = writer.get(f"/people/{found}").json()["movements"]
    return [(m["effective_on"], m["to"] and (m["to"]["unit_id"], m["to"]["standing"])) for m in moves]


def place_at(lines: list[tuple[str, tuple[str, str] | None]], on: date) -> tuple[str, str] | None:
    """The last line's place on a date."""
    held = [place for day, place in lines if day <= str(on)]
    return held[-1] if held else None


def compare(writer: WriterUnderTest, random: Random, lives_count: int) -> list[str]:
    """Where the two readings differ, row by row and day by day."""
    drawn = [Drawing(random, f"p-{next(NUMBERS)}") for _ in range(lives_count)]
    lives = [(one.person, one.draw()) for one in drawn]
    verdicts = iter(judged(writer, lives))
    differences, accepted = [], []
    for one, (who, rows) in zip(drawn, lives, strict=True):
        life, passed = Life(who, CELLS, OFFICIALS), []
        answers = [next(verdicts) for _ in rows]
        for row, (verdict, rule) in zip(rows, answers, strict=True):
            wrong = life.take(row)
            expected = {code for kind in wrong for code in CODES[kind]}
            if (verdict == "refused") != bool(wrong) or (wrong and rule not in expected):
                history = "\n    ".join(str(each) for each in rows[: rows.index(row) + 1])
                differences.append(f"{one.fault} {who}: {row} {sorted(wrong)} <> {verdict} {rule}\n    {history}")
            if wrong or verdict == "refused":
                break
            passed.append(row)
        accepted.append((who, passed, life))
    if differences:
        return differences
    return placed_otherwise(writer, accepted)


def placed_otherwise(writer: WriterUnderTest, accepted: list[tuple[Person, list[Row], Life]]) -> list[str]:
    """The accepted rows imported: where people then stand other than the model says."""
    accepted = [one for one in accepted if one[1]]
    files = folder(
        people=[as_person(who) for who, _, _ in accepted],
        events=[as_event(who.ref, row) for who, rows, _ in accepted for row in rows],
    )
    assert writer.import_folder(files).status_code == 202
    differences = []
    for who, rows, life in accepted:
        lines = stands(writer, who.ref)
        days = {date.fromisoformat(day) for day, _ in lines} | {day for day, _ in life.lines} | {LAST}
        days |= {date.fromordinal(day.toordinal() - 1) for day in days}
        for day in sorted(days):
            if place_at(lines, day) != life.place(day):
                history = "\n    ".join(map(str, rows))
                differences.append(f"{who} on {day}: {life.place(day)} <> {place_at(lines, day)}\n    {history}")
    return differences


@settings(max_examples=5, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
@given(seed=st.integers(0, 2**32))
def test_random_lives_are_judged_as_a_second_reading_of_the_rules_judges_them(
    province: WriterUnderTest, seed: int
) -> None:
    differences = compare(province, Random(seed), 30)
    assert not differences, "\n".join(differences)
