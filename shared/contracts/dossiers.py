"""Topic `socai.dossiers`: the steps of a dossier that move nobody. Steps that move someone are in lifecycle."""

from shared.contracts.facts import PersonFact


class StepRecorded(PersonFact, frozen=True, kw_only=True):
    """One step of the dossier procedure was done (`step`: C1, C3, C4, D5, D7, …), with its outcome as a code.

    `outcome`: `approved`, `refused` or `short` (two thirds not reached).
    """

    outcome: str = "approved"
