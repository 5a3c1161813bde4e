"""Local overrides: for a unit that there is, in the hands of one unit after the other, and only ever stricter. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from services.admissions.domain.policy.chain import Chain
from services.admissions.domain.policy.commands import PublishPolicy
from services.admissions.domain.policy.content import Finding
from services.admissions.domain.policy.in_force import SOURCE, Policies, merged, policies_on, versions_on
from services.admissions.domain.policy.shapes import Tightens, loosens
from services.admissions.domain.policy.shown import brief, meant
from services.admissions.domain.policy.values import VALUES
from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule
from services.admissions.domain.rules.step_names import listed
from services.admissions.domain.rules.units import successor_of
from shared.core.text import Text
from shared.tree.organisation import Organisation

SCOPE = Rule("policy-scope", "QĐ 294-QĐ/TW (bỏ cấp huyện từ 01/07/2025); domain 12.2")
LOOSENS = Rule("policy-loosens", "Quy ước của sổ: cấp dưới chỉ được quy định chặt hơn cấp trên; domain 12.2")
TWICE = Rule("policy-given-twice", "Quy ước của sổ: mỗi giá trị do một quy định đặt ra; domain 12.2")


def scope_stands(organisation: Organisation, command: PublishPolicy, chain: Chain) -> Iterator[Finding]:
    """An override is of a unit that is open when it begins, and stays that unit's, or its successor's who adopts it.

    Source: domain 12.2: when the owner is abolished the override ends, unless the successor adopts it.
    """
    scope, on = command.scope_unit_id, command.effective_on
    unit = None if scope is None else organisation.unit(scope, on)
    if scope is not None and (unit is None or not unit.open_on(on)):
        asked = written(on)
        yield Finding(
            SCOPE,
            "scope",
            Text(
                vi=f"Ngày {asked.vi} không có tổ chức “{scope}” đang hoạt động.",
                en=f"On {asked.en} there is no open unit “{scope}”.",
            ),
            Text(vi="Kiểm tra mã tổ chức và ngày “from”.", en="Check the unit's id and “from”."),
        )
        return
    for other in (chain.before, chain.after):
        if other is None or other.scope_unit_id == scope:
            continue
        earlier, later = (other.scope_unit_id, scope) if other is chain.before else (scope, other.scope_unit_id)
        adopted = later is not None and successor_of(organisation, earlier, max(on, other.effective_on)) == later
        if not adopted:
            held = other.scope_unit_id
            yield _other_scope(command.policy_id, None if held is None else organisation.label(held, on))


def _other_scope(policy_id: str, held: str | None) -> Finding:
    where = Text(vi=held or "mọi nơi", en=held or "everywhere")
    return Finding(
        SCOPE,
        "scope",
        Text(
            vi=f"Quy định {policy_id} đã có bản áp dụng cho {where.vi}; bản này ghi phạm vi khác.",
            en=f"The policy {policy_id} has a version for {where.en}; this one names another scope.",
        ),
        Text(
            vi="Giữ nguyên phạm vi đó (hoặc của tổ chức kế thừa), hay dùng mã quy định khác.",
            en="Keep that scope (or its successor's), or use another policy id.",
        ),
    )


def given_once(organisation: Organisation, command: PublishPolicy) -> Iterator[Finding]:
    """A value is given by one central policy only, so that nobody has to know which counts. Source: domain 12.2."""
    if command.scope_unit_id is not None:
        return
    for _, policy in versions_on(organisation, command.effective_on):
        if policy.scope_unit_id is not None or policy.policy_id == command.policy_id:
            continue
        for name in sorted(set(policy.values) & set(command.values) - {SOURCE}):
            yield Finding(
                TWICE,
                f"values.{name}",
                Text(
                    vi=f"{meant(name).vi} đã do quy định {policy.policy_id} đặt ra.",
                    en=f"{meant(name).en} is given by the policy {policy.policy_id} already.",
                ),
                Text(vi=f"Ban hành bản mới của {policy.policy_id}.", en=f"Publish a version of {policy.policy_id}."),
            )


def only_tightens(organisation: Organisation, command: PublishPolicy, chain: Chain) -> Iterator[Finding]:
    """An override asks for at least what the law above it asks for, on every day on which it would hold.

    Source: domain 12.2; what tightening means for each value: the table policy/values.py. Looser terms for one person
    go by a recorded consent (over 60, education), not by a policy.
    """
    if command.scope_unit_id is None:
        return
    said: set[str] = set()
    for on in _days_of_change(organisation, command, chain):
        above = _above(organisation, command, on)
        for name, value in command.values.items():
            if name in said or name == SOURCE or name not in VALUES or value is None:
                continue
            held, ranks = above.values.get(name), above.values.get("ranks", {})
            added = _added(name, value, held)
            if added or loosens(name, VALUES[name].tightens, held, value, ranks):
                said.add(name)
                yield _brought(name, added, above) if added else _loosened(name, value, above)


def _days_of_change(organisation: Organisation, command: PublishPolicy, chain: Chain) -> list[date]:
    """The first day of the draft, and every later one of it on which a policy above may begin or end."""
    last = command.effective_to or (date.max if chain.after is None else chain.after.effective_on)
    days = {policy.effective_on for _, policy in organisation.policies() if policy.policy_id != command.policy_id}
    return [command.effective_on, *sorted(day for day in days if command.effective_on < day <= last)]


def _above(organisation: Organisation, command: PublishPolicy, on: date) -> Policies:
    """What holds in the unit above the scope, or centrally: the law that the draft may tighten."""
    unit = None if command.scope_unit_id is None else organisation.unit(command.scope_unit_id, on)
    if unit is not None and unit.parent_id is not None:
        return policies_on(organisation, unit.parent_id, on)
    central = [held for held in versions_on(organisation, on) if held[1].scope_unit_id is None]
    return merged(central, on)


def _added(name: str, value: Any, held: Any) -> list[str]:
    """The steps, votes or time limits of its own that an override brings: it can only tighten those there are."""
    tables = {Tightens.VOTES_RISE, Tightens.SHORTENS, Tightens.NEEDS_GROW}
    if VALUES[name].tightens not in tables or not isinstance(value, Mapping):
        return []
    return [part for part in value if part not in (held or {})]


def _brought(name: str, added: list[str], above: Policies) -> Finding:
    what, parts, asked = meant(name), listed(added), written(above.on)
    return Finding(
        LOOSENS,
        f"values.{name}",
        Text(
            vi=f"{what.vi} nêu {parts.vi} mà ngày {asked.vi} quy định cấp trên không có.",
            en=f"{what.en} names {parts.en}, which the law above does not have on {asked.en}.",
        ),
        Text(
            vi="Quy định của cấp dưới chỉ làm chặt hơn điều đã có, không đặt thêm.",
            en="A local policy only makes stricter what there is; it adds nothing of its own.",
        ),
    )


def _loosened(name: str, value: Any, above: Policies) -> Finding:
    on, how, source = written(above.on), VALUES[name].tightens, above.source_of(name)
    held = above.values.get(name)
    if isinstance(value, Mapping) and isinstance(held, Mapping):
        held = {part: _like(held[part], value[part]) for part in value if part in held}
    what, asked, is_now = meant(name), brief(name, value), brief(name, held)
    central = how is Tightens.NEVER
    vi, en = ("đặt khác Trung ương", "departs from the centre") if central else ("nới lỏng", "loosens it")
    return Finding(
        LOOSENS,
        f"values.{name}",
        Text(
            vi=f"{what.vi}: ghi {asked.vi}, trong khi ngày {on.vi} đang áp dụng {is_now.vi} ({source}); "
            f"như vậy là {vi}.",
            en=f"{what.en}: {asked.en} is stated, while on {on.en} this holds: {is_now.en} ({source}); that {en}.",
        ),
        Text(
            vi=f"Quy định của cấp dưới chỉ được chặt hơn: {_WAY[how].vi}.",
            en=f"A local policy may only be stricter: {_WAY[how].en}.",
        ),
    )


def _like(held: Any, asked: Any) -> Any:
    """Of what holds only the parts that the draft states, so that the two can be compared at a glance."""
    if not isinstance(held, Mapping) or not isinstance(asked, Mapping):
        return held
    return {part: held[part] for part in asked if part in held}


_WAY: Mapping[Tightens, Text] = {
    Tightens.RISES: Text(vi="giá trị này chỉ được tăng", en="this value only rises"),
    Tightens.FALLS: Text(vi="giá trị này chỉ được giảm", en="this value only falls"),
    Tightens.EARLIER: Text(vi="ngày này chỉ được sớm hơn", en="this date only moves to an earlier one"),
    Tightens.GROWS: Text(vi="danh sách này chỉ được thêm", en="this list only gets more entries"),
    Tightens.SHRINKS: Text(vi="danh sách này chỉ được bớt", en="this list only loses entries"),
    Tightens.RANK_RISES: Text(vi="trình độ này chỉ được cao hơn", en="this level only rises"),
    Tightens.VOTES_RISE: Text(vi="tỷ lệ phiếu chỉ được tăng", en="shares of votes only rise"),
    Tightens.SHORTENS: Text(vi="thời hạn chỉ được ngắn lại", en="time limits only shorten"),
    Tightens.NEEDS_GROW: Text(vi="mỗi bước chỉ được cần thêm", en="a step only needs more before it"),
    Tightens.NEVER: Text(vi="giá trị này chỉ do Trung ương đặt", en="this value is set centrally only"),
    Tightens.FREE: Text(vi="giá trị này đặt tự do", en="this value is free"),
}
