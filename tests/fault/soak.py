"""`make soak KILLS=200`: hunts on real parts of their own, so many kills of each target; counts are printed."""

import argparse
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

from deploy.parts import LocalKafka, LocalPostgres
from tests.fault.hunt import TARGETS, hunt

KILLS_A_HUNT = 20
"""After so many kills of each target the read models are judged, and the next hunt begins on empty parts."""


def main(arguments: list[str]) -> int:
    """Exit codes: 0 every hunt ended as undisturbed, 1 one did not (its seed is printed)."""
    parser = argparse.ArgumentParser(prog="python -m tests.fault.soak")
    parser.add_argument("--kills", type=int, default=200, help="kills of each target")
    parser.add_argument("--seed", type=int, default=0, help="seed of the first hunt; 0 draws one")
    asked = parser.parse_args(arguments)
    seed = asked.seed or random.SystemRandom().randrange(1, 2**31)
    total: Counter[str] = Counter()
    left = asked.kills
    while left > 0:
        total += one(min(KILLS_A_HUNT, left), seed)
        left -= KILLS_A_HUNT
        seed += 1
        say(f"so far {dict(sorted(total.items()))}")
    say(f"done: {sum(total.values())} kills of {len(TARGETS)} targets, nothing lost, nothing doubled")
    return 0


def one(kills: int, seed: int) -> Counter[str]:
    """One hunt on a broker and a database server of its own."""
    with tempfile.TemporaryDirectory(prefix="socai-soak-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        kafka, postgres = LocalKafka(folder / "kafka"), LocalPostgres(folder / "postgres")
        try:
            kafka.start()
            postgres.start()
            return hunt(folder / "run", kafka, postgres, kills=kills, seed=seed, say=say)
        finally:
            kafka.remove()
            postgres.remove()


def say(text: str) -> None:
    """One line, at once."""
    sys.stdout.write(f"kills: {text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
