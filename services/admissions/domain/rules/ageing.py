"""How long something has been open: the three buckets in which letters, absences and slips age (domain 7)."""

from datetime import date
from enum import StrEnum

from services.admissions.domain.policy.in_force import Policies
from shared.core.dates import add_months
from shared.core.working_days import WorkingDays


class Age(StrEnum):
    """The buckets, youngest first; the names say what the central values are."""

    WITHIN_30_DAYS = "within_30_working_days"
    OVER_30_DAYS = "over_30_working_days"
    OVER_3_MONTHS = "over_3_months"


def age(since: date, on: date, policies: Policies, days: WorkingDays) -> Age:
    """How old something open since a day is on another; each last day still belongs to the younger bucket.

    `policies`: of the day it began. Source: domain 7 (0-30 working days, over 30, over 3 months).
    """
    if on > add_months(since, policies.number("transfer_ageing_months")):
        return Age.OVER_3_MONTHS
    first = days.due(since, policies.number("transfer_ageing_working_days"))
    return Age.WITHIN_30_DAYS if on <= first.on else Age.OVER_30_DAYS
