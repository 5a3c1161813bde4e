"""decide_policy(organisation, command): the event of a policy's publication, or a Refusal with its rule's id. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.admissions.domain.policy import chain as chains
from services.admissions.domain.policy import content, territory
from services.admissions.domain.policy.chain import chain_of
from services.admissions.domain.policy.commands import PublishPolicy
from services.admissions.domain.policy.content import Finding
from services.admissions.domain.policy.in_force import SOURCE
from services.admissions.domain.rules.refusals import Rule, refusal
from shared.contracts.organisation import PolicyPublished
from shared.core.errors import Fault, Refusal
from shared.core.text import Text
from shared.tree.organisation import Organisation

CONTENT = Rule("policy-content", "Quy ước của sổ: quy định có mã, ngày và văn bản làm căn cứ; domain 12")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}\Z")


def decide_policy(
    organisation: Organisation, command: PublishPolicy, *, units_known: bool = True
) -> Sequence[PolicyPublished]:
    """The one event of a publication, with every value in it, also those of the version that it continues.

    Refused with every fault found, each with its line of the file. `units_known`: false for the genesis, which is
    published before the first unit; what its overrides say holds once there is one.
    """
    chain = chain_of(organisation, command)
    base = None if command.continues is None else chain.version_of(command.continues)
    values = with_changes({} if base is None else base.values, command.values)
    findings = [
        *_sound(command, values),
        *chains.versions_named(command, chain),
        *chains.no_overlap(command, chain),
        *chains.no_gap(command, chain),
        *territory.given_once(organisation, command),
    ]
    if units_known:
        findings += territory.scope_stands(organisation, command, chain)
    if not findings:
        findings += territory.only_tightens(organisation, command, chain)
    if findings:
        raise _refused(command, findings)
    return [
        PolicyPublished(
            actor=command.actor,
            effective_on=command.effective_on,
            policy_id=command.policy_id,
            values=values,
            scope_unit_id=command.scope_unit_id,
            effective_to=command.effective_to,
        )
    ]


def with_changes(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a version that continues another: what it states, part by part; null takes a value away."""
    return {name: value for name, value in _over(base, changes).items() if value is not None}


def _over(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(base)
    for name, value in changes.items():
        held = found.get(name)
        found[name] = _over(held, value) if isinstance(held, Mapping) and isinstance(value, Mapping) else value
    return found


def _sound(command: PublishPolicy, values: Mapping[str, Any]) -> Iterator[Finding]:
    """What is wrong with the content, whatever else stands in the log. The shape first: the rest reads by it."""
    central = command.scope_unit_id is None
    yield from identified(command)
    yield from content.known_names(command.values)
    misshapen = list(content.right_shapes(values if central else command.values, whole=central))
    yield from misshapen
    if not misshapen:
        yield from content.forms_of_steps(values)
        yield from content.needs_come_before(values)
        if central:
            yield from content.steps_hold_together(values)


def identified(command: PublishPolicy) -> Iterator[Finding]:
    """A policy has an id, a citation and at least one value. Source: domain 12."""
    if not _ID.match(command.policy_id):
        yield Finding(
            CONTENT,
            "policy",
            Text(vi="Mã quy định chưa đúng.", en="The policy's id is not allowed."),
            Text(vi="Mã gồm chữ thường, chữ số và “-”.", en="The id is of small letters, digits and “-”."),
        )
    if not command.values.keys() - {SOURCE} and command.continues is None:
        yield Finding(
            CONTENT,
            "values",
            Text(vi="Quy định không có giá trị nào.", en="The policy gives no value."),
            Text(vi="Nêu ít nhất một giá trị.", en="Give at least one value."),
        )
    if command.values.get(SOURCE) is None:
        yield Finding(
            CONTENT,
            "values",
            Text(vi="Thiếu “source”: văn bản làm căn cứ.", en="“source” is missing: the regulation it comes from."),
            Text(
                vi="Ghi như người ta trích dẫn: “QĐ 232-QĐ/TW (20/01/2025)”.",
                en="Write it as it is cited: “QĐ 232-QĐ/TW (20/01/2025)”.",
            ),
        )


def _refused(command: PublishPolicy, findings: Sequence[Finding]) -> Refusal:
    """The first finding says the rule; all of them are listed by line."""
    first = findings[0]
    line = _line(command, first.where)
    place = Text(vi="" if line is None else f"Dòng {line}: ", en="" if line is None else f"Line {line}: ")
    return refusal(
        first.rule,
        Text(vi=f"{place.vi}{first.what.vi}", en=f"{place.en}{first.what.en}"),
        first.mend,
        where=f"/{first.where.replace('.', '/')}",
        values={"policy_id": command.policy_id, "line": line, "rules": [each.rule.id for each in findings]},
        faults=[
            Fault(
                where=_where(command, each.where),
                what=Text(vi=f"{each.what.vi} {each.mend.vi}", en=f"{each.what.en} {each.mend.en}"),
            )
            for each in findings
        ],
        content=True,
    )


def _where(command: PublishPolicy, part: str) -> str:
    line = _line(command, part)
    return part if line is None else f"{line}:{part}"


def _line(command: PublishPolicy, part: str) -> int | None:
    """The line of a part, or of what it stands in; None where the draft came from no file."""
    while part and part not in command.lines:
        part = part.rpartition(".")[0]
    return command.lines.get(part, 1 if command.lines else None)
