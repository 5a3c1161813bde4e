"""Rules on transfer slips: one record for each, from elsewhere, settled once and not before its date (domain 7)."""

from datetime import date

from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule, refusal
from shared.contracts.organisation import ArrivalExpected
from shared.core.text import Text
from shared.tree.unit import Unit

EXISTS = Rule("arrival-exists", "HD 12-HD/BTCTW (17/05/2012, phiếu báo chuyển sinh hoạt đảng); domain 7")
UNKNOWN = Rule("arrival-unknown", "HD 12-HD/BTCTW (17/05/2012, phiếu báo chuyển sinh hoạt đảng); domain 7")
OWN = Rule("arrival-from-own-unit", "HD 12-HD/BTCTW (17/05/2012, phiếu báo chuyển sinh hoạt đảng); domain 7")
SETTLED = Rule("arrival-settled-already", "HD 12-HD/BTCTW (17/05/2012, phiếu báo chuyển sinh hoạt đảng); domain 7")
EARLY = Rule("arrival-settled-early", "HD 12-HD/BTCTW (17/05/2012, phiếu báo chuyển sinh hoạt đảng); domain 7")


def new_slip(held: ArrivalExpected | None) -> None:
    """A slip is recorded once. Source: domain 7 (numbered slips)."""
    if held is None:
        return
    since = written(held.effective_on)
    raise refusal(
        EXISTS,
        Text(
            vi=f"Mã phiếu “{held.slip_id}” đã dùng cho phiếu báo số {held.number}, ghi từ ngày {since.vi}.",
            en=f"The id “{held.slip_id}” is that of slip {held.number}, recorded from {since.en}.",
        ),
        Text(
            vi="Nếu là phiếu khác, dùng mã khác; nếu là phiếu đó, không phải ghi lại.",
            en="For another slip use another id; the one recorded needs no second record.",
        ),
        where="/slip_id",
        values={"slip_id": held.slip_id, "number": held.number, "effective_on": held.effective_on},
    )


def known_slip(held: ArrivalExpected | None, slip_id: str) -> ArrivalExpected:
    """Only a recorded slip is settled. Source: domain 7."""
    if held is not None:
        return held
    raise refusal(
        UNKNOWN,
        Text(vi=f"Chưa ghi phiếu báo nào có mã “{slip_id}”.", en=f"No slip with the id “{slip_id}” is recorded."),
        Text(
            vi="Kiểm tra mã phiếu; danh sách các phiếu đang chờ ở đơn vị nhận cho biết các mã.",
            en="Check the slip's id; the receiving unit's list of open slips tells them.",
        ),
        where="/slip_id",
        values={"slip_id": slip_id},
    )


def from_elsewhere(from_unit_id: str | None, unit: Unit) -> None:
    """Nobody arrives from the unit that waits. Source: domain 7."""
    if from_unit_id != unit.unit_id:
        return
    raise refusal(
        OWN,
        Text(
            vi=f"Phiếu báo ghi nơi đi và nơi đến là một: {unit.label}.",
            en=f"The slip comes from the very unit that waits: {unit.label}.",
        ),
        Text(
            vi="Nêu nơi đi (from_unit_id); bỏ trống nếu đảng viên đến từ ngoài tỉnh.",
            en="Give where the member comes from (from_unit_id); nothing for outside the province.",
        ),
        where="/from_unit_id",
        values={"unit_id": unit.unit_id, "from_unit_id": from_unit_id},
        content=True,
    )


def still_open(settled_on: date | None) -> None:
    """A slip is settled once. Source: domain 7."""
    if settled_on is None:
        return
    on = written(settled_on)
    raise refusal(
        SETTLED,
        Text(vi=f"Phiếu báo này đã kết thúc ngày {on.vi}.", en=f"The slip was settled on {on.en}."),
        Text(vi="Việc này đã xong, không phải ghi lại.", en="This is done; nothing is left to record."),
        values={"settled_on": settled_on},
    )


def not_before(on: date, expected_on: date) -> None:
    """What is awaited from a day on is settled on that day or later. Source: domain 7."""
    if on >= expected_on:
        return
    asked, first = written(on), written(expected_on)
    raise refusal(
        EARLY,
        Text(
            vi=f"Ngày kết thúc phiếu ({asked.vi}) sớm hơn ngày của phiếu báo ({first.vi}).",
            en=f"The slip is of {first.en} and cannot be settled on {asked.en}.",
        ),
        Text(vi=f"Ghi một ngày từ {first.vi} trở đi.", en=f"Give a day from {first.en} on."),
        where="/effective_on",
        values={"on": on, "expected_on": expected_on},
    )
