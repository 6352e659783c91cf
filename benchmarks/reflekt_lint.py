"""Both linters on the same schemas: ours, and Reflekt 0.6.0's in an environment of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from made_project import make_project

from integration_tests.venvs import NoVenvError, Venv, made, programs

if TYPE_CHECKING:
    from run import Cost

Measure = Callable[[list[str], Path], "tuple[Cost, str]"]

OURS, THEIRS = "`reflekt-dbt`", "Reflekt 0.6.0"
SIZES = (9, 100, 1_000, 10_000)
# Beyond that Reflekt takes minutes, and then hours: its cost is quadratic.
THEIR_MOST = 100
# Without the two pins it does not start. It wants a Python older than 3.12, and pip says so.
_REQUIREMENTS = ("reflekt==0.6.0", "click<8.2", "setuptools<80")

# The same conventions for both: Reflekt knows no defaults, and we read its file too.
_PROJECT = """\
version: 1.0
name: shop
vendor: com.example
default_profile: bench
profiles_path: {profiles}
schemas:
  conventions:
    event: {{casing: title, numbers: false, reserved: []}}
    property: {{casing: snake, numbers: false, reserved: []}}
    data_types: [string, integer, boolean]
artifacts:
  dbt:
    sources: {{prefix: __src_}}
    models: {{prefix: stg_, filter: where true}}
    docs: {{prefix: _stg_, in_folder: false, tests: {{id: [unique]}}}}
"""
_PROFILES = """\
version: 1.0
bench:
  do_not_track: true
  registry: [{type: segment, api_token: none}]
  source: [{id: none, type: redshift, host: none, port: 5439, database: none, user: none,
            password: none}]
"""
_THEIR_TEMPLATE = "lib/*/site-packages/reflekt/_templates/reflekt_project/schemas"
# The system tells the peak of all children a process ever had: hence one with one child.
_PEAK = """
import resource, subprocess, sys

code = subprocess.run(sys.argv[1:]).returncode
print("peak", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
raise SystemExit(code)
"""
_PEAKS_PER_MB = 1_000_000 if sys.platform == "darwin" else 1_000_000 / 1_024


def lint_lines(folder: Path, repeat: int, measure: Measure) -> list[str]:
    """Measure both linters; return the lines of the page that tell it.

    Args:
        folder: Where the projects are made.
        repeat: How often each command runs; its best run counts.
        measure: Runs a command in a folder, and ends everything if it finds anything.
    """
    theirs = _their_home()
    lines = ["| `lint` of | by | wall, s | CPU, s |", "|---|---|---:|---:|"]
    for events in SIZES:
        project = _project(folder / f"lint_{events}", events, theirs)
        cost, _ = _best(_our_command(project), project, repeat, measure)
        lines.append(_row(events, OURS, cost))
        if events <= THEIR_MOST and theirs:
            command = [str(programs(theirs) / "reflekt"), "lint", "--select", "shop"]
            cost, printed = _best(command, project, repeat, measure)
            _must_have_linted(events, printed)
            lines.append(_row(events, THEIRS, cost))
        elif events <= THEIR_MOST:
            lines.append(f"| {events:,} schemas | {THEIRS} | could not be installed | |")
    peak = _peak_megabytes(_our_command(project), project, measure)
    return [*lines, "", f"{OURS} needs {peak:.0f} MB at most for {events:,} schemas."]


def _their_home() -> Path | None:
    """Return where Reflekt is installed; nowhere if it cannot be, and print why."""
    try:
        return made(Venv("reflekt-0.6.0", _REQUIREMENTS, finish=_compile))
    except NoVenvError as error:
        # What pip says may name hosts and folders, which are nothing for the page.
        print(f"{THEIRS} is not measured: {error}", file=sys.stderr)
        return None


def _compile(home: Path) -> None:
    # Else, where Python may not write bytecode, each of its runs pays for compiling it all.
    # Some packages hold files that no Python compiles, so the exit code says nothing.
    python = programs(home) / "python"
    subprocess.run([python, "-m", "compileall", "-qq", home / "lib"], check=False)


def _project(folder: Path, events: int, theirs: Path | None) -> Path:
    """Make a project that either linter takes for its own."""
    make_project(folder, events, tables=False)
    profiles = folder / "reflekt_profiles.yml"
    profiles.write_text(_PROFILES, encoding="utf-8")
    text = _PROJECT.format(profiles=profiles)
    (folder / "reflekt_project.yml").write_text(text, encoding="utf-8")
    # Reflekt finds its project only at the top of a repository.
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    if theirs:
        # What all its schemas are held to; `reflekt init` copies it from there.
        template = next(theirs.glob(_THEIR_TEMPLATE))
        shutil.copytree(template, folder / "schemas", dirs_exist_ok=True)
    return folder


def _our_command(project: Path) -> list[str]:
    program = Path(sysconfig.get_path("scripts")) / "reflekt-dbt"
    return [str(program), "lint", "--project-dir", str(project)]


def _best(command: list[str], project: Path, repeat: int, measure: Measure) -> tuple[Cost, str]:
    runs = [measure(command, project) for _ in range(repeat)]
    return min(runs, key=lambda run: run[0].cpu)


def _must_have_linted(events: int, printed: str) -> None:
    # Where it finds no schema at all it is content, too.
    if f"{events} of {events} Linting" not in printed:
        sys.exit(f"{THEIRS} did not lint {events} schemas:\n{printed}")


def _peak_megabytes(command: list[str], project: Path, measure: Measure) -> float:
    _, printed = measure([sys.executable, "-c", _PEAK, *command], project)
    return int(printed.rpartition("peak")[2]) / _PEAKS_PER_MB


def _row(events: int, linter: str, cost: Cost) -> str:
    return f"| {events:,} schemas | {linter} | {cost.wall:.2f} | {cost.cpu:.2f} |"
