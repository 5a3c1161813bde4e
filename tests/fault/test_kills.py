"""Killed at random moments, nothing is lost and nothing doubled: ten kills of each part, as many as asked in a soak."""

import os
import random
import sys
from pathlib import Path

import pytest

from deploy.parts import LocalKafka, LocalPostgres
from tests.fault.hunt import TARGETS, hunt

pytestmark = [pytest.mark.real, pytest.mark.fault]


def test_killed_at_random_moments_every_read_model_is_as_if_undisturbed(
    parts_folder: Path,
    private_kafka: LocalKafka,
    private_postgres: LocalPostgres,
    capfd: pytest.CaptureFixture[str],
) -> None:
    kills = int(os.environ.get("KILLS", "10"))
    seed = int(os.environ.get("SEED", "0")) or random.SystemRandom().randrange(1, 2**31)

    def say(text: str) -> None:
        # On stderr, past the capture: that also reaches the terminal from a worker of a parallel run.
        with capfd.disabled():
            sys.stderr.write(f"\nkills: {text}\n")

    done = hunt(parts_folder, private_kafka, private_postgres, kills=kills, seed=seed, say=say)
    assert dict(done) == dict.fromkeys(TARGETS, kills)
