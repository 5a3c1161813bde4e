"""The order of the dossier steps: what must be approved before a step, and that no step is taken twice (domain 5)."""

from collections.abc import Collection

from services.admissions.domain.person.commands import Step
from services.admissions.domain.rules.refusals import Rule, refusal
from shared.contracts.movement import Standing
from shared.core.text import Text

BEFORE = Rule("step-before-missing", "domain 5")
TAKEN = Rule("step-already-taken", "domain 5")
HELD = Rule("ceremony-not-refused", "domain 5 (C6)")

STANDING: dict[Step, Standing] = {
    **dict.fromkeys((Step.LISTING, Step.LIST_APPROVAL, Step.AWARENESS_CLASS), Standing.PROSPECT),
    **dict.fromkeys((step for step in Step if step.value[0] in "BC"), Standing.APPLICANT),
    **dict.fromkeys((step for step in Step if step.value[0] == "D" or step is Step.MEMBER_FILE), Standing.PROBATIONARY),
}
"""What the person must be when a step is taken."""

_BEFORE: dict[Step, tuple[Step, ...]] = {
    Step.CELL_REVIEW: (),
    Step.GRASSROOTS_REVIEW: (Step.CELL_REVIEW,),
    Step.ADMISSION_DECISION: (Step.CELL_REVIEW, Step.GRASSROOTS_REVIEW),
    Step.CEREMONY: (Step.ADMISSION_DECISION,),
    Step.CELL_RECOGNITION: (),
    Step.GRASSROOTS_RECOGNITION: (Step.CELL_RECOGNITION,),
    Step.RECOGNITION_DECISION: (Step.CELL_RECOGNITION, Step.GRASSROOTS_RECOGNITION),
}
_GRASSROOTS = frozenset({Step.GRASSROOTS_REVIEW, Step.GRASSROOTS_RECOGNITION})


def missing_before(step: Step, approved: Collection[str], *, below_committee: bool) -> list[Step]:
    """The steps that must be approved before this one and are not; C3 and D7 only below a committee. Domain 5."""
    due = [each for each in _BEFORE.get(step, ()) if below_committee or each not in _GRASSROOTS]
    return [each for each in due if each.value not in approved]


def in_order(step: Step, approved: Collection[str], *, below_committee: bool) -> None:
    """Every step before it is approved, and it is not approved already. Source: domain 5."""
    missing = missing_before(step, approved, below_committee=below_committee)
    if missing:
        names = ", ".join(each.value for each in missing)
        raise refusal(
            BEFORE,
            Text(
                vi=f"Đến ngày đó chưa có bước {names} được thông qua trước {step.value}.",
                en=f"By that date {names} is not approved, which {step.value} needs.",
            ),
            Text(vi="Ghi bước đó trước, hoặc bỏ phiếu lại.", en="Record that step first, or vote on it again."),
            where="/step",
            values={"step": step.value, "missing": [each.value for each in missing]},
        )
    if step.value in approved:
        raise refusal(
            TAKEN,
            Text(vi=f"Bước {step.value} đã được thông qua.", en=f"Step {step.value} has been approved already."),
            Text(vi="Nếu ghi sai, đính chính bước đã ghi.", en="If it was recorded wrongly, correct that record."),
            where="/step",
            values={"step": step.value},
        )


def ceremony_held(*, refused: bool) -> None:
    """A ceremony is held or not recorded; it has no other outcome. Source: domain 5 (C6)."""
    if not refused:
        return
    raise refusal(
        HELD,
        Text(vi="Lễ kết nạp không có kết quả “từ chối”.", en="A ceremony cannot be refused."),
        Text(vi="Nếu không kết nạp, đóng hồ sơ.", en="If there is no admission, close the dossier."),
        where="/outcome",
        content=True,
    )
