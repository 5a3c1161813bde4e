"""`socai scenario NAME --out DIR`: writes a scenario as an import folder. Nothing is read from the running system."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from services.cli.ask import language
from services.cli.errors import ended_by
from services.scenarios.catalogue import SEED_DEFAULT, find
from services.scenarios.folder import generate
from shared.core.errors import Malformed, SocaiError, Unavailable
from shared.core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioWritten:
    """What now lies in the folder."""

    out: Path
    units: int
    people: int
    events: int

    @property
    def text(self) -> Text:
        """One line to show."""
        return Text(
            vi=f"Đã ghi {self.units} tổ chức, {self.people} người, {self.events} sự kiện vào {self.out}",
            en=f"Wrote {self.units} units, {self.people} people, {self.events} events to {self.out}",
        )


def scenario(
    name: Annotated[str, typer.Argument(metavar="NAME", help="nam-giang.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder to write, made if missing.")],
    scale: Annotated[str, typer.Option("--scale", metavar="F", help="Times so many people.")] = "1",
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Same seed, same bytes.")] = SEED_DEFAULT,
) -> None:
    """Write a scenario's synthetic people and lives as an import folder."""
    try:
        written = write_scenario(name, out, scale, seed)
    except SocaiError as error:
        raise ended_by(error) from error
    typer.echo(written.text.of(language()))


def write_scenario(name: str, out: Path, scale: str = "1", seed: int = SEED_DEFAULT) -> ScenarioWritten:
    """Generate the scenario and write its five files to `out`, made if missing.

    `scale` is a decimal number as typed. Raises NotFound for the name, Malformed for the scale or when `out` is a
    file, Unavailable when the folder cannot be written.
    """
    folder = generate(find(name, _decimal(scale)), seed)
    try:
        folder.write(out)
    except (FileExistsError, NotADirectoryError):
        raise Malformed(
            "out-not-a-folder",
            Text(vi=f"{out} không phải là một thư mục.", en=f"{out} is not a folder."),
            mend=Text(vi="Chọn một thư mục khác cho --out.", en="Choose another folder for --out."),
            where="--out",
        ) from None
    except OSError as error:
        raise Unavailable(
            "out-not-writable",
            Text(vi=f"Không ghi được vào {out}: {error.strerror}.", en=f"Cannot write to {out}: {error.strerror}."),
            mend=Text(vi="Kiểm tra quyền ghi và dung lượng đĩa.", en="Check write permission and free space."),
            where="--out",
        ) from error
    return ScenarioWritten(out=out, units=len(folder.units), people=len(folder.people), events=len(folder.events))


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise Malformed(
            "scale-unreadable",
            Text(vi=f"“{text}” không phải là một số.", en=f"“{text}” is not a number."),
            mend=Text(vi="Viết tỷ lệ như 0.1.", en="Write the scale as 0.1."),
            where="--scale",
        ) from None
