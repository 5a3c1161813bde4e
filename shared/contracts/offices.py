"""Topic `socai.organisation`, continued: officers, the offices that they hold, and delegations of these (design 9)."""

from datetime import date

from shared.contracts.organisation import OrganisationFact


class OfficerRegistered(OrganisationFact, frozen=True, kw_only=True):
    """An account may hold offices. `person_id`: the member on record whose account it is; duties are kept apart by it.

    `founder`: one of the first two people, named by the genesis act; both together give the first offices.
    """

    officer_id: str
    person_id: str | None = None
    founder: bool = False


class OfficeProposed(OrganisationFact, frozen=True, kw_only=True):
    """An office that is given by two people was proposed by the first of them. Fields as in OfficeGranted."""

    office_id: str
    officer_id: str
    role: str
    unit_id: str
    until: date | None = None


class OfficeGranted(OrganisationFact, frozen=True, kw_only=True):
    """An officer holds a role over the subtree of `unit_id` (`*`: the whole registry) from `effective_on` to `until`.

    Both days belong to it. `granted_on`: the day of the act; `proposed_by`: whose proposal it confirms.
    """

    office_id: str
    officer_id: str
    role: str
    unit_id: str
    granted_on: date
    until: date | None = None
    proposed_by: str | None = None


class OfficeEnded(OrganisationFact, frozen=True, kw_only=True):
    """From `effective_on` on the office is not held any more, nor is any delegation that rests on it."""

    office_id: str
    ground: str | None = None


class DelegationGranted(OrganisationFact, frozen=True, kw_only=True):
    """An officer acts in another's office from `effective_on` to `until`, as long as that office is in force.

    `office_id`: the office that is delegated, or the delegation by which the giver holds it: so chains are made.
    """

    delegation_id: str
    office_id: str
    officer_id: str
    until: date | None = None


class DelegationEnded(OrganisationFact, frozen=True, kw_only=True):
    """From `effective_on` on the delegation does not hold any more, nor does any that rests on it."""

    delegation_id: str
    ground: str | None = None
