"""decide(state, command, context): the event of one command about a person, or a Refusal with its rule's id. Pure."""

from services.admissions.domain.person.commands import Correct, PersonCommand, Restructure
from services.admissions.domain.person.commands_identity import Merge, Unmerge
from services.admissions.domain.person.commands_rating import Rate
from services.admissions.domain.person.context import Context
from services.admissions.domain.person.correction import correct
from services.admissions.domain.person.drafting import drafted
from services.admissions.domain.person.foundations import keep_later_steps
from services.admissions.domain.person.identity import merge, unmerge
from services.admissions.domain.person.state import PersonState
from services.admissions.domain.person.timeline import Rewrite, rewrite
from services.admissions.domain.rating.member import require_open
from services.admissions.domain.rules import acts
from services.admissions.domain.rules.identity import not_merged
from shared.contracts.data import replaced
from shared.contracts.facts import PersonFact


def decide(state: PersonState, command: PersonCommand, context: Context) -> tuple[PersonFact, ...]:
    """The events of a command, movements and all, in the order to append; today always one.

    A fact dated before others takes the same road as any: the timeline takes back what it crosses and states it again.
    Particulars (names, birth date, the reason of a strike-off) are sealed and appended by the caller.
    """
    if not isinstance(command, Restructure):
        # The closing of a unit takes along all who count there, also those of whom only the counts are left.
        acts.not_erased(state.erased)
    if isinstance(command, Unmerge):
        return (unmerge(state, command, context),)
    not_merged(state.merged_into)
    if isinstance(command, Merge):
        return (merge(state, command, context),)
    if isinstance(command, Correct):
        return (correct(state, command, context),)
    if isinstance(command, Rate):
        require_open(state, command, context)
    draft = drafted(state, command, context)
    change = Rewrite(own=draft.lines, drop=frozenset(command.drop))
    lines = rewrite(state.in_force, change, context.organisation)
    data = replaced(draft.data, movements=lines.movements, restates=lines.restates)
    if not draft.lines:
        keep_later_steps(state, data, context)
    return (data,)
