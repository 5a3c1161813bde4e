"""Classes over HTTP: opened by the training centre, filled by approved lists, certified in one act."""

from collections.abc import Sequence

import httpx2

from shared.contracts.dossiers import StepRecorded
from shared.contracts.lifecycle import Trained
from tests.integration.admissions.writer import WriterUnderTest, found_province, new_person

CLASS = {"class_id": "lop-1", "kind": "awareness", "unit_id": "nam-giang", "from": "2016-05-09", "to": "2016-05-13"}
CERTIFY = {"issued_on": "2016-05-13", "number": "03/CN-NTVĐ"}


def prospects(writer: WriterUnderTest, count: int, *, sent_to: str | None = "lop-1") -> list[str]:
    """People listed in cell-1 and, where a class is named, sent to it by an approved list."""
    found = []
    for _ in range(count):
        person = str(writer.written("/people", new_person(act="nominated", effective_on="2016-01-04"))["id"])
        if sent_to is not None:
            send(writer, person, sent_to)
        found.append(person)
    return found


def send(writer: WriterUnderTest, person: str, class_id: str) -> dict[str, object]:
    """Step A2, approved, by the grassroots committee."""
    step = {"act": "step", "step": "A2", "effective_on": "2016-02-01", "body_unit_id": "dang-bo", "class_id": class_id}
    return writer.written(f"/people/{person}/acts", step)


def rules(response: httpx2.Response) -> list[str]:
    """The rule of each fault, from the end of its sentence."""
    return [fault["en"].rsplit("[", 1)[1].split(";")[0].rstrip("]") for fault in response.json()["errors"]]


def certified(writer: WriterUnderTest, people: Sequence[str]) -> list[str]:
    """Where each of these people stands."""
    return [writer.get(f"/people/{person}").json()["place"]["standing"] for person in people]


def test_a_class_is_opened_filled_by_approved_lists_and_certified_in_one_act(writer: WriterUnderTest) -> None:
    found_province(writer)
    writer.written("/classes", CLASS)
    people = prospects(writer, 3)
    prospects(writer, 1, sent_to=None)
    view = writer.get("/classes/lop-1").json()
    assert [line["person_id"] for line in view["roster"]] == sorted(people)
    assert {line["outcome"] for line in view["roster"]} == {"waiting"}
    answer = writer.written("/classes/lop-1/certificates", CERTIFY)
    assert sorted(part["person_id"] for part in answer["people"]) == sorted(people)
    events = [event for event in writer.log() if isinstance(event.data, Trained)]
    assert {event.envelope.actid for event in events} == {answer["act_id"]}
    certificates = [event.data for event in events if isinstance(event.data, Trained)]
    assert {each.class_id for each in certificates} == {"lop-1"}
    assert {each.decision and each.decision.number for each in certificates} == {"03/CN-NTVĐ"}
    assert certified(writer, people) == ["TRAINED"] * 3
    assert {line["outcome"] for line in writer.get("/classes/lop-1").json()["roster"]} == {"certified"}


def test_one_who_cannot_be_certified_keeps_the_whole_act_from_being_written(writer: WriterUnderTest) -> None:
    found_province(writer)
    writer.written("/classes", CLASS)
    writer.written("/classes", {**CLASS, "class_id": "lop-2"})
    sent, other = prospects(writer, 2), prospects(writer, 1, sent_to="lop-2")
    body = {**CERTIFY, "people": [{"person_id": person} for person in [*sent, *other]]}
    before = writer.get("/head").json()["position"]
    refused = writer.post("/classes/lop-1/certificates", body)
    assert refused.status_code == 409
    assert refused.json()["rule"] == "certificates-refused"
    assert rules(refused) == ["class-not-on-roster"]
    assert refused.json()["errors"][0]["pointer"].startswith("/people/2")
    assert writer.get("/head").json()["position"] == before
    writer.written("/classes/lop-1/certificates", {**CERTIFY, "people": [{"person_id": sent[0], "number": "7"}]})
    again = writer.post("/classes/lop-1/certificates", {**CERTIFY, "people": [{"person_id": sent[0]}]})
    assert rules(again) == ["class-certified-already"]
    writer.written("/classes/lop-1/certificates", CERTIFY)
    assert certified(writer, [*sent, *other]) == ["TRAINED", "TRAINED", "PROSPECT"]
    nobody = writer.post("/classes/lop-1/certificates", CERTIFY)
    assert nobody.json()["rule"] == "class-nobody-to-certify"


def test_no_certificate_before_the_last_day_nor_from_a_class_of_the_other_kind(writer: WriterUnderTest) -> None:
    found_province(writer)
    writer.written("/classes", CLASS)
    (person,) = prospects(writer, 1)
    early = writer.post("/classes/lop-1/certificates", {**CERTIFY, "issued_on": "2016-05-12"})
    assert rules(early) == ["class-not-over"]
    writer.written("/classes", {**CLASS, "class_id": "new-1", "kind": "new_member"})
    wrong = writer.post(f"/people/{person}/acts", {"act": "trained", "effective_on": "2016-05-13", "class_id": "new-1"})
    assert wrong.json()["rule"] == "class-kind"
    step = {"act": "step", "step": "A2", "effective_on": "2016-02-02", "body_unit_id": "dang-bo", "class_id": "new-1"}
    assert writer.post(f"/people/{person}/acts", step).json()["rule"] == "class-kind"


def test_probationers_of_the_area_are_on_the_roster_of_a_new_member_class(writer: WriterUnderTest) -> None:
    found_province(writer)
    writer.written("/classes", {**CLASS, "class_id": "new-1", "kind": "new_member"})
    first = {"standing": "PROBATIONARY", "ceremony_on": "2015-11-02", "effective_on": "2016-01-01"}
    inside = writer.written("/people", new_person(**first))["id"]
    writer.written("/people", new_person(effective_on="2016-01-01"))
    assert [line["person_id"] for line in writer.get("/classes/new-1").json()["roster"]] == [inside]
    writer.written("/classes/new-1/certificates", {"issued_on": "2016-05-20", "number": "9"})
    steps = [event.data for event in writer.log() if isinstance(event.data, StepRecorded)]
    assert [(step.step, step.class_id) for step in steps] == [("D1", "new-1")]
    again = writer.post("/classes/new-1/certificates", {**CERTIFY, "people": [{"person_id": inside}]})
    assert rules(again) == ["class-certified-already"]


def test_the_training_centre_certifies_in_its_area_and_writes_nothing_else(writer: WriterUnderTest) -> None:
    found_province(writer)
    centre = writer.headers("training_centre", "nam-giang")
    writer.written("/classes", CLASS, centre)
    (person,) = prospects(writer, 1)
    elsewhere = writer.post("/classes", {**CLASS, "class_id": "lop-9", "unit_id": "qn"}, centre)
    assert elsewhere.status_code == 403
    secretary = writer.post("/classes", {**CLASS, "class_id": "lop-9"}, writer.headers("auditor", "nam-giang"))
    assert secretary.status_code == 403
    writer.written("/classes/lop-1/certificates", CERTIFY, {**centre, "Idempotency-Key": "k1"})
    repeated = writer.written("/classes/lop-1/certificates", CERTIFY, {**centre, "Idempotency-Key": "k1"})
    assert (repeated["repeated"], repeated["people"][0]["person_id"]) == (True, person)
    assert writer.post("/classes/lop-1/certificates", CERTIFY, {**centre, "If-Match": '"1"'}).status_code == 400
    assert writer.get("/classes/lop-x").status_code == 404
