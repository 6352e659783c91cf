"""What one file of a dbt project defines and uses, from its text alone. Pure.

Not by parsing: it must work on files that dbt cannot parse, and where it errs, it errs
towards a reference too many, which keeps a file and never loses one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal, NamedTuple

from reflekt_dbt.write.mine import is_mine
from reflekt_dbt.write.yaml_names import YamlNames, yaml_names

Kind = Literal["node", "source", "doc", "macro", "properties", "alias"]
Folder = Literal["model", "snapshot", "seed", "other"]

# Stands for a source or table whose name is an expression.
ANY = "*"


class Thing(NamedTuple):
    """What a file can define and others use.

    A ``node`` is a model, seed or snapshot; a ``macro`` a macro or generic test, named
    without ``test_``; ``properties`` are the YAML about the node of that name; an
    ``alias`` is what a node's relation is called where that is not the node's name.
    """

    kind: Kind
    name: str
    table: str = ""


@dataclass(frozen=True, slots=True)
class FileUse:
    """What a file defines and uses.

    Attributes:
        note: What was odd about the file, in a sentence; ``""`` if nothing was.
        is_mine: Whether it was generated once, and handed over to a person.
    """

    defines: frozenset[Thing] = frozenset()
    uses: frozenset[Thing] = frozenset()
    note: str = ""
    is_mine: bool = False


# Each begins with a plain word, which is looked for many times faster than a pattern; that
# no longer word ends so is seen to behind it.
_ARGUMENT = r"([^,()]+(?:\([^()]*\))?)"
_SOURCE = re.compile(rf"source(?<!\wsource)\s*\(\s*{_ARGUMENT},\s*{_ARGUMENT}[,)]")
_NAMED = r"""\s*\(\s*(?:(?:'[^'\n]*'|"[^"\n]*")\s*,\s*)?(?:'([^'\n]*)'|"([^"\n]*)")"""
_CALLS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("node", re.compile(rf"ref(?<!\wref){_NAMED}")),
    ("doc", re.compile(rf"doc(?<!\wdoc){_NAMED}")),
)
_DOCS = re.compile(r"\{%-?\s*docs\s+(\w+)")
_MACRO = re.compile(r"\{%-?\s*(?:macro|test|data_test)\s+(?:test_)?(\w+)\s*\(")
_SNAPSHOT = re.compile(r"\{%-?\s*snapshot\s+(\w+)")
# A section of a properties file, up to the next key at its own level.
_SECTION = re.compile(
    r"^(?:models|seeds|snapshots):[^\n]*\n((?:[ \t#-][^\n]*\n|\n)*)", re.MULTILINE
)
_FIRST_ITEM = re.compile(r"^( *)-", re.MULTILINE)
_TESTED = re.compile(r"""^ *(?:- +)?model: *["']?(\w+)["']? *$""", re.MULTILINE)
_ALIAS = re.compile(r"""\balias['"]?[ \t]*[=:][ \t]*['"]?(\w+)""")
_WORD = re.compile(r"\w+")
_FEW = 30


def scan(
    path: str, text: str, folder: Folder, macros: Collection[str] = frozenset()
) -> FileUse:
    """Return what *text* defines and uses; of macros, those named in *macros*.

    Args:
        path: Where the text stands or is to stand.
        text: What stands there.
        folder: What dbt takes the files of its folder for.
        macros: Names of macros and generic tests to look for.
    """
    is_yaml = path.endswith((".yml", ".yaml"))
    named = yaml_names(text) if is_yaml else YamlNames()
    about = set(_described(text)) if is_yaml else set()
    tested = set(_TESTED.findall(text)) if is_yaml and "model:" in text else set()
    nodes = {*_nodes(path, text, folder), *named.snapshots}
    return FileUse(
        defines=frozenset(
            {Thing("node", name) for name in nodes}
            | {Thing("properties", name) for name in about}
            | {Thing("source", *pair) for pair in named.tables}
            | {Thing("doc", name) for name in _DOCS.findall(text)}
            | {Thing("macro", name) for name in macros_in(text)}
            | {Thing("alias", name) for name in _aliases(text)}
        ),
        uses=frozenset(
            {Thing("properties", name) for name in nodes}
            | {Thing("node", name) for name in about | tested}
            | set(_called(text))
            | set(_sources(text))
            | {Thing("macro", name) for name in _words(text, macros)}
        ),
        note=f"{path} is no YAML that can be parsed" if named.broken else "",
        is_mine=is_mine(text),
    )


def macros_in(text: str) -> frozenset[str]:
    """Return the names of the macros and generic tests that *text* defines."""
    return frozenset(_MACRO.findall(text)) if "{%" in text else frozenset()


def folder_of(path: str, text: str) -> Folder:
    """Return what *path* is for, told by a text that we generated ourselves."""
    return "model" if path.endswith(".sql") and not macros_in(text) else "other"


def _nodes(path: str, text: str, folder: Folder) -> Collection[str]:
    file = PurePosixPath(path)
    match (folder, file.suffix):
        case ("model", ".sql" | ".py") | ("seed", ".csv"):
            return (file.stem,)
        case ("snapshot", ".sql"):
            return _SNAPSHOT.findall(text)
        case _:
            return ()


def _described(text: str) -> Iterator[str]:
    """Yield the names of the nodes that a properties file is about."""
    for section in _SECTION.findall(f"{text}\n"):
        if first := _FIRST_ITEM.search(section):
            name = rf"""^{first[1]}(?:- +|  )name: *["']?([\w.-]+)"""
            yield from re.findall(name, section, re.MULTILINE)


def _aliases(text: str) -> list[str]:
    # Most files hold no such word, which is quicker to see.
    return _ALIAS.findall(text) if "alias" in text else []


def _called(text: str) -> Iterator[Thing]:
    for kind, call in _CALLS:
        for single, double in call.findall(text):
            yield Thing(kind, single or double)


def _sources(text: str) -> Iterator[Thing]:
    for source, table in _SOURCE.findall(text):
        thing = Thing("source", _literal(source), _literal(table))
        # Of a macro that passes both on, nothing can be known; its callers may tell.
        if thing != ("source", ANY, ANY):
            yield thing


def _literal(argument: str) -> str:
    bare = argument.strip()
    quoted = len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "'\""
    return bare[1:-1] if quoted and bare[0] not in bare[1:-1] else ANY


def _words(text: str, wanted: Collection[str]) -> set[str]:
    # To look for a few names is quicker than to take the text apart.
    if len(wanted) <= _FEW and not any(name in text for name in wanted):
        return set()
    return {word.removeprefix("test_") for word in _WORD.findall(text)} & set(wanted)
