"""Requirement 13: whatever is sent, the answer says where, what and how to mend it; nothing crashes or is half done."""

import io
import json
import tarfile
from collections.abc import Mapping
from pathlib import Path

import httpx2
import pytest

from tests.support.socai_cli import must, socai
from tests.support.systems import ServedSystem

pytestmark = pytest.mark.requirement("3.13")
CELL = "ng-cq-5"
PERSON = {"full_name": "Người Ví Dụ", "birth_date": "1990-05-06"}


def person(**first: object) -> dict[str, object]:
    """A body of a new person in the cell, with more or other fields in the first act."""
    return {
        "particulars": PERSON,
        "first": {"act": "nominated", "effective_on": "2020-03-02", "unit_id": CELL, **first},
    }


def clear(refused: httpx2.Response, status: int) -> dict[str, object]:
    """The problem document, in both languages and with a mend."""
    assert refused.status_code == status, refused.text
    assert refused.headers["content-type"].startswith("application/problem+json")
    body: dict[str, object] = refused.json()
    texts = body["texts"]
    assert isinstance(texts, dict)
    assert texts["vi"]
    assert texts["en"]
    assert texts["vi"] != texts["en"]
    assert body.get("mend") or body.get("errors")
    assert "Traceback" not in refused.text
    return body


RAW: dict[str, tuple[bytes, int]] = {
    "malformed JSON": (b'{"particulars": {"full_name": ', 400),
    "JSON cut within a word": (json.dumps(person()).encode()[:-9], 400),
    "broken UTF-8": (json.dumps(person(), ensure_ascii=False).encode().replace("ụ".encode(), b"\xe1\xbb"), 400),
    "no body": (b"", 422),
    "a list": (b"[]", 422),
    "a number that is no number": (b'{"particulars": NaN, "first": NaN}', 422),
    "deep nesting": (b"[" * 100_000, 400),
    "an oversized body": (b'{"x": "' + b"a" * 2_000_000 + b'"}', 413),
}
FIELDS: dict[str, tuple[dict[str, object], int]] = {
    "an unknown act": (person(act="appointed_king"), 422),
    "an act that begins no life": (person(act="removed", kind="deceased"), 422),
    "an impossible date": (person(effective_on="2020-02-30"), 422),
    "a date in words": (person(effective_on="hôm qua"), 422),
    "a date before any register": (person(effective_on="0001-01-01"), 422),
    "an unknown field": (person(rank="general"), 422),
    "an unknown code of sex": (person(attributes={"sex": "x"}), 422),
    "a unit id with spaces": (person(unit_id="ng cq 5"), 422),
    "a control character in a name": ({**person(), "particulars": {**PERSON, "full_name": "A\u0000B"}}, 422),
    "a name too long": ({**person(), "particulars": {**PERSON, "full_name": "A" * 10_000}}, 422),
    "an impossible birth date": ({**person(), "particulars": {**PERSON, "birth_date": "1990-13-01"}}, 422),
}


@pytest.mark.parametrize("name", RAW)
def test_bytes_that_cannot_be_read_are_refused(embedded: ServedSystem, name: str) -> None:
    body, status = RAW[name]
    before = embedded.head()
    headers = embedded.headers(**{"Content-Type": "application/json"})
    problem = clear(embedded.http.post("/admissions/people", content=body, headers=headers), status)
    assert problem["rule"]
    assert embedded.head() == before


@pytest.mark.parametrize("name", FIELDS)
def test_content_that_makes_no_sense_is_refused_with_its_place(embedded: ServedSystem, name: str) -> None:
    body, status = FIELDS[name]
    before = embedded.head()
    problem = clear(embedded.post("/admissions/people", body), status)
    assert problem["errors"]
    assert embedded.head() == before


def test_an_unknown_unit_and_an_unknown_person_are_named(embedded: ServedSystem) -> None:
    before = embedded.head()
    nowhere = embedded.post("/admissions/people", person(unit_id="ng-khong-co"))
    assert nowhere.status_code in {404, 409, 422}
    assert "ng-khong-co" in nowhere.text
    assert clear(nowhere, nowhere.status_code)
    act = {"act": "profile_changed", "effective_on": "2020-03-02", "changes": {"tasked": True}}
    clear(embedded.post("/admissions/people/00000000-0000-0000-0000-000000000000/acts", act), 404)
    for path in ("/members/units/ng-khong-co/members", "/indicators/units/ng-khong-co/indicators"):
        clear(embedded.get(path), 404)
    clear(embedded.get("/indicators/units/nam-giang/statistics/99-X"), 404)
    assert embedded.head() == before


@pytest.mark.parametrize(
    "query",
    [
        {"as_of": "2019-02-29"}, {"as_of": "31/12/2019"}, {"as_known": "yesterday"}, {"as_known": "2019-12-31"},
        {"tree": "never"}, {"period": "2019-12-31/2019-01-01"}, {"period": "2019"}, {"as_of": "9999999-01-01"},
    ],
    ids=str,
)  # fmt: skip
def test_a_question_that_cannot_be_read_is_refused(embedded: ServedSystem, query: dict[str, str]) -> None:
    refused = embedded.get("/indicators/units/nam-giang/indicators", **query)
    assert refused.status_code in {400, 422}, refused.text
    clear(refused, refused.status_code)


def test_a_stale_version_writes_nothing_and_the_newest_does(embedded: ServedSystem) -> None:
    made = embedded.post("/admissions/people", person(effective_on="2020-03-03"))
    assert made.status_code == 201, made.text
    path = f"/admissions/people/{made.json()['id']}/acts"
    act = {"act": "profile_changed", "effective_on": "2020-03-04", "unit_id": CELL, "changes": {"origin": "other"}}
    before = embedded.head()
    clear(embedded.post(path, act, **{"If-Match": '"1"'}), 412)
    clear(embedded.post(path, act, **{"If-Match": "the newest"}), 400)
    assert embedded.head() == before
    assert embedded.post(path, act, **{"If-Match": made.headers["etag"]}).status_code == 200


def test_a_repeated_key_is_answered_and_with_another_body_refused(embedded: ServedSystem) -> None:
    key = {"Idempotency-Key": "acceptance-1"}
    first = embedded.post("/admissions/people", person(effective_on="2020-03-05"), **key)
    assert first.status_code == 201, first.text
    before = embedded.head()
    again = embedded.post("/admissions/people", person(effective_on="2020-03-05"), **key)
    assert again.json()["position"] == first.json()["position"]
    assert again.json()["repeated"] is True
    clear(embedded.post("/admissions/people", person(effective_on="2020-03-06"), **key), 409)
    assert embedded.head() == before


def without_a_file(files: dict[str, bytes]) -> str:
    """No people."""
    del files["people.csv"]
    return "people.csv"


def with_a_truncated_row(files: dict[str, bytes]) -> str:
    """The last row of events, cut in the middle."""
    files["events.csv"] = files["events.csv"][: files["events.csv"].rindex(b",") - 9]
    cut = files["events.csv"].count(b"\n") + 1
    return f"events.csv:{cut}"


def without_a_header(files: dict[str, bytes]) -> str:
    """Rows, and no names of columns."""
    files["people.csv"] = files["people.csv"].partition(b"\n")[2]
    return "people.csv:1"


def with_a_reference_twice(files: dict[str, bytes]) -> str:
    """The first person again."""
    lines = files["people.csv"].splitlines(keepends=True)
    files["people.csv"] += lines[1]
    return f"people.csv:{len(lines) + 1}"


def with_broken_utf8(files: dict[str, bytes]) -> str:
    """A byte of a name lost."""
    lines = files["people.csv"].splitlines(keepends=True)
    files["people.csv"] = b"".join([*lines[:3], lines[3].replace(b",", b"\xc3,", 1), *lines[4:]])
    return "people.csv:4"


def with_an_impossible_date(files: dict[str, bytes]) -> str:
    """30 February."""
    lines = files["events.csv"].decode().splitlines()
    cells = lines[9].split(",")
    lines[9] = ",".join([*cells[:2], "2015-02-30", *cells[3:]])
    files["events.csv"] = ("\n".join(lines) + "\n").encode()
    return "events.csv:10:effective_on"


def with_an_unknown_type(files: dict[str, bytes]) -> str:
    """A step that there is not."""
    lines = files["events.csv"].decode().splitlines()
    cells = lines[6].split(",")
    lines[6] = ",".join([cells[0], "C99", *cells[2:]])
    files["events.csv"] = ("\n".join(lines) + "\n").encode()
    return "events.csv:7"


def with_an_unknown_unit(files: dict[str, bytes]) -> str:
    """A cell that is not in units.csv."""
    lines = files["events.csv"].decode().splitlines()
    cells = lines[6].split(",")
    lines[6] = ",".join([*cells[:3], "ng-khong-co", *cells[4:]])
    files["events.csv"] = ("\n".join(lines) + "\n").encode()
    return "events.csv:7"


HALF_WRITTEN = (
    without_a_file, with_a_truncated_row, without_a_header, with_a_reference_twice, with_broken_utf8,
    with_an_impossible_date, with_an_unknown_type, with_an_unknown_unit,
)  # fmt: skip


@pytest.fixture(scope="module")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small import folder of other people."""
    folder = tmp_path_factory.mktemp("small") / "folder"
    must("scenario", "nam-giang", "--scale", "0.05", "--seed", "5", "--out", folder, var=folder.parent / "none")
    for file in (folder / "people.csv", folder / "events.csv"):
        file.write_bytes(file.read_bytes().replace(b"\nNG-", b"\nKH-"))
    return folder


@pytest.mark.parametrize("spoil", HALF_WRITTEN, ids=lambda spoil: str(spoil.__name__))
def test_a_half_written_folder_is_refused_whole_with_the_place(
    embedded: ServedSystem, small_folder: Path, spoil: object
) -> None:
    assert callable(spoil)
    files = {file.name: file.read_bytes() for file in small_folder.iterdir()}
    place = spoil(files)
    before = embedded.head()
    headers = embedded.headers(**{"Content-Type": "application/x-tar"})
    refused = embedded.http.post("/admissions/imports", content=tar_of(files), headers=headers)
    assert refused.status_code in {400, 409, 422}, refused.text
    problem = clear(refused, refused.status_code)
    errors = problem["errors"]
    assert isinstance(errors, list)
    assert any(str(error["pointer"]).startswith(place) for error in errors) or place in str(problem.get("where")), (
        errors[:5]
    )
    assert embedded.head() == before


def test_a_tar_that_is_cut_off_or_is_none_is_refused(embedded: ServedSystem, small_folder: Path) -> None:
    whole = tar_of({file.name: file.read_bytes() for file in small_folder.iterdir()})
    before = embedded.head()
    headers = embedded.headers(**{"Content-Type": "application/x-tar"})
    for body in (whole[: len(whole) // 2], b"no tar at all" * 100, b""):
        refused = embedded.http.post("/admissions/imports", content=body, headers=headers)
        assert refused.status_code in {400, 422}, refused.text
        clear(refused, refused.status_code)
    assert embedded.head() == before


def test_the_command_line_says_each_place_and_ends_with_1_or_2(
    embedded: ServedSystem, small_folder: Path, tmp_path: Path
) -> None:
    files = {file.name: file.read_bytes() for file in small_folder.iterdir()}
    place = with_an_impossible_date(files)
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    before = embedded.head()
    refused = embedded.socai("import", tmp_path)
    assert refused.code in {1, 2}
    assert place in refused.all.replace("\n", "")
    for arguments in (["members", "ng-khong-co"], ["indicators", "nam-giang", "--as-of", "2019-02-29"]):
        said = embedded.socai(*arguments)
        assert said.code in {1, 2}, said.all
        assert "Traceback" not in said.all
    assert socai("no-such-command", var=embedded.var).code == 2
    assert embedded.head() == before


def tar_of(files: Mapping[str, bytes]) -> bytes:
    """The files as the command line sends them."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()
