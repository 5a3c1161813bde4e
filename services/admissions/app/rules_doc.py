"""`python -m services.admissions.app.rules_doc [--check]`: docs/rules.md from rules, policies and calendars.

Nothing on the page is written by hand: what a rule says is the docstring of its function, what it means to a reader the
line of docs/problems.md, its numbers those of genesis/policies, its dates those of genesis/calendars.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from services.admissions.app.calendar_file import genesis_calendars
from services.admissions.app.opening import ACTOR
from services.admissions.app.policy_genesis import genesis_policies
from services.admissions.app.rules_found import Found, rules_found
from services.admissions.domain.due.rules import DUE_RULES
from services.admissions.domain.policy.values import VALUES
from shared.contracts.organisation import PolicyPublished

ROOT = Path(__file__).parents[3]
PAGE, PROBLEMS = ROOT / "docs" / "rules.md", ROOT / "docs" / "problems.md"
_PROBLEM = re.compile(r"^\| `([a-z0-9-]+)` \| [^|]+ \| ([^|]+) \|", re.MULTILINE)
HEAD = """\
# Các quy tắc / The rules

Trang này được sinh ra từ mã nguồn: `make rules`. Mỗi quy tắc có một mã không đổi (`rule` trong câu từ chối), điều nó
nói, các giá trị trong quy định mà nó dùng, căn cứ, và có từ khi nào. Giá trị khác nhau theo ngày và địa bàn: `socai
policy list --unit U --as-of D` cho biết giá trị của một nơi vào một ngày; sửa đổi được xét thử bằng `socai policy try`.

This page is generated from the sources: `make rules`. Each rule has an id that never changes (`rule` in a refusal),
what it says, the policy values that it reads, its source, and since when. Values differ by date and territory: `socai
policy list --unit U --as-of D` tells those of a place on a day; a change is tried first with `socai policy try`.
"""
PROVISIONAL = """\
Năm không có trong bảng thì thời hạn là tạm tính / limits through a year that is not listed are provisional.
"""


def page() -> str:
    """The whole page."""
    policies = genesis_policies(ACTOR)
    parts = [HEAD, *_versions(policies), *_rules(policies), *_due(), *_values(policies), *_calendars()]
    return "\n".join(parts)


def main(arguments: list[str]) -> int:
    """0 when the page is as it should be, 1 when not, 2 when used wrongly."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write("usage: python -m services.admissions.app.rules_doc [--check]\n")
        return 2
    text = page()
    if not arguments:
        PAGE.write_text(text, "utf-8")
        return 0
    if PAGE.read_text("utf-8") == text:
        return 0
    sys.stderr.write("docs/rules.md is not what the sources say\nmend: `make rules`\n")
    return 1


def _versions(policies: tuple[PolicyPublished, ...]) -> Iterator[str]:
    yield "## Văn bản theo thời gian / Regulations by date\n"
    yield "| từ ngày / from | quy định / policy | phạm vi / scope | văn bản / regulation |\n|---|---|---|---|"
    for policy in policies:
        scope = policy.scope_unit_id or "*"
        yield f"| {_day(policy.effective_on)} | `{policy.policy_id}` | `{scope}` | {policy.values['source']} |"
    yield ""


def _rules(policies: tuple[PolicyPublished, ...]) -> Iterator[str]:
    meaning = dict(_PROBLEM.findall(PROBLEMS.read_text("utf-8")))
    yield "## Quy tắc / Rules\n"
    for found in rules_found():
        yield f"### `{found.rule.id}`\n"
        yield f"{meaning.get(found.rule.id, '').strip()}\n"
        yield f"- Nội dung / says: {_cell(found.says) or '—'}"
        yield f"- Giá trị / values: {', '.join(f'[`{name}`](#{name})' for name in found.reads) or '—'}"
        yield f"- Căn cứ / source: {found.rule.source}"
        yield f"- Có từ / since: {_since(found, policies)}"
        yield f"- `{found.module.removeprefix('services.admissions.')}.{found.function}`\n"


def _since(found: Found, policies: tuple[PolicyPublished, ...]) -> str:
    """Since when the values that a rule reads are given; a rule that reads none holds on every date."""
    begins = [
        min((policy.effective_on for policy in policies if name in policy.values), default=None) for name in found.reads
    ]
    given = [day for day in begins if day is not None]
    return "mọi ngày / every date" if not given else _day(min(given))


def _due() -> Iterator[str]:
    yield "## Việc đến hạn / What is due\n"
    yield "Các quy tắc này chỉ liệt kê việc đang chờ, không từ chối / these list what waits and refuse nothing.\n"
    yield "| mã / id | nội dung / says | căn cứ / source |\n|---|---|---|"
    for rule in DUE_RULES:
        yield f"| `{rule.id}` | {rule.says.vi} / {rule.says.en} | {rule.source} |"
    yield ""


def _values(policies: tuple[PolicyPublished, ...]) -> Iterator[str]:
    yield "## Giá trị / Values\n"
    yield "Cột cuối: quy định địa phương chỉ được chặt hơn / the last column: how a local policy may tighten it.\n"
    for name, value in VALUES.items():
        unit = f" ({value.unit})" if value.unit else ""
        yield f"### `{name}`\n"
        yield f"{value.meaning.vi} / {value.meaning.en}{unit}; {value.shape.value}; {value.tightens.value}\n"
        yield from _history(name, policies)
        yield ""


def _history(name: str, policies: tuple[PolicyPublished, ...]) -> Iterator[str]:
    """Each day on which a value became another, with the regulation."""
    last: dict[str, Any] = {}
    for policy in policies:
        held = policy.values.get(name)
        if last.get(policy.policy_id) == held:
            continue
        last[policy.policy_id] = held
        where = "" if policy.scope_unit_id is None else f", `{policy.scope_unit_id}`"
        yield f"- {_day(policy.effective_on)}{where}: {_shown(held)} — {policy.values['source']}"


def _calendars() -> Iterator[str]:
    yield "## Lịch ngày làm việc / Calendars of working days\n"
    yield PROVISIONAL
    yield "| năm / year | thông báo / notices | ngày nghỉ / days off | làm bù / days worked |\n|---|---|---|---|"
    for calendar in genesis_calendars(ACTOR):
        notices = "; ".join(dict.fromkeys(notice.number for notice in calendar.notices))
        yield f"| {calendar.year} | {_cell(notices)} | {len(calendar.days_off)} | {len(calendar.days_worked)} |"
    yield ""


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_flat(each)}" for name, each in value.items())
    return _cell(_flat(value))


def _flat(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_flat(each)}" for name, each in value.items() if each is not None)
    if isinstance(value, list | tuple):
        return " ".join(map(str, value)) or "—"
    return "—" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
