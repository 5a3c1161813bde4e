"""Requirement 9: a system is loaded and exercised, then everything it keeps is searched: nobody stands in clear."""

import csv
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from deploy.cluster.system import start
from tests.acceptance.conftest import SPELLED_BIRTH, SPELLED_NAME
from tests.acceptance.own_reader import read_topics
from tests.acceptance.secrets_of import Secrets
from tests.acceptance.test_bad_input import tar_of
from tests.support.systems import ClusterSystem, RunningSystem, ServedSystem

pytestmark = pytest.mark.requirement("3.9")
CELL = "ng-cq-7"


@pytest.fixture(scope="module")
def secrets(nam_giang: Path) -> Secrets:
    """Those of the folder, and those of the one whom the tests add."""
    return Secrets.of_folder(nam_giang, (SPELLED_NAME, SPELLED_BIRTH))


def exercise(system: RunningSystem, folder: Path, secrets: Secrets) -> str:
    """Write, read, search, and be refused in every way that carries names; the person who was added."""
    add = {
        "particulars": {"full_name": SPELLED_NAME, "birth_date": SPELLED_BIRTH},
        "first": {"act": "nominated", "effective_on": "2020-03-02", "unit_id": CELL},
    }
    made = system.post("/admissions/people", add)
    assert made.status_code == 201, made.text
    person = str(made.json()["id"])
    with (folder / "people.csv").open(encoding="utf-8", newline="") as file:
        someone = next(csv.DictReader(file))
    for name in (SPELLED_NAME, someone["full_name"]):
        system.answer("/members/people", name=name)
        assert system.socai("members", CELL, "--names", "--standing", "PROSPECT", "--json").code == 0
    system.answer("/members/units/nam-giang/members", as_of="2019-12-31", names="true")
    system.answer(f"/members/people/{person}", names="true")
    system.answer(f"/audit/people/{person}/trail")
    system.get("/admissions/people", ref=someone["person_ref"])
    refusals: list[dict[str, object]] = [
        {**add, "first": {"act": SPELLED_NAME}},
        {**add, "particulars": {"full_name": SPELLED_NAME, "birth_date": SPELLED_BIRTH, SPELLED_NAME: SPELLED_BIRTH}},
        {**add, "first": {"act": "nominated", "effective_on": "2020-03-02", "unit_id": "ng-khong-co"}},
        {**add, "particulars": {"full_name": SPELLED_NAME * 20, "birth_date": SPELLED_BIRTH + "x"}},
    ]
    for refused in refusals:
        assert system.post("/admissions/people", refused).status_code >= 400
    cut = system.headers(**{"Content-Type": "application/json"})
    whole = f'{{"particulars": {{"full_name": "{SPELLED_NAME}", "birth_date": "{SPELLED_BIRTH}"'
    assert system.http.post("/admissions/people", content=whole.encode(), headers=cut).status_code == 400
    _import_with_errors(system, folder, secrets)
    return person


def _import_with_errors(system: RunningSystem, folder: Path, secrets: Secrets) -> None:
    """Rows that are wrong where they are personal: none of their cells may be repeated anywhere."""
    files = {file.name: file.read_bytes() for file in folder.iterdir()}
    lines = files["people.csv"].splitlines(keepends=True)
    cells = lines[5].split(b",")
    lines[5] = b",".join([cells[0], cells[1] * 9, cells[2].replace(b"-", b"/"), *cells[3:]])
    lines[6] = lines[6].replace(b",", b",\x07", 1)
    lines += [lines[7], lines[8][:-12]]
    tar = system.headers(**{"Content-Type": "application/x-tar"})
    for name, wrong in {"people.csv": b"".join(lines), "events.csv": files["events.csv"][:-9]}.items():
        body = tar_of({**files, name: wrong})
        refused = system.http.post("/admissions/imports", content=body, headers=tar)
        assert refused.status_code in {400, 422}
        assert not secrets.found_in(refused.content)


def test_the_search_itself_finds_everything_in_the_folder(secrets: Secrets, nam_giang: Path) -> None:
    people = (nam_giang / "people.csv").read_bytes()
    found = secrets.found_in(people)
    rows = list(csv.DictReader(people.decode().splitlines()))
    assert {row[cell].encode() for row in rows for cell in ("full_name", "person_ref")} <= found
    unfound = {row["birth_date"] for row in rows if row["birth_date"].encode() not in found}
    assert unfound <= {"1990-01-01"}, "a day that is also that of a policy"
    assert secrets.found_in(f'{{"x": "{SPELLED_NAME.upper()} / {SPELLED_NAME.lower()}"}}'.encode())


def test_nothing_personal_stands_in_clear_in_the_embedded_system(
    embedded: ServedSystem, nam_giang: Path, secrets: Secrets
) -> None:
    exercise(embedded, nam_giang, secrets)
    for name in ("members", "indicators", "audit"):
        assert embedded.socai("rebuild", name).code == 0
    files = [file for file in embedded.var.rglob("*") if file.is_file()]
    assert {file.name for file in files} >= {"admissions.sqlite", "members.sqlite", "keystore.sqlite", "serve.log"}
    for file in files:
        assert not secrets.found_in(file.read_bytes()), file.name
        if file.suffix == ".sqlite":
            for table, content in _tables_of_file(file):
                assert not secrets.found_in(content), f"{file.name}: {table}"
    log = embedded.http.get("/admissions/log", headers=embedded.headers()).content
    assert not secrets.found_in(log)
    assert not secrets.found_in(embedded.metrics().encode())


def test_nothing_personal_stands_in_clear_in_the_distributed_system(
    written_cluster: ClusterSystem, nam_giang: Path, secrets: Secrets
) -> None:
    system = written_cluster
    exercise(system, nam_giang, secrets)
    members = next(role for role in system.cluster.roles() if role.name == "members-api")
    keeper = system.cluster.supervisor(members)
    keeper.stop()
    headers = system.headers()
    assert system.http.get("/members/people", params={"name": SPELLED_NAME}, headers=headers).status_code >= 500
    for _ in start(system.cluster):
        pass
    for record in read_topics(system.cluster.kafka.bootstrap):
        assert not secrets.found_in(record.value + b" " + record.key)
    for database, table, content in _tables_of_server(system):
        assert not secrets.found_in(content), f"{database}: {table}"
    files = [file for file in system.var.rglob("*") if file.is_file() and "libs" not in file.parts]
    assert {"gateway", "roles", "kafka", "postgres"} <= {part for file in files for part in file.parts}
    for file in files:
        assert not secrets.found_in(file.read_bytes()), str(file.relative_to(system.var))
    assert not secrets.found_in(system.metrics().encode())


def _tables_of_file(file: Path) -> Iterator[tuple[str, bytes]]:
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            rows = connection.execute(f'SELECT * FROM "{name}"')
            yield name, b"\n".join(_plain(cell) for row in rows for cell in row)
    connection.close()


def _tables_of_server(system: ClusterSystem) -> Iterator[tuple[str, str, bytes]]:
    for name in ("admissions", "members", "indicators", "audit", "keystore"):
        with psycopg.connect(system.cluster.postgres.url(name).replace("+psycopg", "")) as connection:
            listed = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            assert listed
            for (table,) in listed:
                rows = connection.execute(f'SELECT * FROM "{table}"'.encode())
                yield name, table, b"\n".join(_plain(cell) for row in rows for cell in row)


def _plain(cell: object) -> bytes:
    return bytes(cell) if isinstance(cell, (bytes, memoryview)) else str(cell).encode()
