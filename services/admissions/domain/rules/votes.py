"""Votes: counts that can be, and whether they suffice (contracts 4, domain 5)."""

from services.admissions.domain.policy.in_force import VoteRule
from services.admissions.domain.rules.refusals import Rule, refusal
from shared.contracts.facts import Votes
from shared.core.text import Text

NOT_SANE = Rule("votes-impossible", "HD 01-HD/TW item 5.1, 3.6c (biểu quyết); domain 5")
NEEDED = Rule("votes-needed", "HD 01-HD/TW item 5.1, 3.6c (biểu quyết); domain 5")


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
            vi=f"Phiếu không khớp: {votes.for_} tán thành + {votes.against} không tán thành, "
            f"{votes.present} có mặt, tổng số {votes.base}.",
            en=f"The counts cannot be: {votes.for_} for + {votes.against} against, {votes.present} present, "
            f"base {votes.base}.",
        ),
        Text(
            vi="Tán thành + không tán thành ≤ có mặt ≤ tổng số, và tổng số ít nhất là 1.",
            en="For + against must not exceed present, present not the base, and the base is at least 1.",
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
        Text(vi="Bước này cần số phiếu.", en="This step needs the counts of the vote."),
        Text(
            vi="Ghi tổng số, có mặt, tán thành và không tán thành.",
            en="Give base, present, for and against.",
        ),
        where="/votes",
        content=True,
    )
