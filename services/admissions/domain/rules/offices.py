"""Rules on officers and offices: who may be given what, by whom, how long; a delegation goes no further (design 9)."""

from datetime import date

from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule, refusal
from shared.contracts.facts import Actor
from shared.core.errors import NotFound
from shared.core.text import Text
from shared.tree.offices import Office, Offices
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
            vi=f"Không có vai trò hoặc ủy quyền “{office_id}”.", en=f"There is no office or delegation “{office_id}”."
        ),
        mend=Text(vi="Xem GET /admissions/offices.", en="See GET /admissions/offices."),
    )


def registered(offices: Offices, officer_id: str) -> None:
    """Only a registered officer holds an office, so that the account can be bound to its person. Source: design 9."""
    if offices.registered(officer_id):
        return
    raise refusal(
        OFFICER,
        Text(vi=f"Chưa có cán bộ “{officer_id}”.", en=f"There is no officer “{officer_id}”."),
        Text(vi="Ghi nhận cán bộ trước.", en="Register the officer first."),
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
                vi=f"Cán bộ “{officer_id}” đã được ghi nhận.", en=f"The officer “{officer_id}” is registered already."
            ),
            Text(vi="Không cần ghi lại.", en="Nothing is to be done."),
            where="/officer_id",
            values={"officer_id": officer_id},
        )
    if bound:
        raise refusal(
            BOUND,
            Text(
                vi=f"Tài khoản “{officer_id}” đã gắn với một đảng viên khác.",
                en=f"The account “{officer_id}” is bound to another member.",
            ),
            Text(vi="Cấp tài khoản khác cho người này.", en="Give this person an account of their own."),
            where="/person_id",
            values={"officer_id": officer_id},
        )


def grantable(role: str) -> None:
    """Roles of machines and of the operator are the issuer's to give. Source: design 9."""
    if role in GRANTABLE:
        return
    raise refusal(
        ROLE,
        Text(vi=f"Không giao được vai trò “{role}”.", en=f"The role “{role}” cannot be given."),
        Text(vi=f"Các vai trò: {', '.join(sorted(GRANTABLE))}.", en=f"Roles: {', '.join(sorted(GRANTABLE))}."),
        where="/role",
        values={"role": role},
        content=True,
    )


def lasts(first: date, last: date | None) -> None:
    """The last day is not before the first. Source: design 9."""
    if last is None or first <= last:
        return
    raise refusal(
        LASTS,
        Text(vi="Ngày cuối trước ngày đầu.", en="The last day is before the first."),
        Text(vi="Đổi chỗ hai ngày.", en="Swap the two dates."),
        where="/until",
        values={"from": first, "until": last},
        content=True,
    )


def not_given(offices: Offices, office_id: str) -> None:
    """The same office to the same officer from the same day is given once. Source: design 9."""
    if offices.office(office_id) is None:
        return
    raise refusal(
        GIVEN,
        Text(vi="Vai trò này đã được giao từ ngày ấy.", en="This has been given from that day already."),
        Text(
            vi="Nếu đã kết thúc, giao lại từ một ngày khác.",
            en="If it has ended, give it again from another day.",
        ),
        values={"office_id": office_id},
    )


def in_own_right(giver: Actor) -> None:
    """Who stands in for another gives no offices: they would outlast the delegation. Source: design 9."""
    if not giver.chain:
        return
    raise refusal(
        IN_OWN_RIGHT,
        Text(vi="Người được ủy quyền không giao vai trò.", en="A delegate gives no offices."),
        Text(vi=f"Nhờ “{giver.chain[-1]}” giao.", en=f"Have “{giver.chain[-1]}” give it."),
        values={"chain": list(giver.chain)},
    )


def within_own(role: str, own: str) -> None:
    """Nobody gives a role that may do more than their own. Source: design 9."""
    beyond = permissions_of(role) - permissions_of(own)
    if not beyond:
        return
    raise refusal(
        BEYOND,
        Text(vi=f"Vai trò “{role}” vượt quá vai trò “{own}”.", en=f"The role “{role}” goes beyond “{own}”."),
        Text(vi="Đề nghị cấp trên giao.", en="Have it given from above."),
        where="/role",
        values={"role": role, "own": own, "beyond": sorted(each.value for each in beyond)},
    )


def not_to_oneself(offices: Offices, giver: Actor, officer_id: str) -> None:
    """Nobody gives an office to themself, nor to another account of the same person. Source: design 9."""
    if offices.identity(giver.officer_id) != offices.identity(officer_id):
        return
    raise refusal(
        ONESELF,
        Text(vi="Không ai tự giao vai trò cho mình.", en="Nobody gives an office to themself."),
        Text(vi="Nhờ người khác có thẩm quyền giao.", en="Have another who may give it do so."),
        where="/officer_id",
        values={"officer_id": officer_id},
    )


def one_of_the_first(offices: Offices, giver: Actor) -> None:
    """Until two people hold the province's office, those of the genesis act give offices. Source: design 9."""
    first = offices.founders()
    if giver.officer_id in first:
        return
    raise refusal(
        FIRST,
        Text(
            vi=f"Khi chưa đủ hai người giữ vai trò cấp tỉnh, chỉ {' và '.join(first)} giao vai trò.",
            en=f"Until two people hold the province's office, only {' and '.join(first)} give offices.",
        ),
        Text(vi="Nhờ hai người ấy: một người đề nghị, một người xác nhận.", en="Ask them: one proposes, one confirms."),
        values={"officer_id": giver.officer_id, "first": list(first)},
    )


def confirmed_by_the_other(offices: Offices, giver: Actor, proposer: Actor) -> None:
    """An office that is given by two is not confirmed by who proposed it, by whichever account. Source: design 9."""
    if offices.identity(giver.officer_id) != offices.identity(proposer.officer_id):
        return
    raise refusal(
        OTHER,
        Text(
            vi=f"“{proposer.officer_id}” đã đề nghị; người thứ hai phải xác nhận.",
            en=f"“{proposer.officer_id}” has proposed this; a second person must confirm it.",
        ),
        Text(vi="Người thứ hai gửi đúng đề nghị này.", en="A second person sends the very same."),
        values={"proposed_by": proposer.officer_id, "officer_id": giver.officer_id},
    )


def ends_earlier(office: Office, on: date) -> None:
    """An end is stated before the one that stands already. Source: design 9."""
    if office.last is None or on <= office.last:
        return
    raise refusal(
        ENDED,
        Text(
            vi=f"Đã kết thúc sau ngày {written(office.last).vi}.",
            en=f"It has ended after {written(office.last).en} already.",
        ),
        Text(vi="Không cần ghi lại.", en="Nothing is to be done."),
        where="/effective_on",
        values={"last": office.last, "effective_on": on},
    )


def holds(office: Office, officer_id: str, today: date) -> None:
    """An office is delegated by who holds it today. Source: design 9."""
    if office.officer_id == officer_id and office.in_force(today):
        return
    raise refusal(
        HOLDER,
        Text(
            vi=f"Hôm nay “{officer_id}” không giữ vai trò này.",
            en=f"“{officer_id}” does not hold this office today.",
        ),
        Text(vi="Chỉ người đang giữ mới ủy quyền.", en="Only who holds it delegates it."),
        where="/office_id",
        values={"office_id": office.office_id, "officer_id": officer_id, "today": today},
    )


def within_the_term(office: Office, first: date, last: date) -> None:
    """A delegation begins and ends within the office that it comes from. Source: design 9."""
    if office.first <= first and (office.last is None or last <= office.last):
        return
    raise refusal(
        TERM,
        Text(vi="Ủy quyền vượt quá thời hạn của vai trò.", en="The delegation goes beyond the office's own term."),
        Text(vi="Rút ngắn thời hạn ủy quyền.", en="Shorten it."),
        where="/until",
        values={"from": first, "until": last, "office_from": office.first, "office_until": office.last},
    )


def chain_without_loop(offices: Offices, office: Office, officer_id: str) -> None:
    """Nobody receives what came through them, by whichever account; and a chain stays short. Source: design 9."""
    through = (office.officer_id, *office.chain)
    if offices.identity(officer_id) in {offices.identity(each) for each in through}:
        raise refusal(
            LOOP,
            Text(
                vi=f"“{officer_id}” đã có trong chuỗi ủy quyền.",
                en=f"“{officer_id}” stands in the chain of delegation already.",
            ),
            Text(vi="Ủy quyền cho người khác.", en="Delegate to someone else."),
            where="/officer_id",
            values={"officer_id": officer_id, "chain": list(through)},
        )
    if len(through) > CHAIN_MAX:
        raise refusal(
            CHAIN,
            Text(
                vi=f"Ủy quyền lại quá {CHAIN_MAX} lần.",
                en=f"It was handed on more than {CHAIN_MAX} times.",
            ),
            Text(vi="Người giữ vai trò tự ủy quyền.", en="Have the holder of the office delegate it."),
            where="/office_id",
            values={"chain": list(through), "chain_max": CHAIN_MAX},
        )
