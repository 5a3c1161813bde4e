"""Rules on the papers of a dossier: codes that policies know, nothing missing, nothing stale (domain 4.2, 5)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from services.admissions.domain.policy.in_force import Policies
from services.admissions.domain.rules.code_names import code_named, codes_named
from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule, cited, refusal
from services.admissions.domain.rules.step_names import listed
from shared.core.dates import add_months
from shared.core.text import Text

STALE = Rule("dossier-stale", "QĐ 24-QĐ/TW (danh mục cần bổ sung: chưa xác nhận); domain 4.2")
CODE = Rule("code-not-of-policy", "điểm 4 QĐ 294-QĐ/TW, HD 12-HD/BTCTW (18/01/2022); domain 5")
EXTRA = Rule("extra-paper-missing", "Quy định của cấp ủy địa phương; domain 12.2 (local rule)")
RENEWED = Rule(
    "returned-paper-not-renewed", "điểm 4 QĐ 294-QĐ/TW, HD 12-HD/BTCTW (18/01/2022); domain 5 (C4: dossier check)"
)
FAULTS = Rule("check-codes", "điểm 4 QĐ 294-QĐ/TW, HD 12-HD/BTCTW (18/01/2022); domain 5 (C4: dossier check)")


def codes_known(codes: Collection[str], known: Collection[str], policies: Policies, name: str) -> None:
    """Codes are those that the policy lists under `name`: never text, never anybody's id. Source: domain 4.2, 12.3."""
    unknown = sorted(set(codes) - set(known))
    if not unknown:
        return
    allowed = codes_named(known)
    raise refusal(
        cited(CODE, policies.source_of(name)),
        _unknown_code(unknown[0]),
        Text(vi=f"Dùng một trong các mã: {allowed.vi}.", en=f"Use one of: {allowed.en}."),
        where="/codes" if name not in {"closing_reasons", "delisting_reasons"} else "/reason",
        values={"codes": unknown, "known": sorted(known)},
        content=True,
    )


def _unknown_code(code: str) -> Text:
    if code == "":
        return Text(vi="Chưa nêu lý do bằng mã.", en="No reason is given by its code.")
    return Text(
        vi=f"Quy định đang áp dụng không có mã “{code}” cho mục này.",
        en=f"The policy in force has no code “{code}” here.",
    )


def fresh(since: date, made_on: Mapping[str, Sequence[date]], on: date, policies: Policies, *, months: int) -> None:
    """A dossier not reviewed by the cell within 12 months has its verification and opinions made anew.

    `since`: the cell's last vote on it, or the opening; `made_on`: for each paper the days on which it was made;
    `months`: by the policy of that day. Timely while on <= add_months(since, months); after that each paper must have
    been made later, and not be older than that time itself. Source: domain 4.2, 12.1.
    """
    ends = add_months(since, months)
    if on <= ends:
        return
    stale = [
        step
        for step in policies.codes("dossier_stale_needs")
        if not any(ends < made <= on <= add_months(made, months) for made in made_on.get(step, ()))
    ]
    if not stale:
        return
    began, over, asked, names = written(since), written(ends), written(on), listed(stale)
    raise refusal(
        cited(STALE, policies.source_of("dossier_stale_months_max")),
        Text(
            vi=f"Từ ngày {began.vi} chi bộ chưa xét hồ sơ; thời hạn {months} tháng đã hết ngày {over.vi}, mà ngày xét "
            f"là {asked.vi}. Phải làm lại: {names.vi}.",
            en=f"The cell has not reviewed the dossier since {began.en}; the {months} months ended on {over.en}, and "
            f"the review is of {asked.en}. This must be made anew: {names.en}.",
        ),
        Text(
            vi=f"Làm lại và ghi các bước đó sau ngày {over.vi}, rồi chi bộ mới xét.",
            en=f"Make them anew after {over.en} and record them; then the cell reviews.",
        ),
        values={"since": since, "months_max": months, "ended_on": ends, "on": on, "renew": stale},
    )


def extras_there(needed: Collection[str], held: Collection[str], policies: Policies) -> None:
    """Further papers that a local policy asks for before a step stand in the dossier. Source: domain 12.2."""
    missing = sorted(set(needed) - set(held))
    if not missing:
        return
    names = codes_named(missing)
    raise refusal(
        cited(EXTRA, policies.source_of("extra_papers")),
        Text(
            vi=f"Quy định của địa phương yêu cầu hồ sơ có thêm giấy tờ; còn thiếu: {names.vi}.",
            en=f"The local policy asks for further papers in the dossier; it lacks: {names.en}.",
        ),
        Text(
            vi="Ghi lại bước B2 (lý lịch của người xin vào Đảng) kèm mã của giấy tờ đó (codes).",
            en="Record B2 (personal profile) again with the paper's code (codes).",
        ),
        values={"needed": sorted(needed), "missing": missing},
    )


def check_codes(outcome: str, codes: Sequence[str]) -> None:
    """A dossier is complete, or returned with what is missing. Source: domain 5 (C4: dossier check)."""
    if outcome in {"complete", "returned"} and bool(codes) == (outcome == "returned"):
        return
    said = code_named(outcome)
    raise refusal(
        FAULTS,
        Text(
            vi=f"Kết quả kiểm tra hồ sơ là “{said.vi}” nhưng nêu {len(codes)} thiếu sót.",
            en=f"The dossier check says “{said.en}” and names {len(codes)} things that are missing.",
        ),
        Text(
            vi="Kết quả “đạt đủ” (complete) thì không nêu thiếu sót; “trả lại” (returned) thì nêu ít nhất một thiếu "
            "sót bằng mã.",
            en="“Complete” comes without anything missing; “returned” names at least one thing by its code.",
        ),
        where="/codes",
        values={"outcome": outcome, "codes": list(codes)},
        content=True,
    )


def renewed(returned: Mapping[str, date]) -> None:
    """A paper for which staff returned the dossier is recorded again before the dossier is complete.

    `returned`: the papers still awaited, with the day on which the dossier was returned for each; what is recorded on
    that day after the return counts. Source: domain 5 (C4: dossier check).
    """
    if not returned:
        return
    awaited = sorted(returned)
    names, since = listed(awaited), written(max(returned.values()))
    raise refusal(
        RENEWED,
        Text(
            vi=f"Hồ sơ bị trả lại ngày {since.vi}; từ đó chưa ghi lại {names.vi}.",
            en=f"The dossier was returned on {since.en}; since then this was not recorded again: {names.en}.",
        ),
        Text(
            vi="Ghi lại giấy tờ đó theo ngày làm lại, rồi mới ghi kết quả kiểm tra là đạt đủ.",
            en="Record the paper again on the day it was made anew, then the check as complete.",
        ),
        where="/outcome",
        values={"returned_on": max(returned.values()), "missing": awaited},
    )
