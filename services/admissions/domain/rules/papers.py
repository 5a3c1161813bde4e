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

STALE = Rule("dossier-stale", "QĐ 24-QĐ/TW (danh mục cần bổ sung: chưa xác nhận / exact list unconfirmed); domain 4.2")
CODE = Rule("code-not-of-policy", "QĐ 294-QĐ/TW item 4, HD 12-HD/BTCTW (18/01/2022); domain 5")
EXTRA = Rule("extra-paper-missing", "Quy định của cấp ủy địa phương; domain 12.2 (local rule)")
RENEWED = Rule(
    "returned-paper-not-renewed", "điểm 4 QĐ 294-QĐ/TW, HD 12-HD/BTCTW (18/01/2022); domain 5 (C4: dossier check)"
)
FAULTS = Rule("check-codes", "QĐ 294-QĐ/TW item 4, HD 12-HD/BTCTW (18/01/2022); domain 5 (C4: dossier check)")


def codes_known(codes: Collection[str], known: Collection[str], policies: Policies, name: str) -> None:
    """Codes are those that the policy lists under `name`: never text, never anybody's id. Source: domain 4.2, 12.3."""
    unknown = sorted(set(codes) - set(known))
    if not unknown:
        return
    wrong, allowed = codes_named(unknown[:1]), codes_named(known)
    raise refusal(
        cited(CODE, policies.source_of(name)),
        Text(vi=f"Không có mã “{wrong.vi}”.", en=f"There is no code “{wrong.en}”."),
        Text(vi=f"Dùng: {allowed.vi}.", en=f"Use: {allowed.en}."),
        where="/codes" if name not in {"closing_reasons", "delisting_reasons"} else "/reason",
        values={"codes": unknown, "known": sorted(known)},
        content=True,
    )


def fresh(
    opened_on: date, reviewed: Sequence[date], made_on: Mapping[str, Sequence[date]], on: date, policies: Policies
) -> None:
    """A dossier not reviewed by the cell within 12 months has its verification and opinions made anew.

    `reviewed`: days on which the cell voted; `made_on`: for each paper the days on which it was made. Timely while
    on <= add_months(the last review or the opening, 12); after that each paper must have been made later, and not be
    older than that time itself. Source: domain 4.2.
    """
    months = policies.number("dossier_stale_months_max")
    base = max([opened_on, *(day for day in reviewed if day <= on)])
    ends = add_months(base, months)
    if on <= ends:
        return
    stale = [
        step
        for step in policies.codes("dossier_stale_needs")
        if not any(ends < made <= on <= add_months(made, months) for made in made_on.get(step, ()))
    ]
    if not stale:
        return
    since, over, names = written(base), written(ends), listed(stale)
    raise refusal(
        cited(STALE, policies.source_of("dossier_stale_months_max")),
        Text(
            vi=f"Hồ sơ từ {since.vi} quá {months} tháng chi bộ chưa xét (hết {over.vi}); phải bổ sung {names.vi}.",
            en=f"The dossier of {since.en} was not reviewed within {months} months (to {over.en}); {names.en} must be "
            "made anew.",
        ),
        Text(
            vi="Thẩm tra và lấy ý kiến bổ sung, ghi các bước đó rồi mới xét.",
            en="Verify and collect opinions again, record those steps, then review.",
        ),
        values={"since": base, "months_max": months, "ended_on": ends, "renew": stale},
    )


def extras_there(needed: Collection[str], held: Collection[str], policies: Policies) -> None:
    """Further papers that a local policy asks for before a step stand in the dossier. Source: domain 12.2."""
    missing = sorted(set(needed) - set(held))
    if not missing:
        return
    names = codes_named(missing)
    raise refusal(
        cited(EXTRA, policies.source_of("extra_papers")),
        Text(vi=f"Hồ sơ còn thiếu: {names.vi}.", en=f"The dossier lacks: {names.en}."),
        Text(
            vi="Ghi lại B2 (lý lịch) kèm mã của giấy tờ đó.",
            en="Record B2 (personal profile) again with the paper's code.",
        ),
        values={"missing": missing},
    )


def check_codes(outcome: str, codes: Sequence[str]) -> None:
    """A dossier is complete, or returned with what is missing. Source: domain 5 (C4: dossier check)."""
    if outcome in {"complete", "returned"} and bool(codes) == (outcome == "returned"):
        return
    said = code_named(outcome)
    raise refusal(
        FAULTS,
        Text(
            vi=f"Kiểm tra hồ sơ: kết quả là “{said.vi}” mà nêu {len(codes)} thiếu sót.",
            en=f"The dossier check says “{said.en}” and names {len(codes)} things that are missing.",
        ),
        Text(
            vi="“Đạt đủ” thì không kèm thiếu sót; “trả lại” thì nêu ít nhất một thiếu sót bằng mã.",
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
