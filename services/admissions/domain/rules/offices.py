"""Rules on officers and offices: who may be given what, by whom, how long; a delegation goes no further (design 9)."""

from datetime import date

from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule, refusal
from shared.contracts.facts import Actor
from shared.core.errors import NotFound
from shared.core.text import Text
from shared.tree.offices import Office, Offices
from shared.tree.role_names import duties_named, role_named
from shared.tree.roles import GRANTABLE, permissions_of

OFFICER = Rule("officer-unknown", "Quy ước của sổ về chức trách; design 9")
REGISTERED = Rule("officer-registered-already", "Quy ước của sổ về chức trách; design 9")
BOUND = Rule("officer-bound-already", "Quy ước của sổ về chức trách; design 9")
ROLE = Rule("office-role", "Quy ước của sổ về chức trách; design 9")
LASTS = Rule("office-dates", "Quy ước của sổ về chức trách; design 9")
GIVEN = Rule("office-given-already", "Quy ước của sổ về chức trách; design 9")
IN_OWN_RIGHT = Rule("office-by-delegate", "Quy ước của sổ về chức trách; design 9")
BEYOND = Rule("office-beyond-own", "Quy ước của sổ về chức trách; design 9")
ONESELF = Rule("office-to-oneself", "Quy ước của sổ về chức trách; design 9")
FIRST = Rule("office-by-the-first-two", "Quy ước của sổ về chức trách; design 9")
OTHER = Rule("office-needs-the-other", "Quy ước của sổ về chức trách; design 9")
ENDED = Rule("office-ended-already", "Quy ước của sổ về chức trách; design 9")
HOLDER = Rule("delegation-by-holder", "Quy ước của sổ về chức trách; design 9")
TERM = Rule("delegation-beyond-term", "Quy ước của sổ về chức trách; design 9")
LOOP = Rule("delegation-loop", "Quy ước của sổ về chức trách; design 9")
CHAIN = Rule("delegation-chain", "Quy ước của sổ về chức trách; design 9")

CHAIN_MAX = 3
"""How many times an office may be handed on; a longer chain is nobody's responsibility any more."""


def known(offices: Offices, office_id: str) -> Office:
    """An office or delegation that was given. Raises NotFound."""
    found = offices.office(office_id)
    if found is not None:
        return found
    raise NotFound(
        "office-unknown",
        Text(
            vi=f"Trong sổ không có vai trò hay ủy quyền mang mã “{office_id}”.",
            en=f"The register has no office or delegation “{office_id}”.",
        ),
        mend=Text(
            vi="Tìm lại mã trong danh sách vai trò (socai office list).",
            en="Look the id up in the list of offices (socai office list).",
        ),
    )


def registered(offices: Offices, officer_id: str) -> None:
    """Only a registered officer holds an office, so that the account can be bound to its person. Source: design 9."""
    if offices.registered(officer_id):
        return
    raise refusal(
        OFFICER,
        Text(
            vi=f"Sổ chưa ghi nhận cán bộ mang tài khoản “{officer_id}”.",
            en=f"No officer with the account “{officer_id}” is registered.",
        ),
        Text(
            vi="Kiểm tra lại tài khoản; nếu đúng, ghi nhận cán bộ này trước rồi mới giao vai trò.",
            en="Check the account; if it is right, register the officer first, then give the office.",
        ),
        where="/officer_id",
        values={"officer_id": officer_id},
    )


def not_registered_so(offices: Offices, officer_id: str, person_id: str | None) -> None:
    """An account is registered once, and bound once: never from one person to another. Source: design 9."""
    if not offices.registered(officer_id):
        return
    bound = offices.persons(officer_id)
    if person_id is None or person_id in bound:
        raise refusal(
            REGISTERED,
            Text(
                vi=f"Cán bộ “{officer_id}” đã được ghi nhận trong sổ.",
                en=f"The officer “{officer_id}” is registered already.",
            ),
            Text(
                vi="Không cần ghi lần nữa; giao vai trò nếu cần.", en="Nothing is to be done; give an office if needed."
            ),
            where="/officer_id",
            values={"officer_id": officer_id},
        )
    if bound:
        raise refusal(
            BOUND,
            Text(
                vi=f"Tài khoản “{officer_id}” đã gắn với một đảng viên khác; mỗi tài khoản chỉ của một người.",
                en=f"The account “{officer_id}” is bound to another member; an account is one person's.",
            ),
            Text(vi="Cấp cho người này một tài khoản riêng.", en="Give this person an account of their own."),
            where="/person_id",
            values={"officer_id": officer_id},
        )


def grantable(role: str) -> None:
    """Roles of machines and of the operator are the issuer's to give. Source: design 9."""
    if role in GRANTABLE:
        return
    name = role_named(role)
    raise refusal(
        ROLE,
        Text(
            vi=f"Trong sổ không giao được vai trò “{role}” ({name.vi})."
            if name.vi != role
            else f"Không có vai trò “{role}”.",
            en=f"The role “{role}” ({name.en}) is not given here."
            if name.en != role
            else f"There is no role “{role}”.",
        ),
        _roles_to_give(),
        where="/role",
        values={"role": role, "known": sorted(GRANTABLE)},
        content=True,
    )


def _roles_to_give() -> Text:
    found = [(role, role_named(role)) for role in sorted(GRANTABLE)]
    return Text(
        vi=f"Dùng một trong: {', '.join(f'{role} ({name.vi})' for role, name in found)}.",
        en=f"Use one of: {', '.join(f'{role} ({name.en})' for role, name in found)}.",
    )


def lasts(first: date, last: date | None) -> None:
    """The last day is not before the first. Source: design 9."""
    if last is None or first <= last:
        return
    start, end = written(first), written(last)
    raise refusal(
        LASTS,
        Text(
            vi=f"Ngày cuối {end.vi} trước ngày đầu {start.vi}.",
            en=f"The last day {end.en} is before the first {start.en}.",
        ),
        Text(vi="Sửa lại ngày đầu hoặc ngày cuối.", en="Mend the first or the last day."),
        where="/until",
        values={"from": first, "until": last},
        content=True,
    )


def not_given(offices: Offices, office_id: str) -> None:
    """The same office to the same officer from the same day is given once. Source: design 9."""
    given = offices.office(office_id)
    if given is None:
        return
    role, first = role_named(given.role), written(given.first)
    raise refusal(
        GIVEN,
        Text(
            vi=f"Vai trò {role.vi} đã được giao cho cán bộ “{given.officer_id}” từ ngày {first.vi}.",
            en=f"The office of {role.en} has been given to “{given.officer_id}” from {first.en} already.",
        ),
        Text(
            vi="Không cần giao lần nữa; nếu vai trò đó đã kết thúc, giao lại từ một ngày khác.",
            en="Nothing is to be done; if it has ended, give it again from another day.",
        ),
        values={"office_id": office_id, "officer_id": given.officer_id, "from": given.first, "until": given.last},
    )


def in_own_right(giver: Actor) -> None:
    """Who stands in for another gives no offices: they would outlast the delegation. Source: design 9."""
    if not giver.chain:
        return
    raise refusal(
        IN_OWN_RIGHT,
        Text(
            vi="Người làm thay theo ủy quyền không được giao vai trò cho người khác.",
            en="Whoever acts by delegation gives no offices.",
        ),
        Text(
            vi=f"Nhờ chính người giữ vai trò, cán bộ “{giver.chain[-1]}”, giao.",
            en=f"Have the holder of the office, “{giver.chain[-1]}”, give it.",
        ),
        values={"chain": list(giver.chain)},
    )


def within_own(role: str, own: str) -> None:
    """Nobody gives a role that may do more than their own. Source: design 9."""
    beyond = permissions_of(role) - permissions_of(own)
    if not beyond:
        return
    asked, held, more = role_named(role), role_named(own), duties_named(beyond)
    raise refusal(
        BEYOND,
        Text(
            vi=f"Vai trò {asked.vi} được làm nhiều việc hơn vai trò {held.vi} của người giao: {more.vi}.",
            en=f"A {asked.en} may do more than the {held.en} who gives the office: {more.en}.",
        ),
        Text(
            vi="Đề nghị cán bộ cấp trên, có vai trò cao hơn, giao vai trò này.",
            en="Have it given by an officer above, whose own office allows as much.",
        ),
        where="/role",
        values={"role": role, "own": own, "beyond": sorted(each.value for each in beyond)},
    )


def not_to_oneself(offices: Offices, giver: Actor, officer_id: str) -> None:
    """Nobody gives an office to themself, nor to another account of the same person. Source: design 9."""
    if offices.identity(giver.officer_id) != offices.identity(officer_id):
        return
    raise refusal(
        ONESELF,
        Text(
            vi=f"Cán bộ “{officer_id}” chính là người giao; không ai tự giao vai trò cho mình, dù bằng tài khoản khác.",
            en=f"“{officer_id}” is the person who gives; nobody gives an office to themself, by whichever account.",
        ),
        Text(vi="Nhờ người khác có thẩm quyền giao.", en="Have another who may give it do so."),
        where="/officer_id",
        values={"officer_id": officer_id, "given_by": giver.officer_id},
    )


def one_of_the_first(offices: Offices, giver: Actor) -> None:
    """Until two people hold the province's office, those of the genesis act give offices. Source: design 9."""
    first = offices.founders()
    if giver.officer_id in first:
        return
    raise refusal(
        FIRST,
        Text(
            vi=f"Khi chưa đủ hai người giữ vai trò cán bộ cấp tỉnh, chỉ {' và '.join(first)} được giao vai trò.",
            en=f"Until two people hold the office of province officer, only {' and '.join(first)} give offices.",
        ),
        Text(
            vi="Nhờ hai người đó: một người đề nghị, người kia xác nhận.",
            en="Ask those two: one proposes, one confirms.",
        ),
        values={"officer_id": giver.officer_id, "first": list(first)},
    )


def confirmed_by_the_other(offices: Offices, giver: Actor, proposer: Actor) -> None:
    """An office that is given by two is not confirmed by who proposed it, by whichever account. Source: design 9."""
    if offices.identity(giver.officer_id) != offices.identity(proposer.officer_id):
        return
    raise refusal(
        OTHER,
        Text(
            vi=f"Cán bộ “{proposer.officer_id}” đã đề nghị giao vai trò này; người xác nhận phải là người khác.",
            en=f"“{proposer.officer_id}” has proposed this office; whoever confirms it must be another person.",
        ),
        Text(
            vi="Nhờ người thứ hai có thẩm quyền gửi lại đúng nội dung đề nghị này.",
            en="Have a second person who may give it send the very same.",
        ),
        values={"proposed_by": proposer.officer_id, "officer_id": giver.officer_id},
    )


def ends_earlier(office: Office, on: date) -> None:
    """An end is stated before the one that stands already. Source: design 9."""
    if office.last is None or on <= office.last:
        return
    role, last = role_named(office.role), written(office.last)
    raise refusal(
        ENDED,
        Text(
            vi=f"Vai trò {role.vi} của cán bộ “{office.officer_id}” đã kết thúc, ngày cuối là {last.vi}.",
            en=f"The office of {role.en} of “{office.officer_id}” has ended already, its last day is {last.en}.",
        ),
        Text(vi="Không cần ghi lần nữa.", en="Nothing is to be done."),
        where="/effective_on",
        values={"last": office.last, "effective_on": on},
    )


def holds(office: Office, officer_id: str, today: date) -> None:
    """An office is delegated by who holds it today. Source: design 9."""
    if office.officer_id == officer_id and office.in_force(today):
        return
    role, day = role_named(office.role), written(today)
    raise refusal(
        HOLDER,
        Text(
            vi=f"Hôm nay, {day.vi}, cán bộ “{officer_id}” không giữ vai trò {role.vi} được nêu.",
            en=f"Today, {day.en}, “{officer_id}” does not hold the office of {role.en} that is named.",
        ),
        Text(
            vi="Chỉ người đang giữ vai trò mới ủy quyền được; nhờ người đó ủy quyền.",
            en="Only its holder delegates an office; ask the holder.",
        ),
        where="/office_id",
        values={"office_id": office.office_id, "officer_id": officer_id, "today": today},
    )


def within_the_term(office: Office, first: date, last: date) -> None:
    """A delegation begins and ends within the office that it comes from. Source: design 9."""
    if office.first <= first and (office.last is None or last <= office.last):
        return
    asked, held = (written(first), written(last)), _term(office)
    raise refusal(
        TERM,
        Text(
            vi=f"Ủy quyền từ ngày {asked[0].vi} đến ngày {asked[1].vi} vượt quá thời hạn giữ vai trò: {held.vi}.",
            en=f"A delegation from {asked[0].en} to {asked[1].en} goes beyond the term of the office: {held.en}.",
        ),
        Text(
            vi="Rút ngắn thời hạn ủy quyền cho nằm trong thời hạn của vai trò.",
            en="Shorten the delegation to lie within the term of the office.",
        ),
        where="/until",
        values={"from": first, "until": last, "office_from": office.first, "office_until": office.last},
    )


def _term(office: Office) -> Text:
    first = written(office.first)
    if office.last is None:
        return Text(vi=f"từ ngày {first.vi}", en=f"from {first.en}")
    last = written(office.last)
    return Text(vi=f"từ ngày {first.vi} đến ngày {last.vi}", en=f"{first.en} to {last.en}")


def chain_without_loop(offices: Offices, office: Office, officer_id: str) -> None:
    """Nobody receives what came through them, by whichever account; and a chain stays short. Source: design 9."""
    through = (office.officer_id, *office.chain)
    if offices.identity(officer_id) in {offices.identity(each) for each in through}:
        raise refusal(
            LOOP,
            Text(
                vi=f"Vai trò này đã đi qua cán bộ “{officer_id}” trước đó; không ủy quyền ngược lại.",
                en=f"The office came through “{officer_id}” already and is not delegated back.",
            ),
            Text(vi="Ủy quyền cho người khác.", en="Delegate to someone else."),
            where="/officer_id",
            values={"officer_id": officer_id, "chain": list(through)},
        )
    if len(through) > CHAIN_MAX:
        raise refusal(
            CHAIN,
            Text(
                vi=f"Vai trò này đã được ủy quyền lại {CHAIN_MAX} lần; không ủy quyền thêm.",
                en=f"The office was handed on {CHAIN_MAX} times already, and no further.",
            ),
            Text(
                vi=f"Nhờ chính người giữ vai trò, cán bộ “{through[-1]}”, ủy quyền.",
                en=f"Have the holder of the office, “{through[-1]}”, delegate it.",
            ),
            where="/office_id",
            values={"chain": list(through), "chain_max": CHAIN_MAX},
        )
