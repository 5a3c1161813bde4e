"""Whether a member's party activity is suspended (đình chỉ sinh hoạt): a dated flag by decision, no reason kept."""

from datetime import date

from services.admissions.domain.person.state import PersonState
from services.admissions.domain.rules.refusals import Rule, refusal
from shared.core.text import Text

NO_CHANGE = Rule("suspension-unchanged", "Charter chapter VIII (đình chỉ sinh hoạt); domain 3 (SUSPENDED)")
SUSPENDED, LIFTED = "suspended", "lifted"


def suspended_on(state: PersonState, on: date) -> bool:
    """Whether the newest decision up to a day suspended the member. Source: domain 3."""
    fact = state.last_fact(on, "suspension_recorded")
    return fact is not None and fact.outcome == SUSPENDED


def changes_state(suspended: bool, *, lifted: bool) -> None:
    """Only who is not suspended is suspended, only who is comes back. Source: domain 3."""
    if suspended == lifted:
        return
    now = Text(vi="đang bị đình chỉ", en="suspended") if suspended else Text(vi="không bị đình chỉ", en="not suspended")
    raise refusal(
        NO_CHANGE,
        Text(vi=f"Ngày đó sinh hoạt đảng của người này {now.vi}.", en=f"The member was then {now.en} already."),
        Text(vi="Kiểm tra ngày và quyết định.", en="Check the date and the decision."),
        where="/lifted",
        values={"suspended": suspended},
    )
