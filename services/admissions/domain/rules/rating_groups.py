"""Rules on ratings of organisations: who rates whom, in which group the cap is counted, what a re-rating replaces."""

from datetime import date

from services.admissions.domain.policy.in_force import Policies
from services.admissions.domain.rules.ratings import TWICE
from services.admissions.domain.rules.refusals import Rule, refusal
from services.admissions.domain.rules.units import path
from shared.contracts.organisation import GRASSROOTS, UnitRated
from shared.core.text import Text
from shared.tree.organisation import Organisation
from shared.tree.unit import Unit

ABOVE = Rule("rating-of-unit-below", "QĐ 124-QĐ/TW Art. 12; domain 9")
REPLACES = Rule("rating-replaced", "QĐ 124-QĐ/TW, QĐ 366-QĐ/TW; contracts 4 (a re-rating is a correction); domain 12.3")
PARTLY = Rule("rating-group-partly", "HD 21-HD/BTCTW (2019); domain 9 (members: per grassroots organisation)")

TOO_MANY = Rule("ratings-too-many", "Quy ước của sổ; design 10 (everything has a limit)")
PEOPLE_MAX = 20_000
"""How many people who ever stood below a unit one closing counts among."""

GRASSROOTS_GROUP, UNIT_GROUP = "grassroots", "unit"
"""Policy codes of `rating_cap_group`: counted in each grassroots organisation, or in the whole unit that closes."""


def rates_below(organisation: Organisation, body: Unit, unit: Unit, on: date) -> None:
    """A committee rates organisations that stand below it, not itself. Source: domain 9."""
    above = [each.unit_id for each in path(organisation, unit.unit_id, on)][1:]
    if body.unit_id in above and not body.is_cell:
        return
    raise refusal(
        ABOVE,
        Text(
            vi=f"{body.unit_id} không phải là cấp ủy cấp trên của {unit.unit_id}.",
            en=f"{body.unit_id} is no committee above {unit.unit_id}.",
        ),
        Text(
            vi=f"Cấp xếp loại là một trong: {', '.join(above) or '(không có)'}.",
            en=f"It is rated by one of: {', '.join(above) or '(none)'}.",
        ),
        where="/body_unit_id",
        values={"body_unit_id": body.unit_id, "above": above},
    )


def replaces(held: tuple[int, UnitRated] | None, corrects: int | None, ground: str | None, period: str) -> None:
    """The first rating of a period corrects none; another names the one that stands, and why. Source: contracts 4."""
    if held is None and corrects is None:
        return
    if held is not None and corrects is None:
        raise refusal(
            TWICE,
            Text(
                vi=f"Kỳ {period} đã xếp loại “{held[1].grade}” (vị trí {held[0]}).",
                en=f"The period {period} is rated “{held[1].grade}” already (position {held[0]}).",
            ),
            Text(vi="Xếp loại lại: nêu corrects và ground.", en="To rate again name `corrects` and `ground`."),
            where="/corrects",
            values={"period": period, "grade": held[1].grade, "position": held[0]},
        )
    if held is not None and held[0] == corrects and ground:
        return
    stands = None if held is None else held[0]
    raise refusal(
        REPLACES,
        Text(
            vi=f"Xếp loại đang có hiệu lực ở vị trí {stands}, không phải {corrects}, hoặc thiếu căn cứ.",
            en=f"The rating that stands is at position {stands}, not {corrects}, or the ground is missing.",
        ),
        Text(vi="Nêu đúng corrects, và ground là một mã.", en="Name it in `corrects`, and give `ground`, a code."),
        where="/corrects",
        values={"position": stands, "corrects": corrects, "ground": ground},
    )


def default_group(unit: Unit) -> str:
    """Organisations with similar tasks, where no group is named: the same kind, and the same kind of cell. Domain 9."""
    return unit.kind.value if unit.cell_kind is None else f"{unit.kind.value}.{unit.cell_kind.value}"


def group_of_member(organisation: Organisation, cell_id: str, closing: Unit, on: date, policies: Policies) -> str:
    """The group in which a member of a cell counts for the cap, by `rating_cap_group`. Source: domain 9."""
    if policies.code("rating_cap_group") == UNIT_GROUP:
        return closing.unit_id
    above = path(organisation, cell_id, on)
    return next((unit.unit_id for unit in above if unit.kind in GRASSROOTS), closing.unit_id)


def whole_groups(organisation: Organisation, closing: Unit, on: date, policies: Policies) -> None:
    """A closing covers whole groups: a cell below a committee cannot close alone what is capped above it. Domain 9."""
    if policies.code("rating_cap_group") == UNIT_GROUP:
        return
    group = next((unit for unit in path(organisation, closing.unit_id, on) if unit.kind in GRASSROOTS), None)
    if group is None or group.unit_id == closing.unit_id:
        return
    raise refusal(
        PARTLY,
        Text(
            vi=f"Tỷ lệ tính trong cả {group.unit_id}; {closing.unit_id} chỉ là một phần.",
            en=f"The cap is counted in {group.unit_id} as a whole; {closing.unit_id} is a part of it.",
        ),
        Text(vi=f"Chốt xếp loại ở {group.unit_id}.", en=f"Close the ratings of {group.unit_id}."),
        where="/unit_id",
        values={"unit_id": closing.unit_id, "group": group.unit_id},
    )


def counted_among(unit_id: str, people: int) -> None:
    """A closing counts among a limited number of people; larger units are closed part by part. Source: design 10."""
    if people <= PEOPLE_MAX:
        return
    raise refusal(
        TOO_MANY,
        Text(
            vi=f"{unit_id} có {people} người; một lần chốt tính trong {PEOPLE_MAX} người.",
            en=f"{unit_id} holds {people} people; one closing counts among {PEOPLE_MAX}.",
        ),
        Text(vi="Chốt từng tổ chức cơ sở.", en="Close each grassroots organisation by itself."),
        values={"people": people, "people_max": PEOPLE_MAX},
    )
