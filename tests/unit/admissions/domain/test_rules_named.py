"""Every rule has an id of its own and says where it comes from: refusals and docs name it."""

import importlib
import pkgutil
import re

from services.admissions import domain
from services.admissions.domain.rules.refusals import Rule


def rules() -> list[tuple[str, Rule]]:
    """Every rule where it is defined, with its module."""
    found: dict[int, tuple[str, Rule]] = {}
    for module in pkgutil.walk_packages(domain.__path__, f"{domain.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, Rule):
                found.setdefault(id(value), (module.name, value))
    return list(found.values())


def test_every_rule_has_an_id_of_its_own_and_a_source() -> None:
    named = rules()
    ids = [rule.id for _, rule in named]
    assert len(ids) > 50
    assert len(set(ids)) == len(ids)
    assert [rule for _, rule in named if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.id) or not rule.source] == []
