"""The two questions: a person's trail, and whether the log is what the writer says it is (contracts 5)."""

from datetime import date

from services.audit.app.monitor import Monitor
from services.audit.app.ports import AuditStore, Snapshot
from services.audit.app.problems import note_problem, problem, totals_problems
from services.audit.domain.overlaps import overlaps
from services.audit.domain.sight import sight_of
from shared.contracts.answers import PartitionState, Problem, TrailAnswer, TrailStep, VerifyAnswer
from shared.contracts.topics import partition_name
from shared.core.clock import Clock, parse_instant, today
from shared.core.errors import Forbidden, NotFound, Unavailable
from shared.core.hashing import TreeFrontier
from shared.core.stream import Position
from shared.core.text import Text
from shared.flow.question import Question
from shared.http.caller import Caller
from shared.ports.access_log import Access, AccessLog
from shared.tree.organisation import Organisation


class AuditQuery:
    """Answers from one snapshot each. Reading a person's trail is written down before it is answered."""

    def __init__(self, store: AuditStore, access: AccessLog, monitor: Monitor, clock: Clock) -> None:
        self._store = store
        self._access = access
        self._monitor = monitor
        self._clock = clock

    def complete(self) -> Position:
        """The position to which answers are complete now. Raises Unavailable."""
        with self._store.snapshot() as snapshot:
            return snapshot.complete()

    def organisation(self) -> Organisation:
        """The organisation as far as it has been read: who may ask is judged on it. Raises Unavailable."""
        with self._store.snapshot() as snapshot:
            return snapshot.organisation()

    def trail(self, person_id: str, question: Question, caller: Caller, why: str | None) -> TrailAnswer:
        """Everything recorded about a person; a unit that the person left sees it up to that day.

        Raises NotFound, Forbidden, Unavailable.
        """
        with self._store.snapshot() as snapshot:
            basis = snapshot.place(question)
            steps = snapshot.steps(person_id, basis.position)
            if not steps:
                raise _person_unknown(person_id)
            known = snapshot.complete()
            organisation = snapshot.organisation()
            offices = organisation.offices.knowing(snapshot.merges())
            tree = organisation.tree(today(self._clock()), known)

            def sees(unit_id: str) -> bool:
                try:
                    caller.require_unit(tree, unit_id)
                except Forbidden:
                    return False
                return True

            sight = sight_of(snapshot.moves(person_id, known), sees)
        if not sight.allowed:
            raise caller.person_outside(tree, person_id)
        self._write_down(caller, person_id, why)
        until = sight.until
        shown = [each for each in steps if until is None or _day(each) <= until]
        since = offices.established_on(basis.position)
        found = overlaps(shown, since, lambda officer_id: offices.identity(officer_id, basis.position), _recorded_on)
        return TrailAnswer(stamp=basis.stamp, person_id=person_id, steps=tuple(shown), overlaps=found)

    def verify(self) -> VerifyAnswer:
        """Recompute the tree from the kept leaves and compare it with the writer's; name every problem.

        Raises Unavailable.
        """
        with self._store.snapshot() as snapshot:
            basis = snapshot.place(Question(as_of=today(self._clock())))
            problems, size, root = _tree_problems(snapshot)
            partitions = {
                partition_name(at.topic, at.partition): PartitionState(
                    sequence=at.complete_sequence, hash=at.complete_hash.hex()
                )
                for at in snapshot.checkpoints()
            }
            problems += [note_problem(note) for note in snapshot.notes()]
        problems += self._totals()
        return VerifyAnswer(
            stamp=basis.stamp,
            size=size,
            root=root.hex(),
            partitions=partitions,
            ok=not problems,
            problems=tuple(problems),
        )

    def _totals(self) -> list[Problem]:
        try:
            return totals_problems(self._monitor.compare())
        except Unavailable as fault:
            return [problem("totals-not-compared", "members, indicators", fault.what.vi, fault.what.en)]

    def _write_down(self, caller: Caller, person_id: str, why: str | None) -> None:
        self._access.record(
            Access(
                at=self._clock(),
                officer_id=caller.officer_id,
                office=caller.office,
                unit_id=caller.unit_id,
                person_id=person_id,
                what="trail",
                why=why,
            )
        )


def _recorded_on(step: TrailStep) -> date:
    """The day a step was recorded."""
    return today(parse_instant(step.time))


def _day(step: TrailStep) -> date:
    """The day a step holds from, or else, where an unknown type names none, the day it was recorded."""
    return step.effective_on or _recorded_on(step)


def _tree_problems(snapshot: Snapshot) -> tuple[list[Problem], int, bytes]:
    """The tree over the kept leaves, up to where it was extended, against what was kept and what the writer says.

    The tree is extended in the transaction that makes a position complete: one that ends before it met a hole.
    """
    state, found, again = snapshot.tree(), list[Problem](), TreeFrontier()
    size = state.frontier.size
    for at, leaf in snapshot.leaves(0, size):
        if at != again.size + 1:
            break
        again.append(leaf)
    if again.size < max(size, snapshot.complete()):
        missing = again.size + 1
        found.append(
            problem("leaf-missing", str(missing), f"Thiếu lá ở vị trí {missing}.", f"The leaf {missing} is missing.")
        )
    if again.size == size and again.root() != state.frontier.root():
        vi, en = "Lá đã lưu bị thay đổi sau khi đọc.", "Kept leaves were altered after they were read."
        found.append(problem("leaf-altered", "leaf", vi, en))
    if state.writer_root is not None and again.size == size and again.root() != state.writer_root:
        vi, en = f"Gốc cây ở {size} khác gốc của bên ghi.", f"The root at {size} differs from the writer's."
        found.append(problem("root-differs", str(size), vi, en))
    return found, size, again.root()


def _person_unknown(person_id: str) -> NotFound:
    return NotFound(
        "person-unknown",
        Text(
            vi=f"Không có người “{person_id}” ở thời điểm được hỏi.",
            en=f"No person “{person_id}” is known at the time asked.",
        ),
        mend=Text(vi="Kiểm tra mã người và as_known.", en="Check the person's id and as_known."),
    )
