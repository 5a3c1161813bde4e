"""What a command prints and how it ends: figures as the language writes them, exit codes by what must be done next."""

import httpx2
import pytest

from services.cli.errors import CommandError, CommandFailed, DependencyDown, UsedWrongly, ended_by
from services.cli.output import day, decimal, instant, print_json, print_table, stamp_line, whole
from shared.core.errors import Conflict, Malformed, NotFound, SocaiError, Unavailable
from shared.core.text import Text


def test_figures_and_dates_are_written_as_the_language_writes_them() -> None:
    assert (whole(2794, "vi"), whole(2794, "en"), whole(None, "vi")) == ("2.794", "2,794", "—")
    assert (decimal("1.3222", "vi"), decimal("1.3222", "en"), decimal(None, "en")) == ("1,3222", "1.3222", "—")
    assert (day("2019-12-31", "vi"), day("2019-12-31", "en"), day(None, "vi")) == ("31/12/2019", "2019-12-31", "")


def test_an_instant_is_told_in_the_time_of_viet_nam() -> None:
    late = "2019-12-31T18:30:00.000000Z"
    assert instant(late, "vi") == "01/01/2020 01:30:00"
    assert instant(late, "en") == "2020-01-01 01:30:00 +07:00"


def test_the_stamp_says_what_an_answer_rests_on() -> None:
    stamp: dict[str, object] = {"as_of": "2019-12-31", "as_known": None, "position": 7, "batch_open": True}
    assert stamp_line(stamp, "vi").endswith("theo hiểu biết hiện nay · vị trí 7 · đang có đợt nhập chưa đóng")
    assert "as of 2019-12-31 · as known now · position 7" in stamp_line(stamp, "en")


def test_json_is_printed_byte_for_byte(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    body = '{"b":1,"a":"Đào"}'.encode()
    print_json(httpx2.Response(200, content=body))
    assert capfdbinary.readouterr().out == body + b"\n"


def test_a_table_shows_every_cell_and_nothing_for_none(capsys: pytest.CaptureFixture[str]) -> None:
    print_table("Người", ["a", "b"], [["Đào", None], ["x", 3]], right=[1])
    shown = capsys.readouterr().out
    assert "Người" in shown
    assert "Đào" in shown
    assert "None" not in shown


@pytest.mark.parametrize(("status", "code"), [(400, 2), (413, 2), (409, 1), (403, 1), (404, 1), (500, 1), (503, 3)])
def test_the_exit_code_says_what_to_do_next(status: int, code: int) -> None:
    assert CommandFailed(httpx2.Response(status, json={"detail": "x"})).exit_code == code


def test_a_refusal_is_told_with_rule_source_place_and_every_finding_in_the_language_asked() -> None:
    problem = {
        "rule": "import-refused",
        "source": "domain 9",
        "where": "people.csv",
        "texts": {"vi": "Không nhận.", "en": "Refused."},
        "errors": [{"pointer": "people.csv:3:2", "vi": "ngày sai", "en": "wrong date"}],
    }
    failed = CommandFailed(httpx2.Response(409, json=problem))
    assert failed.lines("vi") == [
        "Không nhận. [import-refused] (domain 9) — people.csv",
        "  people.csv:3:2: ngày sai",
    ]
    assert failed.lines("en")[1] == "  people.csv:3:2: wrong date"


@pytest.mark.parametrize("body", [b"<html>", b"\xff\xfe", b"[1]"])
def test_an_answer_that_is_no_problem_document_is_told_all_the_same(body: bytes) -> None:
    (line,) = CommandFailed(httpx2.Response(502, content=body)).lines("vi")
    assert "502" in line


@pytest.mark.parametrize(
    ("family", "kind", "code"),
    [
        (Malformed, UsedWrongly, 2),
        (NotFound, UsedWrongly, 2),
        (Conflict, CommandError, 1),
        (Unavailable, CommandError, 3),
    ],
)
def test_an_error_of_this_process_ends_the_command_like_one_of_the_system(
    family: type[SocaiError], kind: type[CommandError], code: int
) -> None:
    ended = ended_by(family("c", Text(vi="Hỏng.", en="Broken."), mend=Text(vi="Sửa.", en="Mend.")))
    assert (type(ended), ended.exit_code, ended.lines("en")) == (kind, code, ["Broken. Mend."])


def test_a_system_that_does_not_answer_is_named() -> None:
    down = DependencyDown("http://x", OSError("refused"))
    assert down.exit_code == 3
    assert all("http://x" in down.lines(language)[0] for language in ("vi", "en"))
