"""What verify can find wrong, in words: one sentence in each language, and a stable code."""

from services.audit.app.monitor import DIFFERENCES_SHOWN_MAX, Comparison
from services.audit.app.ports import ReaderNote
from services.audit.app.watch import BEHIND, GAP
from shared.contracts.answers import Problem


def problem(code: str, where: str, vi: str, en: str) -> Problem:
    """A finding."""
    return Problem(code=code, where=where, vi=vi, en=en)


def note_problem(note: ReaderNote) -> Problem:
    """What the reader met: a gap, a loss without a gap, or a running hash that differs."""
    if note.code == GAP:
        vi = f"Phân vùng {note.partition} thiếu số thứ tự {note.figure}; chạy: socai relay resend."
        en = f"Partition {note.partition} lacks sequence {note.figure}; run: socai relay resend."
    elif note.code == BEHIND:
        vi = f"Phân vùng {note.partition} còn thiếu {note.figure} sự kiện đã báo là gửi; chạy: socai relay resend."
        en = f"Partition {note.partition} lacks {note.figure} events said to be sent; run: socai relay resend."
    else:
        vi = f"Chuỗi băm của phân vùng {note.partition} khác bên ghi ở vị trí {note.figure}."
        en = f"The running hash of partition {note.partition} differs from the writer's at position {note.figure}."
    return problem(note.code, note.partition, vi, en)


def totals_problems(comparison: Comparison) -> list[Problem]:
    """Each unit and standing where members and the ledger disagree, up to a limit."""
    return [
        problem(
            "two-totals-differ",
            f"{one.unit_id}/{one.standing}",
            f"{one.unit_id}, {one.standing}: danh sách {one.members} người, sổ cái {one.ledger} người.",
            f"{one.unit_id}, {one.standing}: members has {one.members}, the ledger {one.ledger}.",
        )
        for one in comparison.differences[:DIFFERENCES_SHOWN_MAX]
    ]
