"""Who introduces an applicant, and by which road: members alone, or with a union's resolution (domain 4.1)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from services.admissions.domain.policy.in_force import Policies
from services.admissions.domain.rules.code_names import code_named
from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.labels import standing as called
from services.admissions.domain.rules.refusals import Rule, cited, refusal
from services.admissions.domain.rules.step_names import named as step_named
from shared.contracts.dossiers import Introducer
from shared.contracts.movement import Standing
from shared.core.dates import add_months, full_months
from shared.core.text import Text

COUNT = Rule("introducers-count", "khoản 1 Điều 4 Điều lệ Đảng; domain 4.1")
NOT_OFFICIAL = Rule("introducer-not-official", "khoản 1 Điều 4 Điều lệ Đảng; điểm 3.2 QĐ 24-QĐ/TW; domain 4.1")
TOGETHER = Rule("introducer-months", "điểm 3.2 QĐ 24-QĐ/TW; domain 4.1")
ONESELF = Rule("introducer-is-applicant", "khoản 1 Điều 4 Điều lệ Đảng; domain 4.1")
REPLACES_NOBODY = Rule("introducer-replaces-nobody", "điểm 3.2 QĐ 24-QĐ/TW; domain 4.1")
ORIGIN = Rule("union-not-of-applicant", "khoản 1 Điều 4 Điều lệ Đảng; domain 4.1, 5 (B5a, B5b)")
ROAD = Rule("introduction-incomplete", "khoản 1 Điều 4 Điều lệ Đảng; domain 4.1")

UNION_ORIGIN = {"B5a": "youth_union", "B5b": "trade_union"}
"""Whose resolution each is: the applicant's origin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of an introducer on the day: the standing then, None outside or unknown."""

    introducer: Introducer
    standing: Standing | None


def enough_named(introducers: Sequence[Introducer], policies: Policies) -> None:
    """One or two members introduce, each named once. Source: Charter Art. 4.1; domain 4.1, 5 (B4)."""
    fewest = min(policies.number("introducers_min"), policies.number("introducers_with_union_min"))
    most = max(policies.number("introducers_min"), policies.number("introducers_with_union_min"))
    count = len(introducers)
    if fewest <= count <= most and len({each.person_id for each in introducers}) == count:
        return
    raise refusal(
        cited(COUNT, policies.source_of("introducers_min")),
        Text(
            vi=f"Giấy giới thiệu nêu {count} người; phải là từ {fewest} đến {most} đảng viên khác nhau.",
            en=f"{count} introducers are named; it must be {fewest} to {most} different members.",
        ),
        Text(
            vi=f"Nêu {most} đảng viên, hoặc {fewest} đảng viên nếu có nghị quyết của Đoàn hay công đoàn (B5a, B5b).",
            en=f"Name {most} members, or {fewest} where a union's resolution stands beside (B5a, B5b).",
        ),
        where="/introducers",
        values={"count": count, "at_least": fewest, "at_most": most},
        content=True,
    )


def may_introduce(known: Known, applicant_id: str, on: date, policies: Policies, *, earlier: bool) -> None:
    """An official member that day, not the applicant, together at least 12 months in the same unit.

    A replacement is not bound by the 12 months, but takes over from an `earlier` introduction. Source: QĐ 24 item 3.2.
    """
    named = known.introducer
    if named.person_id == applicant_id:
        raise refusal(
            ONESELF,
            Text(
                vi="Người giới thiệu được nêu chính là người xin vào Đảng; không ai tự giới thiệu mình.",
                en="The introducer named is the applicant; nobody introduces themselves.",
            ),
            Text(vi="Nêu một đảng viên chính thức khác.", en="Name another person, an official member."),
            where="/introducers",
            values={"person_id": named.person_id},
        )
    require_official(known.standing, named.person_id, on, rule=NOT_OFFICIAL, where="/introducers")
    if named.replacement:
        _replaces(named, earlier=earlier)
        return
    _together(named, on, policies)


def require_official(standing: Standing | None, person_id: str, on: date, *, rule: Rule, where: str) -> None:
    """Introducers and mentors are official members on the day. Source: Charter Art. 4.1, 5.1; domain 4.1."""
    if standing is Standing.OFFICIAL:
        return
    asked, was = written(on), called(standing)
    raise refusal(
        rule,
        Text(
            vi=f"Ngày {asked.vi} người mang mã {person_id} không phải là đảng viên chính thức; khi đó: {was.vi}.",
            en=f"On {asked.en} person {person_id} was no official member; then: {was.en}.",
        ),
        Text(
            vi="Kiểm tra lại mã người và ngày, hoặc nêu người khác là đảng viên chính thức vào ngày đó.",
            en="Check the id and the date, or name someone who was an official member on that day.",
        ),
        where=where,
        values={"person_id": person_id, "on": on, "standing": None if standing is None else standing.value},
    )


def _replaces(named: Introducer, *, earlier: bool) -> None:
    if earlier:
        return
    raise refusal(
        REPLACES_NOBODY,
        Text(
            vi=f"Hồ sơ này chưa ghi người giới thiệu nào trước đó để người mang mã {named.person_id} thay.",
            en=f"The dossier has no earlier introducer whom person {named.person_id} could replace.",
        ),
        Text(
            vi="Bỏ mục người thay thế (replacement) và nêu ngày bắt đầu cùng công tác, học tập (together_since).",
            en="Do not name them as a replacement; give the day since when they have been together (together_since).",
        ),
        where="/introducers",
        values={"person_id": named.person_id},
    )


def _together(named: Introducer, on: date, policies: Policies) -> None:
    least = policies.number("introducer_months_min")
    since = named.together_since
    months = -1 if since is None or since > on else full_months(since, on)
    if months >= least:
        return
    good_from = None if since is None or since > on else add_months(since, least)
    raise refusal(
        cited(TOGETHER, policies.source_of("introducer_months_min")),
        _too_short(named.person_id, since, on, least),
        _longer(good_from),
        where="/introducers",
        values={"person_id": named.person_id, "together_since": since, "months_min": least, "good_from": good_from},
    )


def _too_short(person_id: str, since: date | None, on: date, least: int) -> Text:
    if since is None:
        return Text(
            vi=f"Chưa nêu người giới thiệu mang mã {person_id} cùng đơn vị với người vào Đảng từ ngày nào; cần ít nhất "
            f"{least} tháng.",
            en=f"It is not said since when introducer {person_id} and the applicant have been in the same unit; it "
            f"must be {least} months at least.",
        )
    start, asked = written(since), written(on)
    return Text(
        vi=f"Người giới thiệu mang mã {person_id} cùng đơn vị từ ngày {start.vi}; đến ngày {asked.vi} chưa đủ {least} "
        "tháng.",
        en=f"Introducer {person_id} has been in the same unit since {start.en}: not {least} months on {asked.en}.",
    )


def _longer(good_from: date | None) -> Text:
    if good_from is None:
        return Text(
            vi="Nêu ngày bắt đầu cùng công tác, học tập hoặc cư trú (together_since).",
            en="Give the day since when they have worked, studied or lived together (together_since).",
        )
    full = written(good_from)
    return Text(
        vi=f"Kiểm tra lại ngày; nếu đúng, chờ đến {full.vi} mới đủ, hoặc nêu đảng viên khác đã đủ thời gian.",
        en=f"Check the day; if it is right, wait until {full.en}, or name another member who is long enough there.",
    )


def union_of_applicant(step: str, origin: str | None, regulation: str) -> None:
    """The Youth Union speaks for its members (B5a), the trade union for its own where no Youth Union applies (B5b).

    Source: Charter Art. 4.1; domain 4.1, 5.
    """
    needed = UNION_ORIGIN.get(step)
    if needed is None or origin == needed:
        return
    name, wanted, held = step_named(step), code_named(needed), code_named(origin)
    raise refusal(
        cited(ORIGIN, regulation),
        Text(
            vi=f"Bước {name.vi} chỉ dành cho người thuộc {wanted.vi}; thông tin đang ghi về người này: {held.vi}.",
            en=f"Step {name.en} is for those who come from {wanted.en}; the origin on record is: {held.en}.",
        ),
        Text(
            vi="Nếu thông tin ghi chưa đúng, cập nhật mục “origin”; nếu đúng, cần hai đảng viên giới thiệu.",
            en="If the record is out of date, change the person's “origin”; if it is right, two members introduce.",
        ),
        where="/step",
        values={"step": step, "origin": origin, "needed": needed},
    )


def road_complete(introducers: int, unions: Collection[str], policies: Policies) -> None:
    """Two members; or one and the resolution of a union. Source: Charter Art. 4.1; domain 4.1."""
    alone, beside = policies.number("introducers_min"), policies.number("introducers_with_union_min")
    if introducers >= alone or (unions and introducers >= beside):
        return
    raise refusal(
        cited(ROAD, policies.source_of("introducers_min")),
        Text(
            vi=f"Mới có {introducers} đảng viên giới thiệu và {len(unions)} nghị quyết của Đoàn hoặc công đoàn; "
            f"cần {alone} đảng viên, hoặc {beside} đảng viên cùng một nghị quyết (B5a, B5b).",
            en=f"Introducers so far: {introducers}, resolutions of a union: {len(unions)}. It takes {alone} members, "
            f"or {beside} with a resolution (B5a, B5b).",
        ),
        Text(
            vi="Ghi B4 với đủ người giới thiệu, hoặc ghi nghị quyết B5a hay B5b.",
            en="Record B4 with enough introducers, or the resolution B5a or B5b.",
        ),
        values={"introducers": introducers, "unions": sorted(unions), "alone": alone, "with_union": beside},
    )
