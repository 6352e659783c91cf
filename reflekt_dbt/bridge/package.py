"""Where the dbt package `reflekt` lies: in the wheel, else at the repository's root."""

from __future__ import annotations

from pathlib import Path

import reflekt_dbt
from reflekt_dbt.errors import ConfigError


def package_root() -> Path:
    """Return the folder that holds the package's ``dbt_project.yml`` and ``macros``.

    Raises:
        ConfigError: This installation carries no dbt package.
    """
    here = Path(reflekt_dbt.__file__).parent
    for folder in (here / "_package", here.parent):
        if (folder / "dbt_project.yml").is_file() and (folder / "macros").is_dir():
            return folder
    raise ConfigError(
        "this installation of reflekt-dbt carries no dbt package",
        where=str(here),
        hint="run: pip install --force-reinstall reflekt-dbt",
    )
