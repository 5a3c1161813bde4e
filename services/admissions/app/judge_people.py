"""Rows about people, judged: people.csv against what is held, events.csv through the domain."""

from dataclasses import replace
from datetime import date

from services.admissions.app.files import PERSON, person_stream
from services.admissions.app.folder.read import EVENTS, PEOPLE
from services.admissions.app.folder.rows import EventRow, PersonRow
from services.admissions.app.judging import IMPORT_ADDS, Judging
from services.admissions.app.leaving_secrets import needs_clear
from services.admissions.app.particulars import BIRTH_DATE, FULL_NAME, PERSON_REF
from services.admissions.app.person_acts import decide_act, people_of, secrets_of, units_of
from services.admissions.app.person_rows import RowContext, command_of
from services.admissions.app.staging import Decided
from services.admissions.app.verdicts import Verdict
from services.admissions.domain.person.commands import PersonCommand
from services.admissions.domain.person.context import Context
from services.admissions.domain.person.state import PersonState
from shared.contracts.movement import NO_ATTRIBUTES
from shared.contracts.people import ParticularsRecorded
from shared.core.dates import parse_date
from shared.core.errors import Refusal
from shared.core.text import Text


def check_person(judging: Judging, row: PersonRow) -> None:
    """A person held already must be the same in people.csv: it says how someone enters, not how they changed.

    Raises a Refusal that does not repeat what differs.
    """
    person_id = judging.person_id(row.person_ref)
    file = judging.stage.file(person_id)
    judging.stage.take({person_id: replace(file, row=row)})
    # Until an event of the folder speaks of the person.
    judging.verdicts.note(PEOPLE, row.line, Verdict.UNCHANGED if file.state.version == 0 else Verdict.HELD)
    if file.state.version == 0:
        if (alike := judging.alike.notice(row.line)) is not None:
            judging.notices.add(f"{PEOPLE}:{row.line}", alike)
        return
    held = judging.held(person_id)
    differs = []
    if held.get(FULL_NAME, row.full_name) != row.full_name:
        differs.append("full_name")
    if held.get(BIRTH_DATE, row.birth_date.isoformat()) != row.birth_date.isoformat():
        differs.append("birth_date")
    if not differs:
        return
    raise Refusal(
        "import-person-differs",
        Text(
            vi="Người này đã có trong sổ với thông tin khác.",
            en="This person is in the register with other particulars.",
        ),
        mend=Text(
            vi="Kiểm tra person_ref; nhập đính chính bằng một việc riêng.",
            en="Check person_ref; a correction is an act of its own.",
        ),
        source=IMPORT_ADDS,
        where=f"/{differs[0]}",
        content=True,
    )


def judge_event(judging: Judging, row: EventRow) -> None:
    """Stage what a row of events.csv means; nothing when it is in the log already. Raises what refuses it."""
    person_id = judging.person_id(row.person_ref)
    where = f"{EVENTS}:{row.line}"
    command_id = judging.command_id(where)
    file = judging.stage.file(person_id)
    if str(command_id) in file.commands:
        return
    known = file.row
    if known is not None:
        judging.verdicts.note(PEOPLE, known.line, Verdict.ACCEPTED)
    if known is None and file.state.version == 0:
        raise _unknown_reference()
    place = file.state.place_at(row.effective_on)
    command = command_of(
        row,
        RowContext(
            actor=judging.actor,
            home=None if place is None else place.unit_id,
            attributes=NO_ATTRIBUTES if known is None else known.attributes,
            id_of=judging.person_id,
        ),
    )
    clear = {**judging.held(person_id), **file.staged} if needs_clear(command) else {}
    context = Context(
        organisation=judging.stage.organisation,
        today=judging.today,
        birth_date=_birth_date(judging, person_id, known),
        live=False,
        person_id=person_id,
        others=_others(judging, command),
        sealed=clear,
    )
    decided = decide_act(judging.reach, person_id, file, command, context)
    secrets = secrets_of(command, decided, clear)
    if known is not None and file.state.version == 0:
        secrets |= {
            FULL_NAME: known.full_name,
            BIRTH_DATE: known.birth_date.isoformat(),
            PERSON_REF: known.person_ref,
        }
    if secrets and decided:
        # The seal is made when the act is appended; until then its event only keeps the place.
        decided = [Decided(PERSON, person_id, ParticularsRecorded(actor=judging.actor, sealed={})), *decided]
    reads = [person_stream(person_id), *units_of(file.state, command), *map(person_stream, people_of(command))]
    leaving = {name: text for name, text in secrets.items() if name not in {FULL_NAME, BIRTH_DATE, PERSON_REF}}
    judging.stage.add(command_id, where, decided, reads=reads, person_id=person_id, secrets=secrets)
    if leaving:
        staged = judging.stage.file(person_id)
        judging.stage.take({person_id: replace(staged, staged={**staged.staged, **leaving})})


def _others(judging: Judging, command: PersonCommand) -> dict[str, PersonState]:
    """Introducers and mentors that the command names, as the rows so far leave them."""
    named = people_of(command)
    judging.stage.take(judging.load(frozenset(each for each in named if not judging.stage.holds(each))))
    return {each: judging.stage.file(each).state for each in named}


def _birth_date(judging: Judging, person_id: str, row: PersonRow | None) -> date | None:
    if row is not None:
        return row.birth_date
    text = judging.held(person_id).get(BIRTH_DATE)
    return None if text is None else parse_date(text)


def _unknown_reference() -> Refusal:
    return Refusal(
        "import-reference-unknown",
        Text(
            vi="person_ref này không có trong people.csv và chưa có trong sổ.",
            en="This person_ref is neither in people.csv nor in the register.",
        ),
        mend=Text(vi="Thêm người đó vào people.csv.", en="Add the person to people.csv."),
        source="Quy ước của sổ: một dòng sự kiện nói về người có trong people.csv hoặc đã có trong sổ",
        where="/person_ref",
        content=True,
    )
