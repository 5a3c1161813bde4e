"""The tar stream in which a folder's files arrive: read where it lies, nothing is ever unpacked to a disk."""

import io
import tarfile
import zlib
from functools import partial
from typing import IO, BinaryIO, cast

from services.admissions.app.folder.content import Content, measured
from services.admissions.app.folder.table import FolderLimits
from shared.core.errors import Malformed, TooLarge
from shared.core.text import Text

MEMBERS_MAX = 16
BROKEN = (tarfile.TarError, zlib.error, EOFError, OSError, ValueError, OverflowError)


def unpack(stream: BinaryIO, limits: FolderLimits) -> dict[str, Content]:
    """File name to content of each regular file of a tar (also gzipped), each read once to its end.

    The contents can be opened as long as the stream is. Raises Malformed, TooLarge.
    """
    files: dict[str, Content] = {}
    try:
        archive = tarfile.open(fileobj=stream, mode="r:*")  # noqa: SIM115 - its members are opened later
        left = limits.bytes_max
        for member in archive:
            if member.isdir():
                continue
            name = member.name.rsplit("/", 1)[-1]
            if not member.isreg() or name in files or len(files) >= MEMBERS_MAX:
                raise _unreadable()
            if member.size > left:
                raise _too_large(limits.bytes_max)
            content = measured(partial(_opened, archive, member))
            if content.size != member.size:
                raise _unreadable()
            files[name] = content
            left -= member.size
    except BROKEN:
        raise _unreadable() from None
    return files


def pack(files: dict[str, bytes]) -> bytes:
    """The tar that `unpack` reads; the same files give the same bytes."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name in sorted(files):
            entry = tarfile.TarInfo(name)
            entry.size = len(files[name])
            archive.addfile(entry, io.BytesIO(files[name]))
    return out.getvalue()


def _opened(archive: tarfile.TarFile, member: tarfile.TarInfo) -> BinaryIO:
    found: IO[bytes] | None = archive.extractfile(member)
    assert found is not None
    return cast("BinaryIO", found)


def _unreadable() -> Malformed:
    return Malformed(
        "import-archive-unreadable",
        Text(vi="Không mở được gói tar, hoặc gói bị cắt giữa chừng.", en="The tar cannot be opened, or it is cut off."),
        mend=Text(
            vi="Gửi lại các tệp của thư mục, mỗi tên một lần, trong một gói tar.",
            en="Send the folder's files again, each name once, in one tar.",
        ),
    )


def _too_large(bytes_max: int) -> TooLarge:
    return TooLarge(
        "import-folder-too-large",
        Text(vi=f"Thư mục dài quá {bytes_max} byte.", en=f"The folder is longer than {bytes_max} bytes."),
        mend=Text(vi="Chia thư mục thành nhiều lần nhập.", en="Split the folder into several imports."),
        values={"bytes_max": bytes_max},
    )
