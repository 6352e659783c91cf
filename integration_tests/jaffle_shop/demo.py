"""``make demo``: from event schemas and raw tables to tested dbt models, in one folder.

Every step is a command that is printed before it runs, so that it can be typed again.
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
HERE = REPOSITORY / "integration_tests" / "jaffle_shop"
DEMO = REPOSITORY / ".demo"
BIN = Path(sys.executable).parent

NEXT = """
Now look at
  .demo/models/staging/jaffle_shop_segment/    what was built: source, models, docs and tests
  schemas/jaffle_shop/                         the event schemas that it was built from
and try, in .demo/ (with {bin} on your PATH)
  reflekt-dbt check                            what plan and warehouse do not agree on
  reflekt-dbt build                            again: nothing changes
  dbt docs generate && dbt docs serve          your event schemas, as documentation
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo and return its exit code."""
    parser = argparse.ArgumentParser(description="Show what reflekt-dbt does.")
    parser.add_argument("--seed", type=int, default=42, help="any number (default: 42)")
    seed = str(parser.parse_args(arguments).seed)

    raw = HERE / "raw"
    steps = (
        ("Make a dbt project", REPOSITORY, _python(raw / "assemble.py", DEMO)),
        (
            "Load raw events, as Segment would have",
            REPOSITORY,
            _python(raw / "load.py", "--seed", seed, "--duckdb", DEMO / "jaffle_shop.duckdb"),
        ),
        ("Install the dbt package", DEMO, (BIN / "dbt", "deps", "--quiet")),
        ("Build staging models from the event schemas", DEMO, (BIN / "reflekt-dbt", "build")),
        (
            "Run and test them; tests warn of what Segment delivered twice",
            DEMO,
            (BIN / "dbt", "build"),
        ),
    )
    for title, folder, command in steps:
        _say(f"\n## {title}\n$ {_typed(command)}")
        done = subprocess.run(
            [str(part) for part in command], cwd=folder, env=_environment(), check=False
        )
        if done.returncode:
            _say(f"\nThe demo stopped: that command failed with exit code {done.returncode}.")
            return done.returncode
    _say(NEXT.format(bin=BIN))
    return 0


def _python(script: Path, *arguments: object) -> tuple[object, ...]:
    return (sys.executable, script, *arguments)


def _typed(command: Sequence[object]) -> str:
    parts = [str(part) for part in command]
    parts[0] = Path(parts[0]).name
    return shlex.join(part.replace(f"{REPOSITORY}/", "") for part in parts)


def _environment() -> dict[str, str]:
    """Return this environment without what would send dbt to another project."""
    return {name: value for name, value in os.environ.items() if not name.startswith("DBT_")}


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
