"""Examples of the rules on policies: what holds, and which drafts are refused."""

from datetime import date

from services.admissions.app.policy_file import read_policy
from services.admissions.domain.policy import chain, content, decide, in_force, territory
from services.admissions.domain.policy.in_force import policies_on
from tests.support import given as g
from tests.unit.admissions.rule_examples.example import Example

TREE = g.organisation()
HEAD = "policy: zuoih-entry\nscope: zuoih\nfrom: 2018-05-01\n"
CENTRAL = "policy: central\nfrom: 2026-01-01\ncontinues: 2025-07-01\n"


def draft(values: str, head: str = HEAD) -> object:
    """Decide on a file with these values."""
    text = f"{head}values:\n  source: Quy định của xã\n  {values}\n"
    return decide.decide_policy(TREE, read_policy(text.encode(), g.OFFICER))


EXAMPLES = (
    Example(
        in_force.MISSING,
        lambda: policies_on(TREE, "pa-du", date(1990, 1, 1)).number("probation_months"),
        lambda: policies_on(TREE, "pa-du", date(1989, 12, 31)).number("probation_months"),
    ),
    Example(
        decide.CONTENT,
        lambda: draft("certificate_months_max: 48"),
        lambda: draft("certificate_months_max: 48", HEAD.replace("zuoih-entry", "Zuôih")),
    ),
    Example(
        content.NAME,
        lambda: draft("certificate_months_max: 48"),
        lambda: draft("certificate_month_max: 48"),
    ),
    Example(
        content.SHAPE,
        lambda: draft("votes: {C1: {share: 3/4}}"),
        lambda: draft("votes: {C1: {share: 0.75%}}"),
    ),
    Example(
        content.FORM,
        lambda: draft("extra_papers: {giay-khen: B6}"),
        lambda: draft("extra_papers: {giay-khen: B7}"),
    ),
    Example(
        content.STEP,
        lambda: draft("steps: {C1: {needs: [B6]}}", CENTRAL),
        lambda: draft("steps: {C1: {needs: [B7]}}", CENTRAL),
    ),
    Example(
        chain.VERSION,
        lambda: draft("probation_months: 12", CENTRAL),
        lambda: draft("probation_months: 12", CENTRAL.replace("2025-07-01", "2025-07-02")),
    ),
    Example(
        chain.OVERLAP,
        lambda: draft("certificate_months_max: 48", HEAD + "to: 2018-05-01\n"),
        lambda: draft("certificate_months_max: 48", HEAD + "to: 2018-04-30\n"),
    ),
    Example(
        chain.GAP,
        lambda: draft("certificate_months_max: 48", HEAD + "to: 2026-12-31\n"),
        lambda: draft("probation_months: 12", CENTRAL + "to: 2026-12-31\n"),
    ),
    Example(
        territory.SCOPE,
        lambda: draft("certificate_months_max: 48"),
        lambda: draft("certificate_months_max: 48", HEAD.replace("scope: zuoih", "scope: zuoi")),
    ),
    Example(
        territory.LOOSENS,
        lambda: draft("certificate_months_max: 60"),
        lambda: draft("certificate_months_max: 61"),
    ),
    Example(
        territory.TWICE,
        lambda: draft('near_ratio: "0.80"', "policy: other\nfrom: 2018-05-01\n"),
        lambda: draft("probation_months: 12", "policy: other\nfrom: 2018-05-01\n"),
    ),
)
