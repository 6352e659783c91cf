"""A project of Reflekt's as it lies on disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from reflekt_dbt.config.home import PLAN_FILE
from reflekt_dbt.config.read import read_yaml
from reflekt_dbt.errors import ConfigError

PROFILES_FILE = "reflekt_profiles.yml"


class Remark(NamedTuple):
    """Something that could not be carried over, or that a person has to do.

    Attributes:
        what: A setting, a file, a credential.
        why: One sentence without a full stop.
    """

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Old:
    """A project of Reflekt's.

    Attributes:
        root: Its folder.
        settings: What ``reflekt_project.yml`` says.
        profile: What ``reflekt_profiles.yml`` says below the profile in use; empty if there
            is no such file.
        remarks: On the way to there.
    """

    root: Path
    settings: Mapping[str, Any]
    profile: Mapping[str, Any]
    remarks: tuple[Remark, ...]


def read_old(place: Path) -> Old:
    """Return the project in the folder *place*, or of the ``reflekt_project.yml`` *place*.

    Raises:
        ConfigError: There is none, or a file of it is no YAML.
    """
    root = place.parent if place.is_file() else place
    file = root / PLAN_FILE
    if not file.is_file():
        hint = "give the folder of a Reflekt project"
        raise ConfigError(f"no {PLAN_FILE}", where=str(root), hint=hint)
    settings = read_yaml(file)
    profiles = _find_profiles(root, settings)
    if profiles is None:
        why = "not found; its registries and sources are to be set up by hand"
        return Old(root, settings, {}, (Remark(PROFILES_FILE, why),))
    known = {key: one for key, one in read_yaml(profiles).items() if isinstance(one, dict)}
    name = settings.get("default_profile") or settings.get("profile")
    if name is None and len(known) == 1:
        (name,) = known
    why = "only the project's own is carried over"
    remarks = [Remark(f"profile {key}", why) for key in sorted(known) if key != name]
    if name not in known:
        why = f"the project's own is not in {PROFILES_FILE}"
        remarks.append(Remark(f"profile {name}" if name else "profile", why))
    return Old(root, settings, known.get(str(name), {}), tuple(remarks))


def _find_profiles(root: Path, settings: Mapping[str, Any]) -> Path | None:
    given = settings.get("profiles_path")
    named = [root / Path(given).expanduser()] if isinstance(given, str) else []
    places = [*named, root / PROFILES_FILE, Path.home() / ".reflekt" / PROFILES_FILE]
    # profiles_path may be the folder as well.
    files = [place / PROFILES_FILE if place.is_dir() else place for place in places]
    return next((file for file in files if file.is_file()), None)


def mapping(value: Any, *keys: str) -> Mapping[str, Any]:
    """Return the mapping below *keys* of *value*; empty if there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}
