"""``reflekt-dbt build`` that dies before the given change of the disk.

A program, run in a project: ``python -m tests.integration.killed_build <how many to allow>``.
It exits with 9 if it died, and as build does if there was nothing left to die of.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from itertools import count

from reflekt_dbt.cli.main import cli
from reflekt_dbt.write import run

made = count()


def die_in_time():
    if next(made) == int(sys.argv[1]):
        # As kill -9 does it: nothing is cleaned up, no handler runs.
        os._exit(9)


run.commit = partial(run.commit, pause=die_in_time)
cli(["build"], prog_name="reflekt-dbt")
