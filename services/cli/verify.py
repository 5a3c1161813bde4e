"""`socai verify`: the tree rebuilt from the topics against the writer's own."""

from typing import Any

from services.cli.ask import ask, language
from services.cli.errors import FoundWrong
from services.cli.options import AsJson
from services.cli.output import print_json, print_table, say, whole
from shared.core.text import Language, Text


def verify(as_json: AsJson = False) -> None:
    """Compare the tree rebuilt from the topics with the writer's, and name every problem. Exits 1 when there is one."""
    response = ask("/audit/verify", {}, to_head=False)
    body = response.json()
    if as_json:
        print_json(response)
    else:
        print_verify(body, language())
    if not body["ok"]:
        raise FoundWrong(
            Text(
                vi="Kiểm chứng thấy sai: " + "; ".join(p["vi"] for p in body["problems"]),
                en="Found wrong: " + "; ".join(p["en"] for p in body["problems"]),
            )
        )


def print_verify(body: dict[str, Any], language: Language) -> None:
    """Size, root and verdict."""
    verdict = say("khớp", "matches") if body["ok"] else say("KHÔNG khớp", "does NOT match")
    rows = [
        [say("Số sự kiện", "Events").of(language), whole(body["size"], language)],
        [say("Gốc cây Merkle", "Merkle root").of(language), body["root"]],
        [say("Phân vùng đã đọc", "Partitions read").of(language), whole(len(body["partitions"]), language)],
        [say("Với bên ghi", "With the writer").of(language), verdict.of(language)],
    ]
    print_table(say("Kiểm chứng sổ", "Verification of the log").of(language), ["", ""], rows)
