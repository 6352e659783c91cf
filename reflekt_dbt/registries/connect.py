"""From what ``--registry`` says to a connection: config, or the environment alone."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Literal, cast

from reflekt_dbt.config.model import Config, RegistryConfig
from reflekt_dbt.errors import ConfigError
from reflekt_dbt.naming import did_you_mean
from reflekt_dbt.registries.connection import Connection, local_path
from reflekt_dbt.registries.model import Registry

_WHERE = "--registry"
_PATH = re.compile(r"file:|\.{0,2}[/\\]|[A-Za-z]:[/\\]")


@dataclass(frozen=True, slots=True)
class Type:
    """A type of registry.

    Attributes:
        module: Has ``connect(connection) -> Registry``; imported when it is needed.
        environment: Variables that are enough to connect where config says nothing.
    """

    module: str
    environment: tuple[str, ...] = ()


TYPES: Mapping[str, Type] = {
    "segment": Type("reflekt_dbt.registries.segment", ("REFLEKT_SEGMENT_API_TOKEN",)),
    "avo": Type(
        "reflekt_dbt.registries.avo",
        ("REFLEKT_AVO_WORKSPACE", "REFLEKT_AVO_ACCOUNT", "REFLEKT_AVO_SECRET"),
    ),
    "file": Type("reflekt_dbt.registries.files"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which registry a user means.

    Attributes:
        name: Of a connection, or of a type that only one connection has; or a folder, as a
            path or a ``file://`` URL.
        profile: Name of a connection, where *name* is the type of several; or ``""``.
        url: In place of the one that config or the type says; or ``""``.
    """

    name: str
    profile: str = ""
    url: str = ""


def connection_for(
    asked: Asked, config: Config, environment: Mapping[str, str], root: Path
) -> Connection:
    """Return the connection that is *asked* for.

    Args:
        asked: What the user said.
        config: Of the project.
        environment: Variables of the process.
        root: The tracking plan: folder from which paths in config are.

    Raises:
        ConfigError: There is no such connection, or several.
    """
    if _PATH.match(asked.name) and asked.name not in config.registries:
        name, found = _folder(asked.name, root)
    else:
        name, found = _found(asked, config.registries, environment)
    if asked.url:
        found = replace(found, url=asked.url)
    return Connection(name, found, environment, root, config.vendor)


def connect(connection: Connection) -> Registry:
    """Return the registry behind *connection*; asks it nothing yet.

    Raises:
        RegistryError: A credential or setting is missing.
    """
    factory = import_module(TYPES[connection.config.type].module).connect
    return cast("Registry", factory(connection))


def known_connections(
    config: Config, environment: Mapping[str, str]
) -> dict[str, RegistryConfig]:
    """Return every connection by name: those of config, then those of the environment."""
    taken = {one.type for one in config.registries.values()}
    others = {
        name: RegistryConfig(_type(name))
        for name in TYPES
        if name not in taken and name not in config.registries and _is_set(name, environment)
    }
    return {**config.registries, **others}


def _folder(given: str, root: Path) -> tuple[str, RegistryConfig]:
    """Return the connection to a folder, as seen from the current one, and what to call it.

    The name goes into the state file, and should be the same for everyone.
    """
    folder = Path.cwd() / local_path(given)
    try:
        name = Path(os.path.relpath(folder, root)).as_posix()
    except ValueError:  # on another drive of Windows
        name = folder.as_posix()
    return name, RegistryConfig("file", path=str(folder))


def _found(
    asked: Asked, configured: Mapping[str, RegistryConfig], environment: Mapping[str, str]
) -> tuple[str, RegistryConfig]:
    if asked.profile:
        return asked.profile, _profile(asked, configured)
    if asked.name in configured:
        return asked.name, configured[asked.name]
    of_type = sorted(name for name, one in configured.items() if one.type == asked.name)
    if len(of_type) > 1:
        hint = f"name one of them: {', '.join(of_type)}"
        raise ConfigError(f"several are of the type {asked.name!r}", where=_WHERE, hint=hint)
    if of_type:
        return of_type[0], configured[of_type[0]]
    if asked.name in TYPES and (asked.url or _is_set(asked.name, environment)):
        return asked.name, RegistryConfig(_type(asked.name))
    raise _unknown(asked.name, configured)


def _profile(asked: Asked, configured: Mapping[str, RegistryConfig]) -> RegistryConfig:
    found = configured.get(asked.profile)
    if found is None:
        hint = did_you_mean(asked.profile, configured) or "add it to registries"
        raise ConfigError(f"no connection {asked.profile!r}", where="--profile", hint=hint)
    if asked.name not in {asked.profile, found.type}:
        raise ConfigError(
            f"the connection {asked.profile!r} is of the type {found.type!r}",
            where="--profile",
            hint=f"say --registry {asked.profile}",
        )
    return found


def _unknown(name: str, configured: Iterable[str]) -> ConfigError:
    if name in TYPES:
        variables = " and ".join(TYPES[name].environment)
        hint = f"set {variables}, or add it to registries in your configuration"
        if not variables:
            hint = f"add it to registries, as in shared: {{type: {name}, path: ../registry}}"
        return ConfigError(f"no connection of the type {name!r}", where=_WHERE, hint=hint)
    hint = did_you_mean(name, {*configured, *TYPES})
    return ConfigError(f"no registry {name!r}", where=_WHERE, hint=hint)


def _is_set(name: str, environment: Mapping[str, str]) -> bool:
    needed = TYPES[name].environment
    return bool(needed) and all(environment.get(one) for one in needed)


def _type(name: str) -> Literal["segment", "avo", "file"]:
    return cast('Literal["segment", "avo", "file"]', name)
