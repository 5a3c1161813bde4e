"""The versions of one policy by date: no gap, no overlap, each with its place between the others. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from services.admissions.domain.policy.commands import PublishPolicy
from services.admissions.domain.policy.content import Finding
from services.admissions.domain.policy.shown import meant
from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule
from shared.contracts.organisation import PolicyPublished
from shared.core.text import Text
from shared.tree.organisation import Organisation

SOURCE = "Quy ước của sổ: ngày nào cũng có đúng một bản quy định có hiệu lực; domain 12.1"
OVERLAP = Rule("policy-overlap", SOURCE)
GAP = Rule("policy-gap", SOURCE)
VERSION = Rule("policy-version-missing", SOURCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The versions of a policy that stand, by date; of one date the newest. Around a new one: `before` and `after`."""

    versions: tuple[PolicyPublished, ...]
    before: PolicyPublished | None
    same: PolicyPublished | None
    after: PolicyPublished | None

    def version_of(self, begun_on: date) -> PolicyPublished | None:
        """The version that begins on a date."""
        return next((version for version in self.versions if version.effective_on == begun_on), None)


def chain_of(organisation: Organisation, command: PublishPolicy) -> Chain:
    """The chain that a draft would join."""
    by_day = {
        policy.effective_on: policy for _, policy in organisation.policies() if policy.policy_id == command.policy_id
    }
    versions = tuple(by_day[day] for day in sorted(by_day))
    on = command.effective_on
    return Chain(
        versions=versions,
        before=next((version for version in reversed(versions) if version.effective_on < on), None),
        same=by_day.get(on),
        after=next((version for version in versions if version.effective_on > on), None),
    )


def versions_named(command: PublishPolicy, chain: Chain) -> Iterator[Finding]:
    """What a draft continues or corrects is a version that stands. Source: domain 12.1."""
    named = {"continues": command.continues, "corrects": command.effective_on if command.corrects else None}
    for where, begun_on in named.items():
        if begun_on is None or chain.version_of(begun_on) is not None:
            continue
        asked = written(begun_on)
        days = ", ".join(written(version.effective_on).vi for version in chain.versions)
        isos = ", ".join(version.effective_on.isoformat() for version in chain.versions)
        yield Finding(
            VERSION,
            where,
            Text(
                vi=f"Quy định {command.policy_id} không có bản từ ngày {asked.vi}.",
                en=f"The policy {command.policy_id} has no version of {asked.en}.",
            ),
            Text(
                vi=f"Các bản đã có bắt đầu từ: {days or 'chưa có'}.", en=f"Versions begin on: {isos or 'none stands'}."
            ),
        )


def no_overlap(command: PublishPolicy, chain: Chain) -> Iterator[Finding]:
    """On no day do two versions of a policy hold. Source: domain 12.1.

    A version of a day on which one begins already must say that it corrects it.
    """
    if chain.same is not None and not command.corrects:
        yield _overlap("from", chain.same, Text(vi="“corrects: true”", en="“corrects: true”"))
    before, after, ends = chain.before, chain.after, command.effective_to
    if before is not None and before.effective_to is not None and before.effective_to >= command.effective_on:
        yield _overlap("from", before, Text(vi="một ngày “from” muộn hơn", en="a later “from”"))
    if ends is not None and ends < command.effective_on:
        yield Finding(
            OVERLAP,
            "to",
            Text(
                vi=f"Ngày hết hiệu lực (to) {written(ends).vi} sớm hơn ngày có hiệu lực (from) "
                f"{written(command.effective_on).vi}.",
                en=f"“to” {written(ends).en} lies before “from” {written(command.effective_on).en}.",
            ),
            Text(vi="Kiểm tra lại hai ngày.", en="Mend the two dates."),
        )
    if ends is not None and after is not None and ends >= after.effective_on:
        yield _overlap("to", after, Text(vi="một ngày “to” sớm hơn, hoặc bỏ “to”", en="an earlier “to”, or none"))


def _overlap(where: str, other: PolicyPublished, instead: Text) -> Finding:
    begins = written(other.effective_on)
    ends = Text(vi="khi có bản mới", en="the next version")
    if other.effective_to is not None:
        ends = written(other.effective_to)
    return Finding(
        OVERLAP,
        where,
        Text(
            vi=f"Trùng thời gian với bản có hiệu lực từ {begins.vi} đến {ends.vi}.",
            en=f"It overlaps the version from {begins.en} to {ends.en}.",
        ),
        Text(vi=f"Dùng {instead.vi}.", en=f"Use {instead.en}."),
    )


def no_gap(command: PublishPolicy, chain: Chain) -> Iterator[Finding]:
    """Once a policy holds, it holds on, and a central version gives every value of the one before. Domain 12.1."""
    before, after, ends = chain.before, chain.after, command.effective_to
    if before is not None and before.effective_to is not None:
        first = _next_day(before.effective_to)
        if first < command.effective_on:
            yield _gap("from", first, command.effective_on - timedelta(days=1))
    if ends is not None and after is not None and _next_day(ends) < after.effective_on:
        yield _gap("to", _next_day(ends), after.effective_on - timedelta(days=1))
    if ends is not None and after is None and command.scope_unit_id is None:
        yield _gap("to", _next_day(ends), None)
    if before is None or command.continues is not None or command.scope_unit_id is not None:
        return
    for name in sorted(set(before.values) - set(command.values)):
        yield Finding(
            GAP,
            "values",
            Text(
                vi=f"Bản mới không còn nêu {meant(name).vi}, bản trước có.",
                en=f"The version no longer gives {meant(name).en}, which the one before did.",
            ),
            Text(
                vi=f"Thêm “{name}”, hoặc dùng “continues” và chỉ nêu điều thay đổi; “{name}: null” nếu bỏ hẳn.",
                en=f"Add “{name}”, or use “continues” and state the changes only; “{name}: null” takes it away.",
            ),
        )


def _next_day(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)


def _gap(where: str, first: date, last: date | None) -> Finding:
    begins = written(first)
    ends = Text(vi="về sau", en="ever after") if last is None else written(last)
    return Finding(
        GAP,
        where,
        Text(
            vi=f"Từ {begins.vi} đến {ends.vi} không có bản nào có hiệu lực.",
            en=f"From {begins.en} to {ends.en} no version would hold.",
        ),
        Text(
            vi="Nối liền các ngày: bản sau bắt đầu ngay hôm sau ngày cuối của bản trước.",
            en="Close it: a version begins on the day after the last day of the one before.",
        ),
    )
