"""`socai log export FILE`, `log load FILE`, `log recover`: the log as a file, byte for byte; back from the topics."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated, Literal, cast

import typer

from services.cli.ask import language
from services.cli.client import connected
from services.cli.errors import UsedWrongly
from services.cli.output import console, say, whole

app = typer.Typer(no_args_is_help=True, add_completion=False)
PIECE_BYTES = 1 << 16


@app.command()
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="One event a line; compressed when it ends in .gz.")],
    keys: Annotated[Path | None, typer.Option("--keys", metavar="FILE", help="Also the keys, wrapped.")] = None,
    to: Annotated[Path | None, typer.Option("--to", metavar="RECIPIENT", help="The recipient's public key.")] = None,
) -> None:
    """Write the whole log to a file, exactly the stored bytes."""
    if (keys is None) != (to is None):
        raise UsedWrongly(say("--keys và --to đi cùng nhau.", "--keys and --to go together."))
    part = file.with_name(file.name + ".part")
    lines = 0
    with connected() as client:
        with _opened(part, file.suffix, "wb") as out, client.stream("/admissions/log") as response:
            for piece in response.iter_bytes(PIECE_BYTES):
                lines += piece.count(b"\n")
                out.write(piece)
        part.replace(file)
        if keys is not None and to is not None:
            wrapped = client.post("/admissions/log/keys", json={"recipient": to.read_text("utf-8")})
            keys.write_bytes(wrapped.content)
    console.print(
        say(f"Đã xuất {whole(lines, 'vi')} sự kiện ra {file}", f"Exported {whole(lines, 'en')} events to {file}").of(
            language()
        ),
        markup=False,
    )


@app.command()
def load(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `log export` wrote.")],
    keys: Annotated[Path | None, typer.Option("--keys", metavar="FILE", help="The keys that came with it.")] = None,
    private: Annotated[Path | None, typer.Option("--as", metavar="FILE", help="The recipient's private key.")] = None,
) -> None:
    """Load an exported log into an empty system. Without keys, people stay sealed."""
    if not file.is_file():
        raise UsedWrongly(say(f"Không có tệp {file}.", f"There is no file {file}."))
    with connected() as client:
        with _opened(file, file.suffix, "rb") as source:
            pieces = iter(lambda: source.read(PIECE_BYTES), b"")
            answer = client.post("/admissions/log", content=pieces, headers={"Content-Type": "application/x-ndjson"})
        if keys is not None:
            client.post(
                "/admissions/log/keys/load",
                json={
                    "keys": keys.read_text("utf-8"),
                    "private": None if private is None else private.read_text("utf-8"),
                },
            )
    position = answer.json()["position"]
    console.print(
        say(f"Đã nạp đến vị trí {whole(position, 'vi')}.", f"Loaded to position {whole(position, 'en')}.").of(
            language()
        ),
        markup=False,
    )


@app.command()
def recover() -> None:
    """Read back from the topics what a restored log lacks."""
    with connected() as client:
        body = client.post("/admissions/log/recover").json()
    console.print(
        say(f"Đã lấy lại {body['recovered']} sự kiện.", f"Recovered {body['recovered']} events.").of(language()),
        markup=False,
    )


@contextmanager
def _opened(file: Path, suffix: str, mode: Literal["rb", "wb"]) -> Iterator[IO[bytes]]:
    """The file, through gzip when its final name ends so."""
    with file.open(mode) as plain:
        if suffix != ".gz":
            yield plain
            return
        with gzip.GzipFile(filename="", mode=mode, fileobj=plain, mtime=0) as packed:
            yield cast("IO[bytes]", packed)
