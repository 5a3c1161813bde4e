"""The events that begin, end and take back a staged act, and when each may happen (design 4). Pure."""

from services.admissions.domain.rules.refusals import Rule, refusal
from shared.contracts.facts import Actor
from shared.contracts.organisation import BatchClosed, BatchOpened, BatchUndone
from shared.core.text import Text

NOT_CLOSED = Rule("batch-not-closed", "Quy ước của sổ; design 4")


def open_batch(actor: Actor, *, kind: str, digest: str, events: int) -> BatchOpened:
    """A staged act begins. `digest`: of what was staged; `events`: how many will follow until it is closed."""
    return BatchOpened(actor=actor, batch_kind=kind, digest=digest, events=events)


def close_batch(actor: Actor, *, planned: int, appended: int) -> BatchClosed:
    """Every planned event is in the log; anything else is a defect of the caller."""
    assert planned == appended, (planned, appended)
    return BatchClosed(actor=actor, events=appended)


def undo_batch(actor: Actor, *, closed: bool, events: int) -> BatchUndone:
    """The staged act has been taken back by `events` later events; only a closed one can be. Source: design 4."""
    if not closed:
        raise refusal(
            NOT_CLOSED,
            Text(
                vi="Đợt này chưa kết thúc hoặc đã được hủy.", en="The batch is not closed, or was taken back already."
            ),
            Text(vi="Chờ đợt kết thúc, hoặc xem trạng thái của đợt.", en="Wait for its end, or look at its state."),
        )
    return BatchUndone(actor=actor, events=events)
