"""Rules on ratings of organisations: who rates whom, in which group the cap is counted, what a re-rating replaces."""

from datetime import date

from services.admissions.domain.policy.in_force import Policies
from services.admissions.domain.rules.code_names import code_named
from services.admissions.domain.rules.ratings import TWICE
from services.admissions.domain.rules.refusals import Rule, refusal
from services.admissions.domain.rules.units import path
from shared.contracts.organisation import GRASSROOTS, UnitRated
from shared.core.text import Text
from shared.tree.organisation import Organisation
from shared.tree.unit import Unit

ABOVE = Rule("rating-of-unit-below", "Điều 12 QĐ 124-QĐ/TW; domain 9")
REPLACES = Rule("rating-replaced", "QĐ 124-QĐ/TW, QĐ 366-QĐ/TW; contracts 4 (a re-rating is a correction); domain 12.3")
PARTLY = Rule("rating-group-partly", "HD 21-HD/BTCTW (2019); domain 9 (members: per grassroots organisation)")

TOO_MANY = Rule("ratings-too-many", "Quy ước của sổ; design 10 (everything has a limit)")
PEOPLE_MAX = 20_000
"""How many people who ever stood below a unit one closing counts among."""

UNIT_GROUP = "unit"
"""Of the policy `rating_cap_group`: counted in the whole unit that closes; else in each grassroots organisation."""


def rates_below(organisation: Organisation, body: Unit, unit: Unit, on: date) -> None:
    """A committee rates organisations that stand below it, not itself. Source: domain 9."""
    units = path(organisation, unit.unit_id, on)[1:]
    above, names = [each.unit_id for each in units], ", ".join(each.label for each in units)
    if body.unit_id in above and not body.is_cell:
        return
    raise refusal(
        ABOVE,
        Text(
            vi=f"{body.label} không phải là cấp ủy cấp trên của {unit.label} nên không xếp loại tổ chức này.",
            en=f"{body.label} is no committee above {unit.label} and does not rate it.",
        ),
        Text(
            vi=f"Cấp xếp loại là một trong: {names or 'không có'}.",
            en=f"It is rated by one of: {names or 'none'}.",
        ),
        where="/body_unit_id",
        values={"body_unit_id": body.unit_id, "above": above},
    )


def replaces(held: tuple[int, UnitRated] | None, corrects: int | None, ground: str | None, period: str) -> None:
    """The first rating of a period corrects none; another names the one that stands, and why. Source: contracts 4."""
    if held is None and corrects is None:
        return
    if held is not None and corrects is None:
        grade = code_named(held[1].grade)
        raise refusal(
            TWICE,
            Text(
                vi=f"Kỳ {period} tổ chức này đã được xếp loại: {grade.vi} (vị trí {held[0]}).",
                en=f"The unit's rating of {period} is recorded already: {grade.en} (position {held[0]}).",
            ),
            Text(
                vi=f"Muốn xếp loại lại, nêu vị trí đó (corrects: {held[0]}) và căn cứ (ground).",
                en=f"To rate again name it (`corrects`: {held[0]}) and give the `ground`.",
            ),
            where="/corrects",
            values={"period": period, "grade": held[1].grade, "position": held[0]},
        )
    if held is not None and held[0] == corrects and ground:
        return
    stands = None if held is None else held[0]
    what = Text(vi="Xếp loại lại mà chưa nêu căn cứ.", en="The ground of rating again is missing.")
    if stands is None:
        what = Text(
            vi=f"Kỳ {period} tổ chức này chưa được xếp loại nên không có gì để đính chính ở vị trí {corrects}.",
            en=f"The unit is not rated for {period} yet: there is nothing to correct at position {corrects}.",
        )
    elif stands != corrects:
        what = Text(
            vi=f"Xếp loại đang có hiệu lực của kỳ {period} ở vị trí {stands}, không phải {corrects}.",
            en=f"The rating of {period} that stands is at position {stands}, not {corrects}.",
        )
    raise refusal(
        REPLACES,
        what,
        Text(
            vi="Xếp loại lần đầu thì bỏ trống corrects; xếp loại lại thì nêu vị trí (corrects) và căn cứ (ground).",
            en="A first rating has no `corrects`; another names the position (`corrects`) and the `ground`.",
        ),
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
            vi=f"Tỷ lệ xuất sắc tính chung cho cả {group.label}; {closing.label} chỉ là một phần nên không chốt riêng.",
            en=f"The cap is counted in {group.label} as a whole; {closing.label} is a part of it.",
        ),
        Text(vi=f"Chốt xếp loại ở {group.label}.", en=f"Close the ratings of {group.label}."),
        where="/unit_id",
        values={"unit_id": closing.unit_id, "group": group.unit_id},
    )


def counted_among(unit: str, people: int) -> None:
    """A closing counts among a limited number of people; larger units are closed part by part. Source: design 10."""
    if people <= PEOPLE_MAX:
        return
    raise refusal(
        TOO_MANY,
        Text(
            vi=f"{unit} có {people} người; một lần chốt chỉ tính được tối đa {PEOPLE_MAX} người.",
            en=f"{unit} holds {people} people; one closing counts among {PEOPLE_MAX} at most.",
        ),
        Text(vi="Chốt riêng ở từng tổ chức cơ sở.", en="Close each grassroots organisation by itself."),
        values={"people": people, "people_max": PEOPLE_MAX},
    )
