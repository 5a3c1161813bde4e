"""Who did more than one thing on a person's record: attesting a vote beside others is allowed, and shown (design 9)."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date

from shared.contracts.answers import Overlap, TrailStep

_CAPACITY = {
    "dossier_opened": "prepare",
    "review_opened": "prepare",
    "dossier_checked": "check",
    "referral_settled": "decide",
    "removed": "decide",
    "C1": "cell_vote",
    "D5": "cell_vote",
    "X2": "cell_vote",
    "C3": "grassroots_vote",
    "D7": "grassroots_vote",
    "X4": "grassroots_vote",
    "C4": "decide",
    "D8": "decide",
    "X5": "decide",
}


def overlaps(
    steps: Sequence[TrailStep],
    since: date | None,
    identity: Callable[[str], str],
    recorded_on: Callable[[TrailStep], date],
) -> tuple[Overlap, ...]:
    """Everyone who acted in two capacities or more, with where; in the order of their first act.

    Only of what was recorded from `since` on, the day from which offices stand in the log: before, an actor is whoever
    the token named. `identity`: who acts through an account; a delegate acts for everyone in the chain. `recorded_on`:
    the day a step was recorded.
    """
    if since is None:
        return ()
    acts: defaultdict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for step in steps:
        capacity = _CAPACITY.get(step.step) or (
            "prepare" if step.step.startswith("B") and len(step.step) <= 3 else None
        )
        if capacity is None or step.actor is None or recorded_on(step) < since:
            continue
        for officer_id in (step.actor.officer_id, *step.actor.chain):
            acts[identity(officer_id)].append((step.position, capacity, officer_id))
    return tuple(
        Overlap(
            officer_ids=tuple(sorted({officer_id for _, _, officer_id in found})),
            capacities=tuple(sorted({capacity for _, capacity, _ in found})),
            positions=tuple(sorted({position for position, _, _ in found})),
        )
        for found in acts.values()
        if len({capacity for _, capacity, _ in found}) > 1
    )
