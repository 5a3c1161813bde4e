"""`python -m deploy.cluster start [--prometheus] | stop | status`: the whole distributed system on this machine."""

import os
import sys
from pathlib import Path

from deploy.cluster.system import Cluster, is_ready, start, stop, watch
from shared.core.errors import Unavailable


def main(arguments: list[str]) -> int:
    """Exit codes: 0 done, 2 used wrongly, 3 something is down."""
    watched = arguments == ["start", "--prometheus"]
    if arguments not in (["start"], ["stop"], ["status"]) and not watched:
        print("usage: python -m deploy.cluster start [--prometheus] | stop | status", file=sys.stderr)
        return 2
    var = Path(os.environ.get("SOCAI_VAR") or "var")
    cluster = Cluster(var=var, port=_port("SOCAI_PORT", 8080), prometheus_port=_port("PROMETHEUS_PORT", 9090))
    try:
        if arguments == ["status"]:
            states = {role.name: is_ready(role) for role in cluster.roles()}
            for name, ready in states.items():
                print(f"{name:20} {'ready' if ready else 'NOT ready'}")
            return 0 if all(states.values()) else 3
        for reached in start(cluster) if arguments[0] == "start" else stop(cluster):
            print(f"  {reached}", flush=True)
        if watched:
            watch(cluster)
            print(f"  Prometheus at {cluster.prometheus.url}", flush=True)
        if arguments[0] == "start":
            print(f"ready at http://127.0.0.1:{cluster.port}; see {var / 'cluster.env'} and {var / 'token'}")
    except Unavailable as fault:
        print(f"{fault.what.vi}\n{fault.what.en}", file=sys.stderr)
        return 3
    return 0


def _port(variable: str, default: int) -> int:
    return int(os.environ.get(variable) or default)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
