"""Who is let in, and how a refusal leaves the house: status, texts in both languages, trace."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi import APIRouter, Depends
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from shared.contracts.facts import Actor
from shared.contracts.organisation import UnitCreated, UnitKind
from shared.core.errors import Conflict, Forbidden, Malformed, Refusal, Unauthenticated, Unavailable
from shared.core.stream import Position
from shared.core.text import Text
from shared.flow.question import Question
from shared.http.app import make_app
from shared.http.caller import OFFICES, WHOLE_REGISTRY, Caller, Permission, TokenVerifier, caller_dependency, outside
from shared.http.issuer import LocalIssuer
from shared.http.problem import status_of
from shared.http.question import question_dependency, wait_dependency
from shared.tree.organisation import Organisation
from shared.tree.role_names import DUTIES, ROLES, carriers

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
OFFICER = Caller(officer_id="o-1", office="cell_secretary", unit_id="c1")


def issuer(folder: Path, now: datetime = NOW) -> LocalIssuer:
    return LocalIssuer(folder, issuer="socai", audience="socai", clock=lambda: now)


def verifier(made: LocalIssuer, now: datetime = NOW) -> TokenVerifier:
    return TokenVerifier(made.keys_file, issuer="socai", audience="socai", clock=lambda: now)


def client(folder: Path, *, body_bytes_max: int = 1000) -> TestClient:
    made = issuer(folder)
    router = APIRouter()
    asked = Depends(question_dependency(lambda: NOW))
    caller = Depends(caller_dependency(verifier(made), lambda by: by))

    @router.get("/question")
    def question(found: Question = asked) -> dict[str, str]:
        return {"as_of": str(found.as_of), "period": str(found.period), "known": str(found.as_known)}

    @router.get("/who")
    def who(found: Caller = caller) -> dict[str, str]:
        return {"officer": found.officer_id}

    @router.get("/refused")
    def refused() -> None:
        text = Text(vi="Không đủ hai phần ba.", en="Two thirds not reached.")
        raise Refusal("two-thirds", text, source="Charter Art. 4", mend=Text(vi="Họp lại.", en="Vote again."))

    @router.get("/forbidden")
    def forbidden(found: Caller = caller) -> None:
        found.require(Permission.SIGN)

    @router.get("/late", dependencies=[Depends(wait_dependency(lambda: Position(3), wait_s=0))])
    def late() -> str:
        return "complete"

    @router.get("/defect")
    def defect() -> None:
        raise ZeroDivisionError

    @router.post("/body")
    def body(found: dict[str, int]) -> int:
        return len(found)

    app = make_app("t", [router], checks={"self": lambda: None}, body_bytes_max=body_bytes_max)
    return TestClient(app, raise_server_exceptions=False, headers={"authorization": f"Bearer {made.mint(OFFICER)}"})


def test_a_token_names_its_officer_office_and_unit(tmp_path: Path) -> None:
    made = issuer(tmp_path)
    assert verifier(made).verify(made.mint(OFFICER)) == OFFICER


def test_an_expired_token_is_refused(tmp_path: Path) -> None:
    made = issuer(tmp_path)
    token = made.mint(OFFICER, days=1)
    with pytest.raises(Unauthenticated, match="expired"):
        verifier(made, NOW + timedelta(days=1)).verify(token)


def test_a_token_of_another_issuers_key_is_refused(tmp_path: Path) -> None:
    other = issuer(tmp_path / "other").mint(OFFICER)
    with pytest.raises(Unauthenticated):
        verifier(issuer(tmp_path / "own")).verify(other)


def test_a_token_for_an_office_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    made = issuer(tmp_path)
    token = made.mint(Caller(officer_id="o", office="emperor", unit_id="c1"))
    with pytest.raises(Unauthenticated):
        verifier(made).verify(token)


@given(st.text(max_size=60))
def test_no_text_passes_for_a_token(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    checked = verifier(issuer(tmp_path_factory.getbasetemp() / "issuer"))
    with pytest.raises(Unauthenticated):
        checked.verify(text)


def test_the_private_key_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    issuer(tmp_path)
    assert (tmp_path / "issuer.json").stat().st_mode & 0o777 == 0o600


def test_only_some_offices_see_names_and_no_operator_reads_people() -> None:
    assert Permission.NAMES not in OFFICES["auditor"]
    assert not {Permission.READ, Permission.NAMES, Permission.WRITE} & OFFICES["operator"]
    with pytest.raises(Forbidden):
        Caller(officer_id="a", office="auditor", unit_id="*").require(Permission.WRITE)


def test_a_caller_reaches_the_own_subtree_and_nothing_else() -> None:
    organisation = Organisation()
    actor = Actor(officer_id="o", office="x", unit_id="*")
    for position, (unit, parent) in enumerate((("p", None), ("w1", "p"), ("c1", "w1"), ("w2", "p")), 1):
        event = UnitCreated(
            actor=actor, effective_on=NOW.date(), unit_id=unit, kind=UnitKind.WARD, name_vi=unit, parent_id=parent
        )
        organisation.apply(Position(position), unit, event)
    tree = organisation.tree(NOW.date())
    ward = Caller(officer_id="o", office="committee_officer", unit_id="w1")
    ward.require_unit(tree, "c1")
    for beyond in ("w2", "p", "unknown"):
        with pytest.raises(Forbidden):
            ward.require_unit(tree, beyond)
    Caller(officer_id="o", office="province_officer", unit_id=WHOLE_REGISTRY).require_unit(tree, "w2")


def test_a_refusal_of_authority_speaks_of_roles_and_units_by_name_and_of_who_may_act() -> None:
    organisation = Organisation()
    actor = Actor(officer_id="o", office="x", unit_id="*")
    for position, (unit, name, parent) in enumerate(
        (("p", "Tỉnh ủy", None), ("w1", "Đảng ủy xã A", "p"), ("c1", "Chi bộ thôn 1", "w1"), ("c2", "Chi bộ 2", "p")), 1
    ):
        event = UnitCreated(
            actor=actor, effective_on=NOW.date(), unit_id=unit, kind=UnitKind.WARD, name_vi=name, parent_id=parent
        )
        organisation.apply(Position(position), unit, event)
    tree = organisation.tree(NOW.date())
    with pytest.raises(Forbidden) as beyond:
        OFFICER.require_unit(tree, "c2")
    assert beyond.value.what.vi == "Chi bộ 2 (c2) không thuộc phạm vi của bí thư chi bộ tại Chi bộ thôn 1 (c1)."
    assert beyond.value.what.en == "Chi bộ 2 (c2) is outside the area of the cell secretary of Chi bộ thôn 1 (c1)."
    with pytest.raises(Forbidden) as unable:
        OFFICER.require(Permission.CHECK)
    assert unable.value.what.vi == "Vai trò bí thư chi bộ không được kiểm tra hồ sơ trước khi cấp ủy quyết định."
    assert unable.value.values["offices_able"] == ["province_officer", "committee_officer", "dossier_checker"]
    body = outside(OFFICER, tree, "w1", acting=True)
    for refused, who in (
        (beyond.value, "Chi bộ 2 (c2), Tỉnh ủy (p)"),
        (unable.value, "cán bộ cấp tỉnh, cán bộ cấp ủy hoặc cán bộ kiểm tra hồ sơ của ban tổ chức"),
        (body, "Đảng ủy xã A (w1), Tỉnh ủy (p)"),
        (outside(OFFICER, tree, None), "cán bộ cấp tỉnh"),
        (OFFICER.person_outside(tree, "p-1"), "chi bộ đang quản lý hồ sơ"),
    ):
        assert refused.mend is not None
        assert who in refused.mend.vi
        assert refused.source
        assert refused.values["office"] == "cell_secretary"
        told = f"{refused.what.vi} {refused.what.en} {refused.mend.vi} {refused.mend.en}"
        assert not [word for word in ("thẻ", "token", "cell_secretary", "Permission") if word in told]


def test_a_forbidden_act_is_answered_with_its_source_and_the_values_compared(tmp_path: Path) -> None:
    answer = client(tmp_path).get("/t/forbidden", headers={"accept-language": "vi"})
    body = answer.json()
    assert (answer.status_code, body["rule"]) == (403, "office-not-allowed")
    assert body["source"] == "điểm 4.3.2 QĐ 29-QĐ/TW, QĐ 232-QĐ/TW (thẩm quyền)"
    assert body["values"]["duty"] == "sign"
    assert body["mend"].startswith("Nhờ cán bộ cấp tỉnh")


def test_every_role_and_every_duty_has_a_name_and_somebody_who_carries_it() -> None:
    assert set(ROLES) == set(OFFICES)
    assert set(DUTIES) == set(Permission)
    assert all(carriers(duty) for duty in Permission)
    assert carriers(Permission.OPERATE) == ["province_officer"]


def test_a_request_without_a_token_is_answered_401(tmp_path: Path) -> None:
    answer = client(tmp_path).get("/t/who", headers={"authorization": ""})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert client(tmp_path).get("/t/who").json() == {"officer": "o-1"}


def test_a_refusal_names_rule_source_mend_and_trace_in_both_languages(tmp_path: Path) -> None:
    answer = client(tmp_path).get("/t/refused", headers={"x-correlation-id": "abc-1", "accept-language": "en"})
    body = answer.json()
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert (body["rule"], body["source"], body["trace_id"]) == ("two-thirds", "Charter Art. 4", "abc-1")
    assert body["detail"] == "Two thirds not reached. Vote again."
    assert body["texts"]["vi"] == "Không đủ hai phần ba. Họp lại."


def test_a_defect_is_a_500_that_tells_nothing_of_the_inside(tmp_path: Path) -> None:
    with capture_logs() as logged:
        answer = client(tmp_path).get("/t/defect")
    assert answer.status_code == 500
    assert "ZeroDivision" not in answer.text
    assert [(line["event"], type(line["exc_info"])) for line in logged] == [("defect", ZeroDivisionError)]


def test_a_read_that_must_wait_too_long_is_told_when_to_try_again(tmp_path: Path) -> None:
    asked = client(tmp_path)
    assert asked.get("/t/late", headers={"Socai-Min-Position": "3"}).status_code == 200
    late = asked.get("/t/late", headers={"Socai-Min-Position": "4"})
    assert (late.status_code, late.headers["retry-after"]) == (503, "1")


def test_today_is_the_civil_date_of_viet_nam_and_a_period_sets_as_of(tmp_path: Path) -> None:
    asked = client(tmp_path)
    assert asked.get("/t/question").json()["period"] == "2026-01-01/2026-01-02"
    assert asked.get("/t/question?period=2015-01-01/2019-12-31").json()["as_of"] == "2019-12-31"


@pytest.mark.parametrize(
    "query",
    ["as_of=2019-02-30", "as_of=tomorrow", "as_known=2019-01-01", "period=2019-01-01", "tree=1/1/2019",
     "period=2019-12-31/2019-01-01", "as_of=2019-01-01&period=2019-01-01/2019-12-31"],
)  # fmt: skip
def test_a_date_that_cannot_be_read_is_answered_400_with_how_to_write_it(tmp_path: Path, query: str) -> None:
    answer = client(tmp_path).get(f"/t/question?{query}")
    assert answer.status_code == 400
    assert answer.json()["mend"]


def test_a_body_that_is_not_json_is_400_one_that_does_not_fit_422_and_one_too_large_413(tmp_path: Path) -> None:
    asked = client(tmp_path)
    for content, status in (
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b'{"a":"x"}', 422),
        (b'{"a":1}', 200),
        (b" " * 1001, 413),
    ):
        answer = asked.post("/t/body", content=content, headers={"content-type": "application/json"})
        assert answer.status_code == status, content


def test_an_unknown_path_and_a_wrong_method_are_problems_too(tmp_path: Path) -> None:
    asked = client(tmp_path)
    assert asked.get("/t/nowhere").headers["content-type"] == "application/problem+json"
    assert asked.delete("/t/who").status_code == 405


def test_a_stale_version_is_412_and_another_conflict_409() -> None:
    text = Text(vi="", en="")
    assert status_of(Conflict("version-stale", text)) == 412
    assert status_of(Conflict("key-reused", text)) == 409
    assert status_of(Unavailable("down", text)) == 503
    assert status_of(Malformed("bytes", text)) == 400
