"""Rules on the papers of a dossier: codes that policies know, nothing missing, nothing stale (domain 4.2, 5)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from services.admissions.domain.policy.in_force import Policies
from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule, cited, refusal
from services.admissions.domain.rules.step_names import listed
from shared.core.dates import add_months
from shared.core.text import Text

STALE = Rule("dossier-stale", "domain 4.2 (QĐ 24; exact list unconfirmed)")
CODE = Rule("code-not-of-policy", "QĐ 294-QĐ/TW item 4, HD 12-HD/BTCTW (18/01/2022); domain 5; policy of the day")
EXTRA = Rule("extra-paper-missing", "Quy định của cấp ủy địa phương; domain 12.2 (local rule)")
FAULTS = Rule("check-codes", "QĐ 294-QĐ/TW item 4, HD 12-HD/BTCTW (18/01/2022); domain 5 (C4: dossier check)")


def codes_known(codes: Collection[str], known: Collection[str], policies: Policies, name: str) -> None:
    """Codes are those that the policy lists under `name`: never text, never anybody's id. Source: domain 4.2, 12.3."""
    unknown = sorted(set(codes) - set(known))
    if not unknown:
        return
    allowed = ", ".join(sorted(known)) or "–"
    raise refusal(
        cited(CODE, policies.source_of(name)),
        Text(vi=f"Không có mã “{unknown[0]}”.", en=f"There is no code “{unknown[0]}”."),
        Text(vi=f"Dùng: {allowed}.", en=f"Use: {allowed}."),
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
    names = ", ".join(missing)
    raise refusal(
        cited(EXTRA, policies.source_of("extra_papers")),
        Text(vi=f"Hồ sơ còn thiếu: {names}.", en=f"The dossier lacks: {names}."),
        Text(
            vi="Ghi lại B2 và nêu mã giấy tờ đó trong “codes”.",
            en="Record B2 again, naming the paper in “codes”.",
        ),
        values={"missing": missing},
    )


def check_codes(outcome: str, codes: Sequence[str]) -> None:
    """A dossier is complete, or returned with what is missing. Source: domain 5 (C4: dossier check)."""
    if outcome in {"complete", "returned"} and bool(codes) == (outcome == "returned"):
        return
    raise refusal(
        FAULTS,
        Text(
            vi=f"Kết quả “{outcome}” với {len(codes)} mã thiếu sót không hợp lệ.",
            en=f"The outcome “{outcome}” with {len(codes)} codes of what is missing cannot be.",
        ),
        Text(
            vi="“complete” không kèm mã; “returned” kèm ít nhất một mã thiếu sót.",
            en="“complete” has no codes; “returned” names at least one thing that is missing.",
        ),
        where="/codes",
        values={"outcome": outcome, "codes": list(codes)},
        content=True,
    )
