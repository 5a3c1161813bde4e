"""The writer on a database of the test's own, spoken to over HTTP as officers of several offices would."""

import io
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
from fastapi.testclient import TestClient

from services.admissions.compose import Admissions, make_api, open_keys, wire
from services.admissions.settings import Settings
from shared.contracts.recorded import Recorded, recorded
from shared.http.caller import WHOLE_REGISTRY, Caller
from shared.http.issuer import LocalIssuer
from shared.ports.bus import Topics

NOW = datetime(2020, 6, 30, 3, 0, tzinfo=UTC)
WAIT_S = 60.0


class SteppingClock:
    """Stands at NOW, or at another instant, one millisecond further each time it is asked."""

    def __init__(self, now: datetime = NOW) -> None:
        self._now = now
        self._asked = 0

    def __call__(self) -> datetime:
        self._asked += 1
        return self._now + timedelta(milliseconds=self._asked)


class WriterUnderTest:
    """The service, its HTTP application, and tokens for whoever a test wants to be."""

    def __init__(self, admissions: Admissions, issuer: LocalIssuer) -> None:
        self.admissions = admissions
        self.http = TestClient(make_api(admissions))
        self._issuer = issuer

    def headers(
        self, office: str = "province_officer", unit: str = WHOLE_REGISTRY, *, officer: str | None = None, **more: str
    ) -> dict[str, str]:
        """The Authorization header of an officer, by default `office@unit`, and more headers."""
        caller = Caller(officer_id=officer or f"{office}@{unit}", office=office, unit_id=unit)
        token = self._issuer.mint(caller)
        return {"Authorization": f"Bearer {token}", "Accept-Language": "en", **more}

    def post(self, path: str, body: object, headers: Mapping[str, str] | None = None) -> httpx2.Response:
        """POST JSON as a province officer, unless other headers are given."""
        return self.http.post(f"/admissions{path}", json=body, headers=dict(headers or self.headers()))

    def get(self, path: str, headers: Mapping[str, str] | None = None, **query: str) -> httpx2.Response:
        """GET as a province officer, unless other headers are given."""
        return self.http.get(f"/admissions{path}", params=query, headers=dict(headers or self.headers()))

    def written(self, path: str, body: object, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        """POST that must be accepted."""
        response = self.post(path, body, headers)
        assert response.status_code in {200, 201}, response.text
        assert response.headers["Socai-Position"] == str(response.json()["position"])
        found: dict[str, Any] = response.json()
        return found

    def import_folder(self, files: Mapping[str, bytes], *, dry_run: bool = False) -> httpx2.Response:
        """Send a folder as a tar, and wait until what it began has ended."""
        response = self.http.post(
            "/admissions/imports",
            params={"dry_run": "true"} if dry_run else {},
            content=tar_of(files),
            headers=self.headers(**{"Content-Type": "application/x-tar"}),
        )
        assert self.admissions.imports.wait(WAIT_S)
        return response

    def log(self) -> list[Recorded]:
        """Every event, read back."""
        return [recorded(event.value) for event in self.admissions.outbox.read_all()]


def tar_of(files: Mapping[str, bytes]) -> bytes:
    """The files as the command line sends them."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


@contextmanager
def open_writer(
    database_url: str, folder: Path, *, topics: Topics | None = None, now: datetime = NOW, **settings: Any
) -> Iterator[WriterUnderTest]:
    """The service on this database; its key store and issuer live in `folder`. Opened again, it is a restart.

    `topics`: where the log was published, when it is not the bus itself.
    """
    clock = SteppingClock(now)
    issuer = LocalIssuer(folder / "keys", issuer="socai", audience="socai", clock=clock)
    chosen = Settings(
        database_url=database_url,
        keystore_url=f"sqlite:///{folder / 'keystore.db'}",
        master_key_file=folder / "keys" / "master.key",
        issuer_keys_file=issuer.keys_file,
        **settings,
    )
    with open_keys(chosen, make_master_key=True) as keys:
        admissions = wire(chosen, keys, topics=topics, clock=clock)
        try:
            yield WriterUnderTest(admissions, issuer)
        finally:
            admissions.close()


def found_province(writer: WriterUnderTest) -> None:
    """A province, a district with a grassroots committee of two cells, and a grassroots cell."""
    for unit_id, kind, parent in (
        ("qn", "province", None),
        ("nam-giang", "district", "qn"),
        ("dang-bo", "grassroots_committee", "nam-giang"),
        ("cell-1", "subordinate_cell", "dang-bo"),
        ("cell-2", "subordinate_cell", "dang-bo"),
        ("cell-3", "grassroots_cell", "nam-giang"),
    ):
        body = {"unit_id": unit_id, "kind": kind, "name_vi": f"Tổ chức {unit_id}", "effective_on": "2000-01-01"}
        writer.written("/units", body if parent is None else {**body, "parent_id": parent})


def new_person(unit_id: str = "cell-1", act: str = "enrolled", **more: object) -> dict[str, object]:
    """A body of POST /people: someone born in 1990."""
    return {
        "particulars": {"full_name": "Zơrâm Văn Kín", "birth_date": "1990-05-06"},
        "first": {
            "act": act,
            "effective_on": "2015-01-01",
            "unit_id": unit_id,
            "attributes": {"sex": "m", "education": "thpt", "expertise": "university"},
            **more,
        },
    }
