"""Policy files: what cannot be read is refused with the line of every fault, and never crashes the reader."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.admissions.app.policy_file import read_policy
from services.admissions.app.policy_genesis import genesis_policies
from shared.contracts.facts import Actor
from shared.core.errors import Malformed

OFFICER = Actor(officer_id="o1", office="province_officer", unit_id="quang-nam")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "1"),
        ("policy: [", "1"),
        ("- a\n- b\n", "1"),
        ("policy: a\npolicy: b\nfrom: 2018-01-01\nvalues: {a: 1}\n", "2"),
        ("policy: a\nfrom: 2018-02-30\nvalues: {a: 1}\n", "2"),
        ("policy: a\nfrom: 2018-01-01\nvalues:\n  a: 1.5\n", "4"),
        ("policy: a\nfrom: 2018-01-01\nvalues:\n  a: yes\n", "4"),
        ("policy: a\nfrom: 2018-01-01\nvalues: &x\n  a: 1\nto: *x\n", "5"),
        ("policy: a\nfrom: 2018-01-01\nvalue:\n  a: 1\n", "3"),
        ("policy: a\nfrom: 2018-01-01\ncorrects: 1.5\nvalues: {a: 1}\n", "3"),
        ("policy: a\nfrom: 2018-01-01\ncorrects: sure\nvalues: {a: 1}\n", "3"),
        ("policy: a\nfrom: 2018-01-01\nvalues: " + "[" * 50 + "]" * 50, "3"),
        ("policy: a\nfrom: 2018-01-01\nvalues: {a: 99999999999}\n", "3"),
        ("a: !!python/object:os.system x\n", "1"),
        ("\x00", "1"),
    ],
)
def test_a_file_that_cannot_be_read_names_the_line(text: str, line: str) -> None:
    with pytest.raises(Malformed) as refused:
        read_policy(text.encode(), OFFICER)
    assert refused.value.code == "policy-unreadable"
    assert line in {fault.where for fault in refused.value.faults}


def test_a_file_is_utf_8_and_of_limited_length() -> None:
    for content in (b"\xff\xfe", b"a: b\n" * 20_000):
        with pytest.raises(Malformed):
            read_policy(content, OFFICER)


def test_every_file_of_the_genesis_is_a_version_of_its_name() -> None:
    folder = Path(__file__).parents[4] / "services" / "admissions" / "genesis" / "policies"
    named = {f"{policy.policy_id}-{policy.effective_on.isoformat()}.yaml" for policy in genesis_policies(OFFICER)}
    assert named == {file.name for file in folder.glob("*.yaml")}


@settings(max_examples=150, deadline=None)
@for_all(
    st.one_of(st.binary(max_size=200), st.text("pvaluesfrom: \n-[]{},&*!|>'\"#%@0189", max_size=120).map(str.encode))
)
def test_whatever_is_sent_is_read_or_refused(content: bytes) -> None:
    with suppress(Malformed):
        read_policy(content, OFFICER)
