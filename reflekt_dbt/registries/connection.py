"""All that a type of registry needs to connect: config, environment, place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from reflekt_dbt.config.model import RegistryConfig
from reflekt_dbt.config.secret import Secret
from reflekt_dbt.errors import RegistryError


@dataclass(frozen=True, slots=True)
class Connection:
    """A connection that is configured, or that the environment alone makes possible.

    Attributes:
        name: As config has it; the type's name where config has none.
        config: What is said of it; ``url`` is that of ``--registry-url`` if one was given.
        environment: Variables of the process.
        root: Folder from which paths in *config* are.
        vendor: Reverse domain of the team; ``""`` if absent.
    """

    name: str
    config: RegistryConfig
    environment: Mapping[str, str] = field(repr=False)  # it holds tokens
    root: Path
    vendor: str = ""

    def secret(self, variable: str) -> Secret:
        """Return the value of the environment's *variable*, which prints as ``***``.

        Raises:
            RegistryError: It is not set, or empty.
        """
        value = self.environment.get(variable, "").strip()
        if not value:
            raise RegistryError(
                f"the environment variable {variable} is not set",
                where=f"registries.{self.name}",
                hint=f"set it, as in: export {variable}=…; credentials stand in no file",
            )
        return Secret(value)


def local_path(given: str) -> Path:
    """Return the path that *given*, a path or a ``file://`` URL, means.

    Raises:
        RegistryError: It is the URL of another machine.
    """
    if not given.startswith("file:"):
        return Path(given).expanduser()
    url = urlsplit(given)
    if url.netloc not in {"", "localhost"}:
        hint = "write file:///folder, with three slashes"
        raise RegistryError("a file:// URL of another machine", where=given, hint=hint)
    return Path(url2pathname(url.path))
