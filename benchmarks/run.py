"""Measure what the README says about speed, and write it down.

    make bench
    .venv/bin/python benchmarks/run.py --events 100 --repeat 1

Compare the seconds of CPU: wall time tells about the machine's other work too. Every row
is the best of its repeats, each in a process of its own.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import sysconfig
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path

from made_project import PROPERTIES, make_project

RESULTS = Path(__file__).parent / "results.md"
PROGRAMS = Path(sysconfig.get_path("scripts"))
LINTED = (9, 100, 1_000, 10_000)
PACKAGES = ("reflekt-dbt", "dbt-core", "dbt-duckdb", "duckdb")

# In a real dbt command, because the plugin asks dbt which project it is in.
PLUGIN_COST = """
import time
from dbt.cli.main import dbtRunner
from dbt.plugins.manager import PluginManager

ordinary = PluginManager.from_modules

def timed(project_name):
    start = time.perf_counter()
    import dbt_reflekt
    for plugin in dbt_reflekt.plugins:
        plugin(project_name=project_name)
    print("milliseconds", (time.perf_counter() - start) * 1000)
    return ordinary(project_name)

PluginManager.from_modules = timed
done = dbtRunner().invoke(["--quiet", "parse"])
raise SystemExit(0 if done.success else str(done.exception))
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a command took.

    Attributes:
        wall: Seconds by the clock.
        cpu: Seconds of processor, the command's own children included.
    """

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What is measured.

    Attributes:
        noop: Of a macro that does nothing, in a project of nothing.
        first: Of a build into an empty project.
        again: Of a build that finds nothing to do.
        plugin: Milliseconds that our plugin adds to a dbt command of a project that does
            not use us.
        lint: Number of schemas → what it takes to lint them.
    """

    noop: Cost
    first: Cost
    again: Cost
    plugin: float
    lint: dict[int, Cost]


def measure(command: list[str], cwd: Path) -> tuple[Cost, str]:
    """Run *command* in *cwd*; return its cost and what it printed."""
    quiet = {"DO_NOT_TRACK": "1", "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **quiet},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return Cost(wall, cpu), done.stdout


def dbt_noop(project: Path) -> list[str]:
    folders = ["--project-dir", str(project), "--profiles-dir", str(project)]
    return [str(PROGRAMS / "dbt"), "--quiet", "run-operation", "noop", *folders]


def reflekt_build(project: Path) -> list[str]:
    folders = ["--project-dir", str(project), "--profiles-dir", str(project)]
    return [str(PROGRAMS / "reflekt-dbt"), "build", *folders]


def best(costs: list[Cost]) -> Cost:
    return min(costs, key=lambda cost: cost.cpu)


def noop_cost(folder: Path, repeat: int) -> Cost:
    project = make_project(folder / "noop", 0)
    measure(dbt_noop(project), project)  # the first one parses all of dbt's own macros
    return best([measure(dbt_noop(project), project)[0] for _ in range(repeat)])


def build_costs(folder: Path, events: int, repeat: int) -> tuple[Cost, Cost]:
    """Return the cost of a first build, and of one that finds nothing to do."""
    projects = [make_project(folder / f"build_{number}", events) for number in range(repeat)]
    first = [measure(reflekt_build(project), project)[0] for project in projects]
    again = [measure(reflekt_build(project), project)[0] for project in projects]
    return best(first), best(again)


def plugin_milliseconds(folder: Path, repeat: int) -> float:
    """Return what a project that does not use us pays for our being installed."""
    project = make_project(folder / "without_reflekt", 0, reflekt=False)
    command = [sys.executable, "-c", PLUGIN_COST]
    printed = [measure(command, project)[1] for _ in range(repeat)]
    return min(float(text.rpartition("milliseconds")[2]) for text in printed)


def lint_costs(folder: Path, repeat: int) -> dict[int, Cost]:
    """Return what it takes to lint projects of several sizes, and find nothing."""
    costs = {}
    for events in LINTED:
        project = make_project(folder / f"lint_{events}", events, tables=False)
        command = [str(PROGRAMS / "reflekt-dbt"), "lint", "--project-dir", str(project)]
        costs[events] = best([measure(command, project)[0] for _ in range(repeat)])
    return costs


def report(figures: Figures, events: int) -> str:
    """Return the page: one table, and on what it was measured."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    rows = {
        "no-op `dbt run-operation`": figures.noop,
        "`reflekt-dbt build`, first": figures.first,
        "`reflekt-dbt build`, again, nothing changed": figures.again,
    }
    extra = Cost(figures.first.wall - figures.noop.wall, figures.first.cpu - figures.noop.cpu)
    lines = [
        "# Benchmarks",
        "",
        f"{datetime.now(timezone.utc):%Y-%m-%d}, {machine},",
        f"Python {platform.python_version()}, {packages}.",
        f"{events:,} events of {PROPERTIES} properties in DuckDB; made by `make bench`.",
        "",
        "| what | wall, s | CPU, s |",
        "|---|---:|---:|",
        *(f"| {name} | {cost.wall:.2f} | {cost.cpu:.2f} |" for name, cost in rows.items()),
        "",
        f"A first build takes {extra.wall:.2f} s ({extra.cpu:.2f} s of CPU) more than that.",
        "",
        "| `reflekt-dbt lint` of | wall, s | CPU, s |",
        "|---|---:|---:|",
        *(
            f"| {events:,} schemas | {cost.wall:.2f} | {cost.cpu:.2f} |"
            for events, cost in figures.lint.items()
        ),
        "",
        f"Without `vars: reflekt:` a dbt command pays {figures.plugin:.2f} ms for our plugin.",
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what the README says about speed.")
    parser.add_argument("--events", type=int, default=1_000)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        noop = noop_cost(folder, options.repeat)
        plugin = plugin_milliseconds(folder, options.repeat)
        first, again = build_costs(folder, options.events, options.repeat)
        lint = lint_costs(folder, options.repeat)
    page = report(Figures(noop, first, again, plugin, lint), options.events)
    RESULTS.write_text(page, encoding="utf-8", newline="\n")
    print(page)


if __name__ == "__main__":
    main()
