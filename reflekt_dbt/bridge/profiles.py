"""Where dbt's profile is, so that what is missing is said in one sentence."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from reflekt_dbt.config.secret import Secret
from reflekt_dbt.errors import ConfigError
from reflekt_dbt.naming import did_you_mean
from reflekt_dbt.start.reflekt.profiles import PLAIN_KEYS

_VARIABLE = re.compile(r"env_var\(\s*['\"]([^'\"]+)")
# Less than that is no secret, and is in every other word.
_SHORTEST = 4


def find_profiles_dir(root: Path, given: Path | None) -> Path:
    """Return the folder of ``profiles.yml``: as given, else where dbt would look.

    Raises:
        ConfigError: There is none.
    """
    env = os.environ.get("DBT_PROFILES_DIR")
    named = given or (Path(env) if env else None)
    places = [named] if named else [Path.cwd(), root, Path.home() / ".dbt"]
    for folder in places:
        if (folder / "profiles.yml").is_file():
            return folder.resolve()
    raise ConfigError(
        "no profiles.yml",
        where=", ".join(str(place) for place in places),
        hint="give --profiles-dir, or write one: docs.getdbt.com, 'About profiles.yml'",
    )


def check_profile(folder: Path, profile: str, target: str | None) -> None:
    """See that *profile* and *target* are there, as far as can be told without dbt.

    Raises:
        ConfigError: They are not.
    """
    file = folder / "profiles.yml"
    try:
        profiles: Any = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise ConfigError(f"not YAML: {error}", where=str(file)) from error
    if not isinstance(profiles, dict) or "{{" in profile:
        return
    if profile not in profiles:
        raise ConfigError(
            f"no profile {profile!r}",
            where=str(file),
            hint=did_you_mean(profile, [str(name) for name in profiles if name != "config"]),
        )
    outputs = (profiles[profile] or {}).get("outputs") or {}
    if target is not None and target not in outputs:
        raise ConfigError(
            f"profile {profile!r} has no target {target!r}",
            where=str(file),
            hint=did_you_mean(target, [str(name) for name in outputs]),
        )


def secrets_in(folder: Path) -> list[Secret]:
    """Return what in ``profiles.yml`` may be a password, variables of the environment included.

    The file must be one that `check_profile` has seen.
    """
    profiles = yaml.load((folder / "profiles.yml").read_bytes(), Loader=yaml.CSafeLoader)
    found = {value for text in _hidden(profiles, "type") for value in _values(text)}
    # The longest first: one may be a part of another.
    return [
        Secret(one) for one in sorted(found, key=len, reverse=True) if len(one) >= _SHORTEST
    ]


def _hidden(value: Any, key: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _hidden(inner, str(name))
    elif isinstance(value, list):
        for inner in value:
            yield from _hidden(inner, key)
    elif isinstance(value, str) and key not in {*PLAIN_KEYS, "target"}:
        yield value


def _values(text: str) -> Iterator[str]:
    names = _VARIABLE.findall(text)
    yield from (os.environ[name] for name in names if name in os.environ)
    if not names:
        yield text
