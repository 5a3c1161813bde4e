"""Whether a member's party activity is suspended (đình chỉ sinh hoạt): a dated flag by decision, no reason kept."""

from datetime import date

from services.admissions.domain.person.state import PersonState
from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule, refusal
from shared.core.text import Text

NO_CHANGE = Rule("suspension-unchanged", "Chương VIII Điều lệ Đảng (đình chỉ sinh hoạt); domain 3 (SUSPENDED)")
SUSPENDED, LIFTED = "suspended", "lifted"


def suspended_on(state: PersonState, on: date) -> bool:
    """Whether the newest decision up to a day suspended the member. Source: domain 3."""
    fact = state.last_fact(on, "suspension_recorded")
    return fact is not None and fact.outcome == SUSPENDED


def changes_state(suspended: bool, on: date, *, lifted: bool) -> None:
    """Only who is not suspended is suspended, only who is comes back. Source: domain 3."""
    if suspended == lifted:
        return
    now = Text(vi="đang bị đình chỉ", en="suspended") if suspended else Text(vi="không bị đình chỉ", en="not suspended")
    asked = written(on)
    raise refusal(
        NO_CHANGE,
        Text(
            vi=f"Ngày {asked.vi} đảng viên này {now.vi} sinh hoạt đảng, nên không có gì thay đổi.",
            en=f"On {asked.en} the member was {now.en} already: nothing changes.",
        ),
        Text(
            vi="Kiểm tra ngày, và quyết định là đình chỉ hay cho sinh hoạt trở lại (lifted).",
            en="Check the date, and whether the decision suspends the member or lets them back (lifted).",
        ),
        where="/lifted",
        values={"suspended": suspended, "on": on},
    )
