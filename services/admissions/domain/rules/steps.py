"""The order of the dossier steps: who the person is, what stands before a step, what is taken once (domain 5)."""

from collections.abc import Collection, Sequence
from datetime import date

from services.admissions.domain.person.commands import Outcome, Step
from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.labels import standing as called
from services.admissions.domain.rules.labels import standings
from services.admissions.domain.rules.refusals import Rule, cited, refusal
from services.admissions.domain.rules.step_names import listed, named
from shared.contracts.movement import MEMBERS, Standing
from shared.core.text import Text

BEFORE = Rule("step-before-missing", "điểm 4 QĐ 294-QĐ/TW, HD 12-HD/BTCTW (18/01/2022); domain 5")
TAKEN = Rule("step-already-taken", "điểm 4 QĐ 294-QĐ/TW, HD 12-HD/BTCTW (18/01/2022); domain 5")
HELD = Rule("ceremony-not-refused", "điểm 4.1 QĐ 232-QĐ/TW (lễ kết nạp); domain 5 (C6)")
OUTCOME = Rule("outcome-not-for-step", "điểm 4 QĐ 294-QĐ/TW, HD 12-HD/BTCTW (18/01/2022); domain 5")
CONTENT = Rule("field-not-for-step", "điểm 4 QĐ 294-QĐ/TW, HD 12-HD/BTCTW (18/01/2022); domain 5")

LISTED = frozenset({Standing.PROSPECT, Standing.TRAINED})
STANDINGS: dict[Step, frozenset[Standing]] = {
    **dict.fromkeys((Step.LISTING, Step.LIST_APPROVAL, Step.AWARENESS_CLASS), LISTED),
    **dict.fromkeys((step for step in Step if step.value[0] in "BC"), frozenset({Standing.APPLICANT})),
    **dict.fromkeys((step for step in Step if step.value[0] == "D"), frozenset({Standing.PROBATIONARY})),
    Step.APPLICATION: LISTED | {Standing.APPLICANT},
    Step.MEMBER_FILE: MEMBERS,
}
"""What the person may be when a step is taken."""

DECIDING = frozenset(
    {
        Step.CELL_REVIEW,
        Step.GRASSROOTS_REVIEW,
        Step.ADMISSION_DECISION,
        Step.CELL_RECOGNITION,
        Step.GRASSROOTS_RECOGNITION,
        Step.RECOGNITION_DECISION,
    }
)
"""The steps by which a body decides: refused, they put the dossier back before the cell."""
REFUSABLE = DECIDING | {Step.LIST_APPROVAL, Step.BACKGROUND_CHECK}
RENEWED = frozenset(step for step in Step if step.value[0] == "B") | {Step.LIST_APPROVAL}
"""Papers that may be made anew; the newest counts."""
UNION = frozenset({Step.YOUTH_UNION_RESOLUTION.value, Step.TRADE_UNION_RESOLUTION.value})


def standing_for(step: Step, standing: Standing) -> Text | None:
    """Why someone of this standing does not take this step, or None. Source: domain 3, 5."""
    allowed = STANDINGS[step]
    if standing in allowed:
        return None
    name, needed, found = named(step), standings(allowed), called(standing)
    return Text(
        vi=f"bước {name.vi} chỉ ghi cho {needed.vi}; khi đó người này là {found.vi}.",
        en=f"step {name.en} is recorded only of {needed.en}; the person was then {found.en}.",
    )


def missing_before(needs: Sequence[str], standing: Collection[str], absent: Collection[str]) -> list[str]:
    """What a step needs and does not stand, but for steps that are `absent` in the shape of the organisation.

    The resolutions of the unions are no need of their own: the road of the introduction asks for them. Domain 5.
    """
    return [each for each in needs if each not in standing and each not in absent and each not in UNION]


def in_order(step: str, missing: Sequence[str], on: date, regulation: str) -> None:
    """Everything that the step, or the dossier check, needs stands on its day. Source: domain 5."""
    if not missing:
        return
    names, name, asked = listed(missing), named(step), written(on)
    raise refusal(
        cited(BEFORE, regulation),
        Text(
            vi=f"Trước bước {name.vi} phải có: {names.vi}; đến ngày {asked.vi} chưa có hoặc chưa được thông qua.",
            en=f"Step {name.en} needs before it: {names.en}; on {asked.en} this was not there or not approved.",
        ),
        _first(missing),
        where="/step",
        values={"step": str(step), "missing": list(missing), "on": on},
    )


def _first(missing: Sequence[str]) -> Text:
    if DECIDING.isdisjoint(missing):
        return Text(
            vi="Ghi bước còn thiếu trước, theo đúng ngày đã làm.",
            en="Record what is missing first, on the day it was done.",
        )
    return Text(
        vi="Ghi bước còn thiếu trước, theo đúng ngày đã làm; nếu đã biểu quyết mà thiếu phiếu thì biểu quyết lại hoặc "
        "chờ cấp trên kết luận.",
        en="Record what is missing first, on the day it was done; where a vote fell short, vote again or wait for the "
        "body above to settle it.",
    )


def not_taken(step: Step, approved: Collection[str], taken_on: date | None) -> None:
    """A step that stands approved is not taken again, but for papers made anew. Source: domain 5.

    `taken_on`: when it was, where a record of its own says so.
    """
    if step.value not in approved or step in RENEWED:
        return
    name, when = named(step), Text(vi="", en="") if taken_on is None else written(taken_on)
    raise refusal(
        TAKEN,
        Text(
            vi=f"Bước {name.vi} đã được ghi và thông qua{when.vi and f' ngày {when.vi}'}; không ghi lần nữa.",
            en=f"Step {name.en} is recorded and approved already{when.en and f', on {when.en}'}; it is not recorded "
            "again.",
        ),
        Text(
            vi="Chuyển sang bước tiếp theo; nếu bước đã ghi bị sai, đính chính bước đó.",
            en="Go on with the next step; if what was recorded is wrong, correct it.",
        ),
        where="/step",
        values={"step": step.value, "taken_on": taken_on},
    )


def outcome_fits(step: Step, outcome: Outcome) -> None:
    """Only a body that decides or verifies can refuse; a paper is there or is not recorded. Source: domain 5."""
    if outcome is not Outcome.REFUSED or step in REFUSABLE:
        return
    if step is Step.CEREMONY:
        raise refusal(
            HELD,
            Text(
                vi="Lễ kết nạp là việc đã tổ chức, không có kết quả “từ chối”.",
                en="A ceremony is recorded when it was held; it cannot be refused.",
            ),
            Text(
                vi="Nếu không tổ chức lễ và không kết nạp, đóng hồ sơ với lý do tương ứng.",
                en="If there is no ceremony and no admission, close the dossier with its reason.",
            ),
            where="/outcome",
            content=True,
        )
    name = named(step)
    raise refusal(
        OUTCOME,
        Text(
            vi=f"Bước {name.vi} là giấy tờ hoặc việc đã làm, không có kết quả “từ chối”.",
            en=f"Step {name.en} is a paper or a thing done; it cannot be refused.",
        ),
        Text(
            vi="Chỉ ghi bước này khi đã có giấy tờ hoặc đã làm xong; chưa có thì không ghi.",
            en="Record this step when the paper is there or the thing is done; until then record nothing.",
        ),
        where="/outcome",
        values={"step": step.value, "outcome": outcome.value},
        content=True,
    )


def no_other_field(step: Step, field: str, *, given: bool, steps: Collection[Step]) -> None:
    """Introducers belong to B4, waivers to B3, a class to A2 and D1; elsewhere they would say nothing. Domain 5."""
    if not given or step in steps:
        return
    name, belongs = named(step), listed(sorted(steps))
    raise refusal(
        CONTENT,
        Text(
            vi=f"Bước {name.vi} không ghi mục “{field}”; mục này chỉ có ở bước {belongs.vi}.",
            en=f"Step {name.en} has no “{field}”; only this has: {belongs.en}.",
        ),
        Text(vi=f"Bỏ mục “{field}” rồi ghi lại.", en=f"Leave “{field}” out and record the step again."),
        where=f"/{field}",
        values={"step": step.value, "field": field},
        content=True,
    )
