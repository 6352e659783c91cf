"""Make a dbt project that runs out of the template beside this folder.

The template lacks the schema files, which live at the top of the repository and which
``schemas_path`` must find below the project; and it names the package by a path that is
right only where the template stands.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
TEMPLATE = REPOSITORY / "integration_tests" / "jaffle_shop"


def assemble(destination: Path) -> Path:
    """Copy template and schema files to *destination*, and return it.

    What was built there before stays; the schema files are replaced as a whole.
    """
    destination.mkdir(parents=True, exist_ok=True)
    for name in ("dbt_project.yml", "profiles.yml"):
        shutil.copyfile(TEMPLATE / name, destination / name)
    shutil.copytree(TEMPLATE / "models", destination / "models", dirs_exist_ok=True)

    schemas = destination / "schemas"
    if schemas.exists():
        # An event that was deleted from the plan must not live on in its copy.
        shutil.rmtree(schemas)
    shutil.copytree(REPOSITORY / "schemas", schemas)

    packages = (TEMPLATE / "packages.yml").read_text(encoding="utf-8")
    text = packages.replace("local: ../..", f"local: '{_quoted(REPOSITORY)}'")
    (destination / "packages.yml").write_text(text, encoding="utf-8", newline="\n")
    return destination


def _quoted(path: Path) -> str:
    return path.as_posix().replace("'", "''")


def main(arguments: Sequence[str] | None = None) -> None:
    """Assemble where the command line says."""
    parser = argparse.ArgumentParser(description="Make the demo's dbt project.")
    parser.add_argument("destination", type=Path)
    assemble(parser.parse_args(arguments).destination)


if __name__ == "__main__":
    main()
