"""Compare what we build of Reflekt's nine demo events with what Reflekt 0.6.0 built.

    python -m tests.parity.compare

writes docs/parity.md, which a test holds to be fresh. Its prose is in page.md, the reason of
each difference in differences.yml.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import yaml

from reflekt_dbt.events.load import load_events
from tests.parity.models import Documented, Model, read_model, read_tables
from tests.parity.rendering import Render, plan_of, present_of, start_dbt

HERE = Path(__file__).parent
RECORDING = HERE / "reflekt-0.6.0"
PAGE = HERE.parents[1] / "docs" / "parity.md"
SOURCE = "jaffle_shop_segment"
SOURCE_FILE = f"__src_{SOURCE}.yml"
PREFIX = f"stg_{SOURCE}__"
# What the recording's reflekt_project.yml says, in our words; the rest is default.
SETTINGS = {
    "sources": [{"name": SOURCE, "sdk": "segment", "database": "raw"}],
    "build": {
        "models": {
            "filter": "where received_at < current_timestamp",
            "materialized": "view",
        }
    },
}

# Name of a file, without its folder, to its text.
Files = Mapping[str, str]


@dataclass(frozen=True)
class Difference:
    """One thing in which the two differ.

    Attributes:
        model: Without its prefix; ``""`` if it is about the source file.
        kind: As in differences.yml.
        name: Of what differs, ``theirs → ours`` where there are two.
    """

    model: str
    kind: str
    name: str


@dataclass(frozen=True)
class Reason:
    """Why some differences are there; see differences.yml."""

    kind: str
    names: tuple[str, ...]
    what: str
    why: str
    models: tuple[str, ...] = ("*",)

    def covers(self, difference: Difference) -> bool:
        return (
            self.kind == difference.kind
            and any(fnmatchcase(difference.model, pattern) for pattern in self.models)
            and any(fnmatchcase(difference.name, pattern) for pattern in self.names)
        )


def theirs() -> dict[str, str]:
    """Return the files that Reflekt built."""
    files = sorted((RECORDING / "models").iterdir())
    return {file.name: file.read_text(encoding="utf-8") for file in files}


def ours(render: Render) -> dict[str, str]:
    """Return the files that we build of the same schemas and the same warehouse."""
    present = json.loads((RECORDING / "present.json").read_text(encoding="utf-8"))
    plan = plan_of(load_events(RECORDING / "schemas"), SETTINGS)
    result = render(plan, present_of(SOURCE, present))
    return {Path(path).name: text for path, _, text in result["files"]}


def models_of(files: Files) -> dict[str, Model]:
    """Return the models of *files* by the name of their table."""
    doc_blocks = files.get("_reflekt_segment.md", "")
    names = sorted(name.removesuffix(".sql") for name in files if name.endswith(".sql"))
    return {
        name.removeprefix(PREFIX): read_model(
            files[f"{name}.sql"], files[f"_{name}.yml"], doc_blocks
        )
        for name in names
    }


def reasons() -> list[Reason]:
    entries = yaml.safe_load((HERE / "differences.yml").read_text(encoding="utf-8"))
    lists = ("names", "models")
    return [
        Reason(**{key: tuple(entry[key]) if key in lists else entry[key] for key in entry})
        for entry in entries
    ]


def differences(their_files: Files, our_files: Files) -> list[Difference]:
    """Return every difference between the two, in the order of the models."""
    their_models, our_models = models_of(their_files), models_of(our_files)
    missing = [
        Difference("", "model", name)
        for name in sorted(their_models.keys() ^ our_models.keys())
    ]
    return [
        *_of_sources(
            read_tables(their_files[SOURCE_FILE]), read_tables(our_files[SOURCE_FILE])
        ),
        *missing,
        *(
            difference
            for name in sorted(their_models.keys() & our_models.keys())
            for difference in _of_models(name, their_models[name], our_models[name])
        ),
    ]


def page(their_files: Files, our_files: Files) -> str:
    """Return docs/parity.md."""
    found = differences(their_files, our_files)
    parts = {
        "<!-- models -->": _models_table(models_of(their_files), models_of(our_files), found),
        "<!-- differences -->": _differences_table(found),
    }
    text = (HERE / "page.md").read_text(encoding="utf-8")
    for marker, part in parts.items():
        text = text.replace(marker, part)
    return text


def _of_sources(their: Mapping[str, bool], our: Mapping[str, bool]) -> Iterator[Difference]:
    for name in sorted(their.keys() ^ our.keys()):
        yield Difference("", "source table", name)
    for name in sorted(their.keys() & our.keys()):
        if their[name] and not our[name]:
            yield Difference("", "source table not described", name)


def _of_models(name: str, their: Model, our: Model) -> Iterator[Difference]:
    for kind in ("reads", "filter", "materialized", "described"):
        if getattr(their, kind) != getattr(our, kind):
            yield Difference(name, kind, f"{getattr(their, kind)} → {getattr(our, kind)}")
    yield from _of_columns(name, their.columns, our.columns)
    for column in sorted(their.docs.keys() - their.columns.keys()):
        yield Difference(name, "documented, but no column", column)
    for column in their.columns:
        if column in our.columns:
            yield from _of_docs(name, column, their.docs.get(column), our.docs.get(column))


def _of_columns(
    name: str, their: Mapping[str, str], our: Mapping[str, str]
) -> Iterator[Difference]:
    ours_alone = [alias for alias in our if alias not in their]
    for alias, origin in their.items():
        renamed = [new for new in ours_alone if our[new] == origin]
        if alias in our:
            if our[alias] != origin:
                yield Difference(name, "another value", f"{alias}: {origin} → {our[alias]}")
        elif renamed:
            ours_alone.remove(renamed[0])
            yield Difference(name, "renamed", f"{alias} → {renamed[0]}")
        else:
            yield Difference(name, "only theirs", alias)
    for alias in ours_alone:
        yield Difference(name, "only ours", alias)


def _of_docs(
    name: str, column: str, their: Documented | None, our: Documented | None
) -> Iterator[Difference]:
    nothing = Documented(described=False, tests={})
    their, our = their or nothing, our or nothing
    if their.described != our.described:
        yield Difference(name, "described by " + ("us" if our.described else "them"), column)
    for test in sorted(their.tests.keys() | our.tests.keys()):
        severities = [side.tests.get(test, "none") for side in (their, our)]
        if severities[0] != severities[1]:
            yield Difference(name, "test", f"{test} {' → '.join(severities)}: {column}")


def _models_table(
    their: Mapping[str, Model], our: Mapping[str, Model], found: Sequence[Difference]
) -> str:
    counts = Counter((difference.model, difference.kind) for difference in found)
    rows = []
    for name in their:
        equal = sum(our[name].columns.get(a) == o for a, o in their[name].columns.items())
        of_columns = ("renamed", "another value", "only theirs", "only ours")
        numbers = [equal, *(counts[name, kind] for kind in of_columns)]
        rows.append([f"`{PREFIX}{name}`", *(str(number or "") for number in numbers)])
    heads = ["model", "equal", "renamed", "another value", "only Reflekt's", "only ours"]
    return _table(heads, rows)


def _differences_table(found: Sequence[Difference]) -> str:
    every = sorted({one.model for one in found if one.model})
    rows = []
    for reason in reasons():
        covered = {one.model for one in found if reason.covers(one)}
        rows.append([reason.what, _where(covered, every), reason.why])
    return _table(["what", "where", "why"], rows)


def _where(models: Collection[str], every: Sequence[str]) -> str:
    """Return which of *every* model are meant, in as few words as possible."""
    named = ", ".join(f"`{model}`" for model in every if model in models)
    others = ", ".join(f"`{model}`" for model in every if model not in models)
    if not others:
        return "every model"
    return f"all but {others}" if len(others) < len(named) else named


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(cell.strip() for cell in line)} |" for line in [heads, *rows]]
    return "\n".join([lines[0], f"|{'---|' * len(heads)}", *lines[1:]])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        text = page(theirs(), ours(start_dbt(Path(folder))))
    PAGE.write_text(text, encoding="utf-8", newline="\n")
