"""`socai import DIR [--dry-run]` and `socai import undo BATCH`: a folder goes in whole, or is taken back whole."""

import json
import sys
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from services.cli.ask import language
from services.cli.client import Client, connected
from services.cli.dry_run import try_folder
from services.cli.errors import FoundWrong, UsedWrongly
from services.cli.output import console, notes, say, whole
from shared.core.text import Language, Text

BLOCK = 512
READ_BYTES = 1 << 16
POLL_S = 0.2
NOTICES_SHOWN_MAX = 5
SUFFIXES = (".csv", ".xlsx")


def import_(
    what: Annotated[list[str], typer.Argument(metavar="DIR | undo BATCH", help="A folder, or `undo` and a batch id.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Judge every row and write nothing.")] = False,
    verdicts: Annotated[
        Path | None, typer.Option("--verdicts", metavar="FILE.csv", help="Of a dry run: every row's verdict.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The answer as JSON; of a dry run with every row.")] = False,
) -> None:
    """Import a folder, or take an import back whole."""
    spoken = language()
    with connected() as client:
        if what[0] == "undo" and len(what) == 2:
            _told(client.post(f"/admissions/imports/{what[1]}/undo").json(), spoken, as_json=as_json)
            return
        if len(what) != 1:
            raise UsedWrongly(
                say(
                    "Dùng: socai import DIR hoặc socai import undo BATCH.",
                    "Use: socai import DIR or socai import undo BATCH.",
                )
            )
        folder = Path(what[0])
        if dry_run:
            try_folder(client, _sent(folder, spoken), spoken, verdicts=verdicts, as_json=as_json)
            return
        _told(import_folder(client, folder, spoken=spoken), spoken, as_json=as_json)


def _told(state: dict[str, Any], spoken: Language, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(state, ensure_ascii=False, sort_keys=True) + "\n")
    show(state, spoken, quiet=as_json)


def _sent(folder: Path, spoken: Language) -> Iterator[bytes]:
    """The folder's bytes, and a word that they are on their way. Raises UsedWrongly."""
    if not folder.is_dir():
        raise UsedWrongly(say(f"{folder} không phải là một thư mục.", f"{folder} is not a folder."))
    notes.print(say(f"Gửi {folder} …", f"Sending {folder} …").of(spoken), markup=False)
    return tar_of(folder)


def import_folder(client: Client, folder: Path, *, spoken: Language) -> dict[str, Any]:
    """Send a folder and follow it until it is closed; the last progress. Raises CommandFailed, UsedWrongly."""
    sent = client.post_folder("/admissions/imports", _sent(folder, spoken))
    state: dict[str, Any] = sent.json()
    shown = ""
    while sent.status_code == 202 and state.get("state") not in {"closed", "undone", "failed", "judged"}:
        line = progress_line(state, spoken)
        if line != shown:
            notes.print(line, markup=False)
            shown = line
        time.sleep(POLL_S)
        state = client.get(f"/admissions/imports/{state['batch_id']}", to_head=False).json()
    return state


def show(state: dict[str, Any], spoken: Language, *, quiet: bool = False) -> None:
    """Where the import ended, and what was noticed. Raises FoundWrong when it stopped or had to leave rows out."""
    if not quiet:
        console.print(progress_line(state, spoken), markup=False)
    notices, left_out, failure = state.get("notices") or [], state.get("left_out") or [], state.get("failure")
    for finding in notices[:NOTICES_SHOWN_MAX]:
        notes.print(f"  {finding['where']}: {finding[spoken]}", markup=False)
    if len(notices) > NOTICES_SHOWN_MAX:
        more = len(notices) - NOTICES_SHOWN_MAX
        notes.print(say(f"  … và {more} lưu ý nữa", f"  … and {more} more notices").of(spoken), markup=False)
    wrong = [*left_out, *([failure] if failure else [])]
    if wrong:
        raise FoundWrong(
            Text(
                vi="Có dòng không nhập được: " + "; ".join(f"{one['where']}: {one['vi']}" for one in wrong),
                en="Rows were left out: " + "; ".join(f"{one['where']}: {one['en']}" for one in wrong),
            )
        )


def progress_line(state: dict[str, Any], spoken: Language) -> str:
    """The batch, its state, and how much of it is in the log."""
    done, planned = whole(state.get("events_appended"), spoken), whole(state.get("events_planned"), spoken)
    batch = state.get("batch_id")
    return say(
        f"Đợt {batch}: {state.get('state')}, {done}/{planned} sự kiện",
        f"Batch {batch}: {state.get('state')}, {done}/{planned} events",
    ).of(spoken)


def tar_of(folder: Path) -> Iterator[bytes]:
    """The folder's files as a tar stream, piece by piece; nothing is written to disk."""
    for file in sorted(path for path in folder.iterdir() if path.is_file() and path.suffix in SUFFIXES):
        info = tarfile.TarInfo(file.name)
        info.size = file.stat().st_size
        yield info.tobuf(tarfile.PAX_FORMAT)
        sent = 0
        with file.open("rb") as opened:
            while piece := opened.read(min(READ_BYTES, info.size - sent)):
                sent += len(piece)
                yield piece
        if sent != info.size:
            raise UsedWrongly(say(f"{file} thay đổi trong khi đọc.", f"{file} changed while it was read."))
        yield bytes(-sent % BLOCK)
    yield bytes(2 * BLOCK)
