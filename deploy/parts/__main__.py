"""`python -m deploy.parts install`: put real PostgreSQL, Kafka and Prometheus on this machine."""

import subprocess
import sys

from deploy.parts.install import install
from shared.core.errors import Unavailable


def main(arguments: list[str]) -> int:
    """Exit codes: 0 done, 2 used wrongly, 3 a part cannot be had."""
    if arguments != ["install"]:
        print("python -m deploy.parts install", file=sys.stderr)
        return 2
    try:
        install()
    except Unavailable as error:
        print(f"{error.what.vi}\n{error.what.en}", file=sys.stderr)
        if error.mend:
            print(f"{error.mend.vi}\n{error.mend.en}", file=sys.stderr)
        return 3
    except subprocess.CalledProcessError as error:
        print(f"Lệnh không chạy được. / The command failed: {' '.join(error.cmd)}", file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
