"""docs/problems.md lists exactly the codes that the sources can raise, each with a status that its family can have."""

import re
from collections import defaultdict

from tests.architecture.codes import STATUSES, raised
from tests.architecture.sources import ROOT, parsed, sources

PAGE = ROOT / "docs" / "problems.md"
ROW = re.compile(r"^\| `([a-z0-9-]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
NOWHERE = "—"


def listed() -> dict[str, set[str]]:
    """Codes of the page with their statuses."""
    rows = ROW.findall(PAGE.read_text(encoding="utf-8"))
    codes = [code for code, *_ in rows]
    assert len(codes) == len(set(codes)), "a code stands twice"
    assert all(" / " in meaning and " / " in mend for _, _, meaning, mend in rows), "both languages"
    return {code: set(status.split(", ")) for code, status, *_ in rows}


def in_the_sources() -> dict[str, set[str]]:
    """Codes with the families that raise them."""
    found: dict[str, set[str]] = defaultdict(set)
    for source in sources("services", "shared"):
        for code, family in raised(source):
            found[code].add(family)
    return found


def test_the_page_lists_the_codes_of_the_sources_and_no_others() -> None:
    page, known = listed().keys(), in_the_sources().keys()
    assert sorted(known - page) == [], "not on the page"
    assert sorted(page - known) == [], "on the page only"


def test_every_status_is_one_that_the_codes_family_has() -> None:
    page = listed()
    wrong = [
        (code, sorted(page[code]))
        for code, families in in_the_sources().items()
        if code in page and not page[code] <= {NOWHERE}.union(*(STATUSES[family] for family in families))
    ]
    assert wrong == []


def test_codes_are_found_however_an_error_is_made() -> None:
    text = """
A, GAP = 1, "a-gap"
RULE = Rule("a-rule", "law")
raise Malformed("a-code", what)
raise errors.Conflict("b-code", what)
raise _unfit(record, "c-code", "vi", "en")
raise Malformed(code, what)
"""
    found = dict(raised(parsed(ROOT / "services/x.py", text)))
    assert found == {
        "a-gap": "problem",
        "a-rule": "Rule",
        "a-code": "Malformed",
        "b-code": "Conflict",
        "c-code": "_unfit",
    }
