"""A CSV file line by line: UTF-8, quotes, limits. Nothing of it is in memory but the line at hand."""

import csv
import unicodedata
from collections.abc import Iterator
from typing import BinaryIO

from services.admissions.app.folder.findings import Findings
from services.admissions.app.folder.table import FolderLimits, Rows
from shared.core.text import Text

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class _BadLine(Exception):
    """The line cannot be taken; the fault is told already."""


def csv_rows(name: str, stream: BinaryIO, limits: FolderLimits, findings: Findings) -> Rows:
    """The rows; ends early, with a fault, where the file cannot be read on."""
    reader = csv.reader(_lines(name, stream, limits, findings), strict=True)
    try:
        for cells in reader:
            if cells:
                yield reader.line_num, cells
    except _BadLine:
        return
    except csv.Error:
        findings.add(
            f"{name}:{reader.line_num}",
            Text(
                vi="Dấu nháy kép không khớp, hoặc tệp bị cắt giữa chừng.",
                en="The quotes do not match, or the file is cut off.",
            ),
        )


def _lines(name: str, stream: BinaryIO, limits: FolderLimits, findings: Findings) -> Iterator[str]:
    number = 0
    while raw := stream.readline(limits.line_bytes_max + 2):
        number += 1
        if len(raw.rstrip(b"\n")) > limits.line_bytes_max:
            findings.add(
                f"{name}:{number}",
                Text(
                    vi=f"Dòng quá dài, giới hạn là {limits.line_bytes_max} byte.",
                    en=f"The line is too long, the limit is {limits.line_bytes_max} bytes.",
                ),
            )
            raise _BadLine
        try:
            line = (raw.removeprefix(BYTE_ORDER_MARK) if number == 1 else raw).decode()
        except UnicodeDecodeError:
            findings.add(
                f"{name}:{number}",
                Text(
                    vi="Không phải là UTF-8; lưu lại tệp với mã UTF-8.",
                    en="This is not UTF-8; save the file as UTF-8.",
                ),
            )
            raise _BadLine from None
        yield line if line.isascii() else unicodedata.normalize("NFC", line)
