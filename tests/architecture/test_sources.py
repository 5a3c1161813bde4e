"""Every module keeps the sizes, names and docstrings of the style guide, and a domain stays pure."""

from collections.abc import Callable, Iterator

import pytest

from tests.architecture import rules
from tests.architecture.sources import ROOT, Source, parsed, sources

Rule = Callable[[Source], Iterator[str]]


@pytest.mark.parametrize("rule", [rules.size, rules.docstrings, rules.names], ids=lambda rule: rule.__name__)
def test_every_module_keeps_the_rule(rule: Rule) -> None:
    assert [fault for source in sources() for fault in rule(source)] == []


def test_no_domain_touches_a_clock_randomness_or_the_outside() -> None:
    domains = [source for source in sources("services") if "/domain/" in source.name]
    assert domains
    assert [fault for source in domains for fault in rules.purity(source)] == []


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (rules.size, "services/long.py", '"""Long."""\n' + "x = 1\n" * 400),
        (rules.size, "services/long.py", '"""Long."""\ndef f() -> None:\n' + "    x = 1\n" * 60),
        (rules.size, "services/wide.py", '"""Wide."""\ndef f(a, b, c, d, e, f): ...\n'),
        (rules.docstrings, "services/mute.py", "x = 1\n"),
        (rules.docstrings, "services/mute.py", '"""Mute."""\ndef f() -> None:\n' + "    x = 1\n" * 6),
        (rules.names, "services/utils.py", ""),
        (rules.names, "shared/common/money.py", ""),
        (rules.purity, "services/x/domain/a.py", "from datetime import datetime\nat = datetime.now()\n"),
        (rules.purity, "services/x/domain/a.py", "from datetime import date\nat = date.today()\n"),
        (rules.purity, "services/x/domain/a.py", "from uuid import uuid4\nid_ = uuid4()\n"),
        (rules.purity, "services/x/domain/a.py", "import random\n"),
        (rules.purity, "services/x/domain/a.py", "print(1)\n"),
    ],
)
def test_each_rule_notices_what_it_forbids(rule: Rule, path: str, text: str) -> None:
    assert list(rule(parsed(ROOT / path, text)))


def test_a_method_may_take_five_parameters_beside_itself() -> None:
    text = '"""Five."""\nclass A:\n    def f(self, a, b, c, d, e): ...\n'
    assert list(rules.size(parsed(ROOT / "services/five.py", text))) == []
