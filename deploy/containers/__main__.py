"""`python -m deploy.containers prepare|soak`: make the compose file's secrets; run the compose file whole."""

import subprocess
import sys
from pathlib import Path

from deploy.parts.programs import ROOT
from shared.core.errors import Unavailable

OUTPUT_LINES_MAX = 40


def main(arguments: list[str]) -> int:
    """Exit codes: 0 done, 1 the containers do not what they should, 2 used wrongly, 3 something needed is missing."""
    if arguments not in (["prepare"], ["soak"]):
        print("usage: python -m deploy.containers prepare|soak", file=sys.stderr)
        return 2
    if arguments == ["prepare"]:
        from deploy.containers.prepare import prepare

        var = Path("var") / "containers"
        prepare(var, ROOT / ".env")
        print(f"{ROOT / '.env'} and {var.resolve()} hold the secrets; now: docker compose up")
        return 0
    from deploy.containers.soak import Found, soak

    try:
        for reached in soak():
            print(f"  containers: {reached}", flush=True)
    except Found as wrong:
        print(wrong, file=sys.stderr)
        return 1
    except Unavailable as fault:
        print(f"{fault.what.vi}\n{fault.what.en}", file=sys.stderr)
        return 3
    except subprocess.CalledProcessError as fault:
        output = f"{fault.stdout}\n{fault.stderr}".splitlines()
        print(" ".join(fault.cmd), *output[-OUTPUT_LINES_MAX:], sep="\n", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
