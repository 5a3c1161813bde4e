"""Votes: counts that can be, and whether they suffice (contracts 4, domain 5)."""

from services.admissions.domain.policy.in_force import VoteRule
from services.admissions.domain.rules.refusals import Rule, refusal
from shared.contracts.facts import Votes
from shared.core.text import Text

NOT_SANE = Rule("votes-impossible", "điểm 5.1, 3.6c HD 01-HD/TW (biểu quyết); domain 5")
NEEDED = Rule("votes-needed", "điểm 5.1, 3.6c HD 01-HD/TW (biểu quyết); domain 5")


def sane(votes: Votes | None) -> None:
    """Counts that can be: none negative, a base of at least one, for + against <= present <= base. Source: domain 5."""
    if votes is None:
        return
    cast = votes.for_ + votes.against
    if min(votes.for_, votes.against) >= 0 and cast <= votes.present <= votes.base and votes.base >= 1:
        return
    raise refusal(
        NOT_SANE,
        Text(
            vi=f"Số phiếu không khớp: tổng số {votes.base} người có quyền biểu quyết, có mặt {votes.present}, tán "
            f"thành {votes.for_}, không tán thành {votes.against}.",
            en=f"The counts cannot be: of {votes.base} entitled to vote {votes.present} were present, {votes.for_} "
            f"for, {votes.against} against.",
        ),
        Text(
            vi="Đối chiếu biên bản: tán thành cộng không tán thành không quá số có mặt, số có mặt không quá tổng số, "
            "tổng số ít nhất là 1.",
            en="Compare with the minutes: for and against together do not exceed those present, those present not the "
            "base, and the base is at least 1.",
        ),
        where="/votes",
        values={"base": votes.base, "present": votes.present, "for": votes.for_, "against": votes.against},
        content=True,
    )


def suffice(votes: Votes | None, rule: VoteRule) -> bool:
    """Whether the body's vote reaches what the policy asks; a step that needs a count is refused without one.

    Source: domain 5: two thirds in C1, C3, D5, D7; in C4 and D8 more than half, of an authorised committee two thirds.
    """
    if votes is not None:
        return rule.met(votes.for_, votes.base)
    if not rule.needed:
        return True
    raise refusal(
        NEEDED,
        Text(
            vi="Bước này do tập thể biểu quyết, nhưng chưa ghi số phiếu.",
            en="A body votes on this step, and the counts of the vote are not given.",
        ),
        Text(
            vi="Ghi theo biên bản: tổng số người có quyền biểu quyết, số có mặt, tán thành và không tán thành.",
            en="Give from the minutes: the base (all entitled to vote), present, for and against.",
        ),
        where="/votes",
        content=True,
    )
