"""The desk's own settings, and one view more: the yardstick."""

import os
from pathlib import Path

from dashboard.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.urls"
# Not the checkout's, which may be served from meanwhile.
STATIC_ROOT = Path(os.environ["BENCHMARK_STATIC_ROOT"])
LOOKUPS_PER_MINUTE = 1_000_000  # a benchmark is quicker than people
