"""`socai doctor`: is everything that the system needs there, and does every part say that it is well?"""

import shutil
import sys

from services.cli.ask import language
from services.cli.client import connected
from services.cli.errors import CommandError, FoundWrong
from services.cli.location import Location
from services.cli.output import print_table, say


def doctor() -> None:
    """Check the machine and the system; exit 1 naming what is wrong."""
    spoken, where = language(), Location.from_environment()
    var = where.var if where.var.exists() else where.var.absolute().parent
    free_mib = shutil.disk_usage(var).free >> 20
    findings = [
        ("Python", sys.version_info >= (3, 11), sys.version.split()[0]),
        (say("Đĩa trống", "Free disk").of(spoken), free_mib >= 512, f"{free_mib} MiB"),
    ]
    try:
        with connected(where) as client:
            head = client.head()
            findings.append((say("Sổ", "Log").of(spoken), True, say(f"vị trí {head}", f"position {head}").of(spoken)))
            for service in ("members", "indicators"):
                at = client.get(f"/{service}/counts").json()["position"]
                findings.append((service, at >= head, say(f"đã đọc đến {at}", f"read to {at}").of(spoken)))
            verified = client.get("/audit/verify").json()
            texts = "; ".join(p[spoken] for p in verified["problems"]) or verified["root"][:16]
            findings.append(("audit", verified["ok"], texts))
    except CommandError as error:
        findings.append((say("Hệ thống", "System").of(spoken), False, " ".join(error.lines(spoken))))
    rows = [
        (name, say("tốt", "well").of(spoken) if well else say("HỎNG", "WRONG").of(spoken), text)
        for name, well, text in findings
    ]
    print_table(say("Kiểm tra hệ thống", "Check-up").of(spoken), ["", "", ""], rows)
    wrong = [name for name, well, _ in findings if not well]
    if wrong:
        raise FoundWrong(say(f"Có chỗ hỏng: {', '.join(wrong)}", f"Wrong: {', '.join(wrong)}"))
