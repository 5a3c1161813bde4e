"""The application `socai`: every command by its name, and how each ends (exit codes: design 8)."""

import sys

import typer

from services.cli.calendar import app as calendar_app
from services.cli.class_ import app as class_app
from services.cli.compare import compare
from services.cli.demo import demo
from services.cli.doctor import doctor
from services.cli.due import due
from services.cli.errors import CommandError
from services.cli.help import speak
from services.cli.imports import import_
from services.cli.indicators import indicators
from services.cli.location import Location
from services.cli.log import app as log_app
from services.cli.meeting import meeting
from services.cli.members import member, members
from services.cli.next import next_
from services.cli.office import app as office_app
from services.cli.output import notes
from services.cli.policy import app as policy_app
from services.cli.rating import app as rating_app
from services.cli.rebuild import rebuild
from services.cli.reconcile import reconcile
from services.cli.relay import app as relay_app
from services.cli.scenario import scenario
from services.cli.serve import serve
from services.cli.statistics import statistics
from services.cli.trail import trail
from services.cli.verify import verify

app = typer.Typer(
    name="socai",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Sổ Cái, the member ledger: one log, two clocks, every figure recomputable.",
)
for command in (
    serve, scenario, members, member, due, indicators, statistics, compare, trail, verify, rebuild,
    reconcile, meeting, doctor, demo
):  # fmt: skip
    app.command()(command)
app.command("import")(import_)
app.command("next")(next_)
app.add_typer(policy_app, name="policy", help="Policies: check and publish a version, list what holds.")
app.add_typer(calendar_app, name="calendar", help="Working days: publish a year, list the years.")
app.add_typer(office_app, name="office", help="Officers: register, give, delegate and end offices; check coverage.")
app.add_typer(class_app, name="class", help="Classes: open, certify, show the roster.")
app.add_typer(rating_app, name="rating", help="Ratings: import a list, rate a unit, close a period, show it.")
app.add_typer(log_app, name="log", help="Export, load or recover the log.")
app.add_typer(relay_app, name="relay", help="Ask the relay to send again.")


def main() -> None:
    """Run one command. Exit codes: 0 done, 1 refused or found wrong, 2 used wrongly, 3 a dependency is down."""
    try:
        root = typer.main.get_command(app)
        speak(root, Location.from_environment().language)
        root()
    except CommandError as error:
        for line in error.lines(Location.from_environment().language):
            notes.print(line, markup=False)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
