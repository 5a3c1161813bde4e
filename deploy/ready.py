"""`python -m deploy.ready PORT`: exits 0 when the process on that port of this host is ready; the health check."""

import sys
import urllib.error
import urllib.request


def main(arguments: list[str]) -> int:
    """Exit codes: 0 ready, 1 not, 2 used wrongly."""
    if len(arguments) != 1 or not arguments[0].isdigit():
        print("usage: python -m deploy.ready PORT", file=sys.stderr)
        return 2
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{arguments[0]}/readyz", timeout=4):
            return 0
    except (urllib.error.URLError, OSError) as fault:
        print(fault, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
