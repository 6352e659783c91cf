"""The demo's project, generated and ready, for tests that look at what was generated."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from integration_tests.jaffle_shop.raw.assemble import assemble
from tests.integration.shops import Said, Shop

LOAD = Path(__file__).parents[2] / "integration_tests" / "jaffle_shop" / "raw" / "load.py"
BIN = Path(sys.executable).parent
RAW = ("--seed", "7", "--events", "2000")
GENERATED = ("models/staging/**/*", "tests/**/*", "reflekt.lock", "reflekt.catalog")


def run(*command: str | Path, cwd: Path) -> str:
    """Run a program that must succeed, and return what it printed."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout[-5000:]}\n{done.stderr[-5000:]}"
    return done.stdout


def built_demo(project: Path, programs: Path | None = None) -> Path:
    """Make the demo in *project*, in this process or with what is in *programs*."""
    assemble(project)
    file = project / "jaffle_shop.duckdb"
    run((programs or BIN) / "python", LOAD, *RAW, "--duckdb", file, cwd=project)
    if programs is None:
        shop = Shop(project, target="")
        done(shop.dbt("deps"))
        done(shop.build())
    else:
        run(programs / "dbt", "deps", cwd=project)
        run(programs / "reflekt-dbt", "build", cwd=project)
    return project


def done(said: Said) -> None:
    """Ask that a command ended well."""
    assert said.code == 0, said.out[-5000:] + said.err[-5000:]


def generated_files(project: Path) -> dict[str, bytes]:
    """Return the content of every file that we wrote, by path."""
    files = (file for pattern in GENERATED for file in project.glob(pattern))
    return {
        file.relative_to(project).as_posix(): file.read_bytes()
        for file in sorted(files)
        if file.is_file()
    }
