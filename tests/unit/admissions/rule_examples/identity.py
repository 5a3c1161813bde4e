"""Examples of the rules on corrections as approved acts, and on persons recorded twice."""

from datetime import date

from services.admissions.domain.rules import identity
from tests.support import given as g
from tests.unit.admissions.rule_examples.example import Example

GROUNDS = ("clerical", "new_document")
ONE, OTHER, THIRD = "a", "b", "c"

EXAMPLES = (
    Example(
        identity.GROUND,
        lambda: identity.grounded("clerical", GROUNDS),
        lambda: identity.grounded("clerica", GROUNDS),
    ),
    Example(
        identity.WRITING,
        lambda: identity.in_writing(g.paper("nam-giang", date(2018, 5, 1))),
        lambda: identity.in_writing(None),
    ),
    Example(identity.MERGED, lambda: identity.not_merged(None), lambda: identity.not_merged(OTHER)),
    Example(identity.SELF, lambda: identity.two_persons(ONE, OTHER), lambda: identity.two_persons(ONE, ONE)),
    Example(
        identity.SURVIVOR,
        lambda: identity.goes_on(OTHER, known=True, erased=False, merged_into=None),
        lambda: identity.goes_on(OTHER, known=True, erased=False, merged_into=THIRD),
    ),
    Example(identity.NOT_MERGED, lambda: identity.is_merged(OTHER), lambda: identity.is_merged(None)),
)
