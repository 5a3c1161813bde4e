"""`python -m deploy.cluster start|stop|status`: the whole distributed system on this machine, an empty one at first."""

import os
import sys
from pathlib import Path

from deploy.cluster.system import Cluster, is_ready, start, stop
from shared.core.errors import Unavailable


def main(arguments: list[str]) -> int:
    """Exit codes: 0 done, 2 used wrongly, 3 something is down."""
    if arguments not in (["start"], ["stop"], ["status"]):
        print("usage: python -m deploy.cluster start|stop|status", file=sys.stderr)
        return 2
    var = Path(os.environ.get("SOCAI_VAR") or "var")
    cluster = Cluster(var=var, port=int(os.environ.get("SOCAI_PORT") or 8080))
    try:
        if arguments == ["status"]:
            states = {role.name: is_ready(role) for role in cluster.roles()}
            for name, ready in states.items():
                print(f"{name:20} {'ready' if ready else 'NOT ready'}")
            return 0 if all(states.values()) else 3
        for reached in start(cluster) if arguments == ["start"] else stop(cluster):
            print(f"  {reached}", flush=True)
        if arguments == ["start"]:
            print(f"ready at http://127.0.0.1:{cluster.port}; see {var / 'cluster.env'} and {var / 'token'}")
    except Unavailable as fault:
        print(f"{fault.what.vi}\n{fault.what.en}", file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
