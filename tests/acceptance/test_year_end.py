"""Classes and ratings as a person types them: a class certified, a list of ratings imported, the period closed."""

import json
from pathlib import Path

from tests.support.socai_cli import Said
from tests.support.systems import RunningSystem, served

UNITS = """unit_id,kind,parent_id,name_vi,opened_on
tinh,province,,Tỉnh ủy Mẫu,2000-01-01
xa,ward,tinh,Đảng ủy xã Mẫu,2000-01-01
dang-bo,grassroots_committee,xa,Đảng bộ Mẫu,2000-01-01
chi-bo,subordinate_cell,dang-bo,Chi bộ Mẫu,2000-01-01
"""
PEOPLE = "person_ref,full_name,birth_date\n" + "".join(f"m{i},Người Thứ {i},1980-01-0{i}\n" for i in range(1, 8))
EVENTS = (
    "person_ref,type,effective_on,unit_id,body_unit_id,code\n"
    + "".join(f"m{i},enrolled,2015-01-01,chi-bo,,\n" for i in range(1, 7))
    + "m7,nominated,2019-01-07,chi-bo,,\nm7,A2,2019-02-01,,dang-bo,\n"
)
PAPER = ("--decision", "41-QĐ/ĐU", "--date", "2019-12-31", "--on", "2019-12-31")


def folder(at: Path) -> Path:
    """A ward with one cell: six members and a prospect."""
    at.mkdir()
    for name, text in (("units.csv", UNITS), ("people.csv", PEOPLE), ("events.csv", EVENTS)):
        (at / name).write_text(text, encoding="utf-8")
    return at


def ok(system: RunningSystem, *arguments: str | Path) -> Said:
    """A command that has to end well."""
    said = system.socai(*arguments)
    assert said.code == 0, f"{arguments}: {said.all}"
    return said


def test_a_class_and_the_year_end_of_a_grassroots_organisation_on_the_command_line(tmp_path: Path) -> None:
    grades = ["EXCELLENT", "EXCELLENT", "GOOD", "GOOD", "GOOD", "GOOD"]
    file, wrong = tmp_path / "ratings.csv", tmp_path / "wrong.csv"
    lines = "".join(f"m{i},{grade}\n" for i, grade in enumerate(grades, start=1))
    file.write_text("person_ref,grade\n" + lines, encoding="utf-8")
    wrong.write_text("person_ref,grade,note\nm1,GOOD,x\n", encoding="utf-8")
    rate = ("rating", "import", file, "--unit", "dang-bo", *PAPER)
    with served(tmp_path / "var") as system:
        ok(system, "import", folder(tmp_path / "in"))
        assert "All 6 lines" in ok(system, *rate, "--dry-run").out
        assert "Recorded 6 ratings" in ok(system, *rate).out
        assert "Recorded before" in ok(system, *rate).out
        shown = ok(system, "rating", "show", "dang-bo", "2019", "--json").json["groups"]
        assert [(group["group"], group["base"], group["excellent_max"]) for group in shown] == [("dang-bo", 4, 0)]
        over = system.socai("rating", "close", "dang-bo", *PAPER)
        assert (over.code, "rating-cap" in over.all, "has 2, at most 0" in over.all) == (1, True, True), over.all
        members = system.answer("/members/units/xa/members", as_of="2019-12-31")["members"]
        assert sorted(member["attributes"]["rating"]["grade"] for member in members) == sorted(grades)
        own = ("--body", "xa", "--group", "village", *PAPER)
        assert "Rated dang-bo at" in ok(system, "rating", "unit", "dang-bo", "--grade", "GOOD", *own).out
        (group,) = ok(system, "rating", "show", "xa", "2019", "--of", "units", "--json").json["groups"]
        assert (group["group"], group["grades"]["GOOD"]) == ("village", 1)
        assert system.socai("rating", "import", wrong, "--unit", "dang-bo", *PAPER).code == 2
        span = ("--from", "2019-03-04", "--to", "2019-03-08")
        ok(system, "class", "open", "lop-1", "--kind", "awareness", "--unit", "xa", *span)
        assert ok(system, "class", "show", "lop-1", "--json").json["roster"] == []
        nobody = system.socai("class", "certify", "lop-1", "--on", "2019-03-08", "--number", "3")
        assert (nobody.code, "class-nobody-to-certify" in nobody.all) == (1, True), nobody.all


def test_a_meeting_is_recorded_from_a_file_once_and_whole_or_not_at_all(tmp_path: Path) -> None:
    with served(tmp_path / "var") as system:
        ok(system, "import", folder(tmp_path / "in"))
        known = {ref: system.answer("/admissions/people", ref=ref)["person_id"] for ref in ("m1", "m7")}
        kept = {"act": "list_reviewed", "person_id": known["m7"]}
        held = {"unit_id": "chi-bo", "held_on": "2019-04-01", "base": 6, "present": 6, "number": "4-NQ/CB"}
        file = tmp_path / "meeting.json"
        file.write_text(json.dumps({**held, "items": [kept, {**kept, "person_id": known["m1"]}]}), encoding="utf-8")
        refused = system.socai("meeting", file)
        assert (refused.code, "/items/1" in refused.all) == (1, True), refused.all
        assert "list_reviewed" not in str(system.answer(f"/admissions/people/{known['m7']}")["facts"])
        file.write_text(json.dumps({**held, "items": [kept]}), encoding="utf-8")
        (written,) = ok(system, "meeting", file, "--json").json["people"]
        assert (written["person_id"], written["event"]) == (known["m7"], "list_reviewed")
        assert "recorded before" in ok(system, "meeting", file).out
        assert system.socai("meeting", tmp_path / "nothing.json").code == 2
