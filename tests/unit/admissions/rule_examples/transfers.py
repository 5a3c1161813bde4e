"""Examples of the rules on letters, stays away from home and expected arrivals."""

from dataclasses import replace
from datetime import date

from services.admissions.domain.person.commands_transfer import Away, Purpose, RecordAway
from services.admissions.domain.policy.in_force import policies_on
from services.admissions.domain.rules import arrivals, away, transfers, units
from shared.contracts.organisation import ArrivalExpected
from tests.support import given as g
from tests.unit.admissions.rule_examples.example import Example

TREE = g.organisation()
ISSUED = date(2026, 1, 20)
LAW = policies_on(TREE, "pa-du", ISSUED)
DUE = transfers.presenting_due(ISSUED, LAW, TREE.working_days())
LATE = date(2026, 3, 11)
STAY = RecordAway(
    actor=g.OFFICER, effective_on=ISSUED, away=Away.TEMPORARY, purpose=Purpose.STUDY, until=date(2026, 9, 1)
)
SLIP = ArrivalExpected(
    actor=g.OFFICER, effective_on=ISSUED, slip_id="slip-1", unit_id="pa-du", number="07-PB/ĐU", from_unit_id="prao"
)

EXAMPLES = (
    Example(
        transfers.ISSUER,
        lambda: transfers.issuer(TREE, "pa-du", "school", ISSUED, "zuoih"),
        lambda: transfers.issuer(TREE, "pa-du", "prao", ISSUED, "zuoih"),
    ),
    Example(
        transfers.PAPERS,
        lambda: transfers.probation_papers(("old_cell_remarks",), LAW),
        lambda: transfers.probation_papers(("letter",), LAW),
    ),
    Example(
        transfers.PAPERS,
        lambda: transfers.papers_known(("letter",), LAW),
        lambda: transfers.papers_known(("opinion",), LAW),
    ),
    Example(
        transfers.RECEIVER,
        lambda: transfers.receiver_named("pa-du"),
        lambda: transfers.receiver_named(None),
    ),
    Example(
        transfers.PRESENTED,
        lambda: transfers.presented_once(None),
        lambda: transfers.presented_once(ISSUED),
    ),
    Example(
        transfers.LATE,
        lambda: transfers.late_with_ruling(date(2026, 3, 10), DUE, None, None),
        lambda: transfers.late_with_ruling(LATE, DUE, None, None),
    ),
    Example(
        transfers.LATE,
        lambda: transfers.late_with_ruling(LATE, DUE, "illness", g.paper("nam-giang", LATE)),
        lambda: transfers.late_with_ruling(LATE, DUE, "illness", None),
    ),
    Example(
        transfers.RULING,
        lambda: transfers.ruling_by_competent(TREE, g.paper("nam-giang", LATE), "pa-du", LATE),
        lambda: transfers.ruling_by_competent(TREE, g.paper("zuoih", LATE), "pa-du", LATE),
    ),
    Example(
        transfers.REASON,
        lambda: transfers.reason_code("wrong_cell", "transfer_return_reasons", LAW, needed=True),
        lambda: transfers.reason_code(None, "transfer_return_reasons", LAW, needed=True),
    ),
    Example(
        transfers.OFFICIAL_DATE,
        lambda: transfers.official_date(LATE, ISSUED, LATE, official=True),
        lambda: transfers.official_date(date(2026, 3, 12), ISSUED, LATE, official=True),
    ),
    Example(away.ALREADY, lambda: away.not_away_yet(None), lambda: away.not_away_yet("temporary")),
    Example(away.NOT_AWAY, lambda: away.is_away("temporary", ISSUED), lambda: away.is_away(None, ISSUED)),
    Example(away.CONTENT, lambda: away.told_fully(STAY), lambda: away.told_fully(replace(STAY, until=None))),
    Example(
        away.HOST,
        lambda: away.host_elsewhere(TREE, "prao", "pa-du", ISSUED),
        lambda: away.host_elsewhere(TREE, "pa-du", "pa-du", ISSUED),
    ),
    Example(
        away.HOST,
        lambda: away.answered_by_host(TREE, g.paper("dong-giang", LATE), "prao", LATE),
        lambda: away.answered_by_host(TREE, g.paper("nam-giang", LATE), "prao", LATE),
    ),
    Example(
        away.TERM,
        lambda: away.within_term(Purpose.MOVE, ISSUED, date(2027, 1, 19), LAW),
        lambda: away.within_term(Purpose.MOVE, ISSUED, date(2027, 1, 20), LAW),
    ),
    Example(
        away.TERM,
        lambda: away.within_term(Purpose.STUDY, ISSUED, date(2028, 1, 20), LAW),
        lambda: away.within_term(Purpose.STUDY, ISSUED, date(2028, 1, 21), LAW),
    ),
    Example(
        away.TERM,
        lambda: away.within_term(Purpose.MOVE, ISSUED, date(2026, 4, 20), LAW),
        lambda: away.within_term(Purpose.MOVE, ISSUED, date(2026, 4, 19), LAW),
    ),
    Example(
        away.EXTENSION,
        lambda: away.extension(date(2026, 9, 2), date(2026, 9, 1), g.paper("prao", LATE)),
        lambda: away.extension(date(2026, 9, 1), date(2026, 9, 1), g.paper("prao", LATE)),
    ),
    Example(arrivals.EXISTS, lambda: arrivals.new_slip(None), lambda: arrivals.new_slip(SLIP)),
    Example(
        arrivals.UNKNOWN,
        lambda: arrivals.known_slip(SLIP, "slip-1"),
        lambda: arrivals.known_slip(None, "slip-2"),
    ),
    Example(
        arrivals.OWN,
        lambda: arrivals.from_elsewhere("prao", units.known_unit(g.organisation(), "pa-du")),
        lambda: arrivals.from_elsewhere("pa-du", units.known_unit(g.organisation(), "pa-du")),
    ),
    Example(arrivals.SETTLED, lambda: arrivals.still_open(None), lambda: arrivals.still_open(ISSUED)),
    Example(
        arrivals.EARLY,
        lambda: arrivals.not_before(ISSUED, ISSUED),
        lambda: arrivals.not_before(date(2026, 1, 19), ISSUED),
    ),
)
