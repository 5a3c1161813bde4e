"""Examples of the rules on corrections as approved acts, and on persons recorded twice."""

from datetime import date

from services.admissions.domain.rules import identity
from tests.support import given as g
from tests.unit.admissions.rule_examples.example import Example

GROUNDS = ("clerical_error", "same_person")

EXAMPLES = (
    Example(
        identity.GROUND,
        lambda: identity.grounded("same_person", GROUNDS),
        lambda: identity.grounded("Same_person", GROUNDS),
    ),
    Example(
        identity.WRITING,
        lambda: identity.in_writing(g.paper("nam-giang", date(2021, 1, 1))),
        lambda: identity.in_writing(None),
    ),
    Example(identity.MERGED, lambda: identity.not_merged(None), lambda: identity.not_merged("other")),
    Example(identity.SELF, lambda: identity.two_persons("a", "b"), lambda: identity.two_persons("a", "a")),
    Example(
        identity.SURVIVOR,
        lambda: identity.goes_on("b", known=True, erased=False, merged_into=None),
        lambda: identity.goes_on("b", known=True, erased=False, merged_into="c"),
    ),
    Example(
        identity.SURVIVOR,
        lambda: identity.goes_on("b", known=True, erased=False, merged_into=None),
        lambda: identity.goes_on("b", known=False, erased=False, merged_into=None),
    ),
    Example(identity.NOT_MERGED, lambda: identity.is_merged("b"), lambda: identity.is_merged(None)),
)
