"""Rules on transfer slips: one record for each, from elsewhere, settled once and not before its date (domain 7)."""

from datetime import date

from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule, refusal
from shared.contracts.organisation import ArrivalExpected
from shared.core.text import Text

EXISTS = Rule("arrival-exists", "HD 12-HD/BTCTW (phiếu báo chuyển sinh hoạt đảng); domain 7")
UNKNOWN = Rule("arrival-unknown", "HD 12-HD/BTCTW (phiếu báo chuyển sinh hoạt đảng); domain 7")
OWN = Rule("arrival-from-own-unit", "HD 12-HD/BTCTW (phiếu báo chuyển sinh hoạt đảng); domain 7")
SETTLED = Rule("arrival-settled-already", "HD 12-HD/BTCTW (phiếu báo chuyển sinh hoạt đảng); domain 7")
EARLY = Rule("arrival-settled-early", "HD 12-HD/BTCTW (phiếu báo chuyển sinh hoạt đảng); domain 7")


def new_slip(held: ArrivalExpected | None) -> None:
    """A slip is recorded once. Source: domain 7 (numbered slips)."""
    if held is None:
        return
    raise refusal(
        EXISTS,
        Text(vi="Phiếu báo này đã được ghi.", en="This slip is recorded already."),
        Text(vi="Dùng mã khác, hoặc kết thúc phiếu đã ghi.", en="Use another id, or settle the one recorded."),
        where="/slip_id",
        values={"slip_id": held.slip_id},
    )


def known_slip(held: ArrivalExpected | None, slip_id: str) -> ArrivalExpected:
    """Only a recorded slip is settled. Source: domain 7."""
    if held is not None:
        return held
    raise refusal(
        UNKNOWN,
        Text(vi=f"Không có phiếu báo “{slip_id}”.", en=f"There is no slip “{slip_id}”."),
        Text(vi="Kiểm tra mã phiếu.", en="Check the slip's id."),
        where="/slip_id",
        values={"slip_id": slip_id},
    )


def from_elsewhere(from_unit_id: str | None, unit_id: str) -> None:
    """Nobody arrives from the unit that waits. Source: domain 7."""
    if from_unit_id != unit_id:
        return
    raise refusal(
        OWN,
        Text(vi="Nơi đi và nơi đến là một.", en="The slip comes from the unit that waits."),
        Text(vi="Nêu nơi đi, hoặc để trống nếu ngoài tỉnh.", en="Give where from, or nothing for outside."),
        where="/from_unit_id",
        values={"unit_id": unit_id},
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
        Text(vi="Không phải làm gì nữa.", en="Nothing is left to do."),
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
            vi=f"Phiếu báo ghi từ ngày {first.vi}; ngày kết thúc là {asked.vi}.",
            en=f"The slip is of {first.en}; it was settled on {asked.en}.",
        ),
        Text(vi="Kiểm tra ngày.", en="Check the date."),
        where="/effective_on",
        values={"on": on, "expected_on": expected_on},
    )
