"""Drop what a reader derived and let it read everything again: `socai rebuild`.

The reader at work is fenced, reads its checkpoints again and begins at the first event; answers stand at the position
that is complete again, until the newest is.
"""

from typing import TypeVar

from shared.ports.checkpoint import CheckpointStore, Projector

Tx = TypeVar("Tx")


def rebuild(store: CheckpointStore[Tx], projector: Projector[Tx]) -> None:
    """Empty rows, checkpoints and time line in one transaction. Raises Unavailable; then nothing changed."""
    with store.transaction() as tx:
        store.reset(tx)
        projector.reset(tx)
