"""What hangs on what among a project's files, and what is not ours. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from reflekt_dbt.write.lock import Lock
from reflekt_dbt.write.pristine import is_pristine
from reflekt_dbt.write.scan import ANY, FileUse, Thing
from reflekt_dbt.write.survey import Survey


def reached(roots: Iterable[str], files: Mapping[str, FileUse]) -> frozenset[str]:
    """Return *roots* and every file that defines what they use, and so on."""
    definers = _definers(files)
    found: set[str] = set()
    waiting = [path for path in roots if path in files]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            for thing in files[path].uses:
                waiting.extend(definers[thing] - found if thing in definers else ())
    return frozenset(found)


def users(path: str, files: Mapping[str, FileUse], among: Collection[str]) -> tuple[str, ...]:
    """Return those of *among* that use what *path* defines, sorted, without itself."""
    defined = _names(files[path].defines)
    return tuple(
        sorted(one for one in among if one != path and not defined.isdisjoint(files[one].uses))
    )


def tables_in_use(
    survey: Survey, lock: Lock, texts: Mapping[str, str]
) -> dict[str, frozenset[str]]:
    """Return source → tables, in lower case, that files which stay refer to.

    Those stay that are not ours, that were edited by hand, and what either refers to.

    Args:
        survey: Of the whole project.
        lock: What is ours.
        texts: Of the files in *lock* that exist.
    """
    ours = {
        path
        for path, entry in lock.entries.items()
        if path in texts and is_pristine(texts[path], entry.ids)
    }
    staying = reached(survey.files.keys() - ours, survey.files)
    used = {thing for path in staying for thing in survey.files[path].uses}
    tables: defaultdict[str, set[str]] = defaultdict(set)
    for source, table in (*survey.sources, *_literal_tables(used)):
        if not used.isdisjoint(_names([Thing("source", source, table)])):
            tables[source].add(table.lower())
    return {source: frozenset(names) for source, names in sorted(tables.items())}


def nodes_elsewhere(survey: Survey, lock: Lock) -> dict[str, str]:
    """Return name → path of each model, seed and snapshot that is not ours."""
    return {
        name: others[0]
        for name, paths in survey.nodes.items()
        if (others := _not_ours(paths, lock))
    }


def properties_elsewhere(survey: Survey, lock: Lock) -> frozenset[str]:
    """Return the names of what a properties file that is not ours describes."""
    return frozenset(
        thing.name
        for path, use in survey.files.items()
        if path not in lock.entries
        for thing in use.defines
        if thing.kind == "properties"
    )


def relations_elsewhere(survey: Survey, lock: Lock) -> dict[str, str]:
    """Return name → path of each relation that a file which is not ours calls so by alias."""
    return {
        name: others[0]
        for name, paths in survey.aliases.items()
        if (others := _not_ours(paths, lock))
    }


def sources_elsewhere(survey: Survey, lock: Lock) -> dict[tuple[str, str], str]:
    """Return (source, table), in lower case → the path that defines it and is not ours."""
    return {
        (source.lower(), table.lower()): others[0]
        for (source, table), paths in survey.sources.items()
        if (others := _not_ours(paths, lock))
    }


def _not_ours(paths: Iterable[str], lock: Lock) -> list[str]:
    return [path for path in paths if path not in lock.entries]


def _definers(files: Mapping[str, FileUse]) -> dict[Thing, set[str]]:
    found: defaultdict[Thing, set[str]] = defaultdict(set)
    for path, use in files.items():
        for thing in _names(use.defines):
            found[thing].add(path)
    return dict(found)


def _names(things: Iterable[Thing]) -> set[Thing]:
    """Return *things* and, for source tables, what those who know one half call them."""
    names = set(things)
    for thing in things:
        if thing.kind == "source":
            names |= {thing._replace(name=ANY), thing._replace(table=ANY)}
    return names


def _literal_tables(used: Iterable[Thing]) -> set[tuple[str, str]]:
    return {
        (thing.name, thing.table)
        for thing in used
        if thing.kind == "source" and ANY not in {thing.name, thing.table}
    }
