"""The key that wraps all others: 32 bytes in a file of its owner's, made at the first start where that is wanted."""

import os
from pathlib import Path

from shared.core.errors import Unavailable
from shared.core.text import Text

KEY_BYTES = 32


def load_master_key(path: Path, *, make: bool = False) -> bytes:
    """The master key in this file. `make`: write a new one, readable by its owner only, when there is none.

    Raises Unavailable when it is missing or not a key.
    """
    if make and not path.exists():
        _make(path)
    try:
        key = path.read_bytes()
    except OSError as fault:
        raise _unusable(path, str(fault.strerror)) from None
    if len(key) != KEY_BYTES:
        raise _unusable(path, f"{len(key)} byte ≠ {KEY_BYTES}")
    return key


def _make(path: Path) -> None:
    """Written aside and linked into place: two first starts at once end with one key, a kill with none or a whole."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(os.urandom(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(aside, path)
    except FileExistsError:
        return
    finally:
        aside.unlink()


def _unusable(path: Path, reason: str) -> Unavailable:
    return Unavailable(
        "master-key-unusable",
        Text(
            vi=f"Không dùng được khóa chủ của kho khóa: {reason}.",
            en=f"The key store's master key cannot be used: {reason}.",
        ),
        mend=Text(
            vi="Đặt lại tệp khóa chủ từ bản sao lưu; không có nó thì không mở được thông tin cá nhân.",
            en="Restore the master key file from its backup; without it no particulars can be unsealed.",
        ),
        where=path.name,
    )
