"""Folders that the tests of scenarios look at, made once each."""

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from services.scenarios.catalogue import find
from services.scenarios.folder import Folder, generate
from tests.unit.scenarios.register import Register


@lru_cache(maxsize=8)
def folder(seed: int = 1, scale: str = "1") -> Folder:
    return generate(find("nam-giang", Decimal(scale)), seed)


@lru_cache(maxsize=8)
def register(seed: int = 1, scale: str = "1") -> Register:
    return Register(folder(seed, scale).files())


def other_totals() -> Folder:
    """A folder of the same place with ten members fewer and one admission of 2017 held in 2016."""
    scenario = find("nam-giang")
    yearly = ((2015, 126), (2016, 138), (2017, 138), (2018, 129), (2019, 119))
    return generate(replace(scenario, totals=replace(scenario.totals, members_at_end=2784, admissions=yearly)), 1)
