"""Commit the changes of *changes.json* and die before the given change of the disk.

A program: ``python -m tests.write.killed <project> <changes.json> <how many to allow>``. It
exits with 9 if it died, 0 if there was nothing left to die of.
"""

from __future__ import annotations

import json
import os
import sys
from itertools import count
from pathlib import Path

from reflekt_dbt.write.journal import Change
from reflekt_dbt.write.transaction import commit

project, changes, allowed = sys.argv[1:]
made = count()


def die_in_time():
    if next(made) == int(allowed):
        # As kill -9 does it: nothing is cleaned up, no handler runs.
        os._exit(9)


commit(
    Path(project), [Change(*one) for one in json.loads(Path(changes).read_text())], die_in_time
)
