"""Measure what the README says about speed, and write it down.

    make bench
    .venv/bin/python benchmarks/run.py --events 100 --repeat 1

Compare the seconds of CPU: wall time tells about the machine's other work too. Every row
is the best of its repeats, each in a process of its own; where it is the wait that counts,
it is the median.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import NamedTuple

import psycopg2
from far_away import far_away
from made_project import PROPERTIES, make_project, table_statements
from reflekt_lint import lint_lines

from integration_tests.emulators.postgres import (
    NoServerBinariesError,
    Server,
    find_programs,
    postgres_server,
)

RESULTS = Path(__file__).parent / "results.md"
PROGRAMS = Path(sysconfig.get_path("scripts"))
PACKAGES = ("reflekt-dbt", "dbt-core", "dbt-duckdb", "duckdb", "dbt-postgres")
# Seconds that each round trip takes more: another continent.
LATENCY = 0.05

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


class Distance(NamedTuple):
    """What a build on Postgres takes beside the server, and far away from it.

    Attributes:
        builds: How many were measured of each.
        near: Median cost of a first build.
        far: The same, with the latency.
        waits: How often a build far away waited for an answer.
        noop_waits: How often a macro that does nothing did.
    """

    builds: int
    near: Cost
    far: Cost
    waits: int
    noop_waits: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What is measured.

    Attributes:
        noop: Of a macro that does nothing, in a project of nothing.
        first: Of a build into an empty project.
        again: Of a build that finds nothing to do.
        check: Of a check of the same, which asks no warehouse.
        infer: Of drafts of as many events, where no schema is there.
        plugin: Milliseconds that our plugin adds to a dbt command of a project that does
            not use us.
        distance: Of a warehouse that is far away.
        lint: What it takes to lint, as lines of the page.
    """

    noop: Cost
    first: Cost
    again: Cost
    check: Cost
    infer: Cost
    plugin: float
    distance: Distance
    lint: list[str]


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


def reflekt_build(project: Path, *options: str) -> list[str]:
    folders = ["--project-dir", str(project), "--profiles-dir", str(project)]
    return [str(PROGRAMS / "reflekt-dbt"), "build", *options, *folders]


def reflekt_infer(project: Path) -> list[str]:
    folders = ["--project-dir", str(project), "--profiles-dir", str(project)]
    return [str(PROGRAMS / "reflekt-dbt"), "infer", *folders]


def best(costs: list[Cost]) -> Cost:
    return min(costs, key=lambda cost: cost.cpu)


def noop_cost(folder: Path, repeat: int) -> Cost:
    project = make_project(folder / "noop", 0)
    measure(dbt_noop(project), project)  # the first one parses all of dbt's own macros
    return best([measure(dbt_noop(project), project)[0] for _ in range(repeat)])


def build_costs(folder: Path, events: int, repeat: int) -> list[Cost]:
    """Return the cost of a first build, of one that finds nothing to do, and of a check."""
    projects = [make_project(folder / f"build_{number}", events) for number in range(repeat)]
    first = [measure(reflekt_build(project), project)[0] for project in projects]
    again = [measure(reflekt_build(project), project)[0] for project in projects]
    offline = ("--check", "--offline")
    check = [measure(reflekt_build(project, *offline), project)[0] for project in projects]
    return [best(first), best(again), best(check)]


def infer_cost(folder: Path, events: int, repeat: int) -> Cost:
    """Return the cost of drafting the events of a warehouse that nobody planned."""
    costs = []
    for number in range(repeat):
        project = make_project(folder / f"infer_{number}", events)
        shutil.rmtree(project / "schemas")
        costs.append(measure(reflekt_infer(project), project)[0])
    return best(costs)


def distance(folder: Path, events: int, repeat: int) -> Distance:
    """Return what latency costs; near and far by turns, as the machine has other work."""
    near, far, waits, noop_waits = [], [], 0, 0
    with (
        loaded_postgres(events) as server,
        far_away(server.host, server.port, LATENCY) as proxy,
    ):
        behind = {**server.output, "port": proxy.port}
        noop = make_project(folder / "noop_far", 0, output=behind)
        for number in range(repeat):
            project = make_project(folder / f"near_{number}", events, output=server.output)
            near.append(measure(reflekt_build(project), project)[0])
            project = make_project(folder / f"far_{number}", events, output=behind)
            before = proxy.round_trips
            far.append(measure(reflekt_build(project), project)[0])
            waits, before = proxy.round_trips - before, proxy.round_trips
            measure(dbt_noop(noop), noop)
            noop_waits = proxy.round_trips - before
    return Distance(repeat, middle(near), middle(far), waits, noop_waits)


@contextmanager
def loaded_postgres(events: int) -> Iterator[Server]:
    with postgres_server() as server:
        with closing(psycopg2.connect(server.dsn)) as connection:
            connection.autocommit = True
            for statement in table_statements(events):
                connection.cursor().execute(statement)
        yield server


def middle(costs: list[Cost]) -> Cost:
    return Cost(median(cost.wall for cost in costs), median(cost.cpu for cost in costs))


def plugin_milliseconds(folder: Path, repeat: int) -> float:
    """Return what a project that does not use us pays for our being installed."""
    project = make_project(folder / "without_reflekt", 0, reflekt=False)
    command = [sys.executable, "-c", PLUGIN_COST]
    printed = [measure(command, project)[1] for _ in range(repeat)]
    return min(float(text.rpartition("milliseconds")[2]) for text in printed)


def report(figures: Figures, events: int) -> str:
    """Return the page: one table, and on what it was measured."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    away, latency = figures.distance, f"{LATENCY * 1000:.0f} ms"
    rows = {
        "no-op `dbt run-operation`": figures.noop,
        "`reflekt-dbt build`, first": figures.first,
        "`reflekt-dbt build`, again, nothing changed": figures.again,
        "`reflekt-dbt build --check --offline`, nothing changed": figures.check,
        "`reflekt-dbt infer`, no schema there": figures.infer,
        "`reflekt-dbt build`, first, on Postgres": away.near,
        f"the same, Postgres {latency} away": away.far,
    }
    slower = away.far.wall - away.near.wall
    extra, more = (
        Cost(one.wall - figures.noop.wall, one.cpu - figures.noop.cpu)
        for one in (figures.first, figures.again)
    )
    lines = [
        "# Benchmarks",
        "",
        f"{datetime.now(timezone.utc):%Y-%m-%d}, {machine},",
        f"Python {platform.python_version()}, {packages}.",
        f"{events:,} events of {PROPERTIES} properties, in DuckDB where nothing else is said;",
        "made by `make bench`.",
        "",
        "| what | wall, s | CPU, s |",
        "|---|---:|---:|",
        *(f"| {name} | {cost.wall:.2f} | {cost.cpu:.2f} |" for name, cost in rows.items()),
        "",
        f"A first build takes {extra.wall:.2f} s ({extra.cpu:.2f} s of CPU) more than a no-op,",
        f"one that finds nothing to do {more.wall:.2f} s ({more.cpu:.2f} s),",
        f"infer {figures.infer.wall - figures.noop.wall:.2f} s.",
        f"{latency} more a round trip make a first build {slower:.2f} s slower (the medians of",
        f"{away.builds}, near and far by turns): it waits for {away.waits} answers, for",
        f"{away.noop_waits} of them as a no-op does.",
        "",
        *figures.lint,
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
    try:
        find_programs()
    except NoServerBinariesError as error:
        sys.exit(f"Postgres is measured too: {error}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        noop = noop_cost(folder, options.repeat)
        plugin = plugin_milliseconds(folder, options.repeat)
        builds = build_costs(folder, options.events, options.repeat)
        infer = infer_cost(folder, options.events, options.repeat)
        far = distance(folder, options.events, options.repeat)
        lint = lint_lines(folder, options.repeat, measure)
    page = report(Figures(noop, *builds, infer, plugin, far, lint), options.events)
    RESULTS.write_text(page, encoding="utf-8", newline="\n")
    print(page)


if __name__ == "__main__":
    main()
