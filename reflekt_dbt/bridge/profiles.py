"""Where dbt's profile is, so that what is missing is said in one sentence."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import yaml

from reflekt_dbt.errors import ConfigError
from reflekt_dbt.naming import did_you_mean


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
