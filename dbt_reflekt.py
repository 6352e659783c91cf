"""The name under which dbt Core finds reflekt-dbt's plugin.

dbt imports every top-level module named ``dbt_*`` for every command, and an import that
fails would kill that command: so this one imports nothing that can fail or takes time.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

plugins: list[type] = []


def _mentions_us(root: Path) -> bool:
    files = (root / name for name in ("dbt_project.yml", "vars.yml"))
    return any(file.is_file() and b"reflekt" in file.read_bytes() for file in files)


def _initialize(root: Path, *, ours: bool) -> None:
    try:
        from reflekt_dbt.bridge.plugin import initialize
    except Exception as error:
        hint = "hint: run: pip install --force-reinstall reflekt-dbt"
        raise RuntimeError(f"reflekt-dbt cannot be imported: {error}\n  {hint}") from error
    initialize(root, ours=ours)


try:
    from dbt.plugins.manager import dbtPlugin
except ImportError:
    # No dbt Core here, as beside the v2 engine: then nobody asks for plugins either.
    pass
else:

    class ReflektPlugin(dbtPlugin):
        """Gives macros ``modules.reflekt``, in projects that have ``vars: reflekt:``."""

        def initialize(self) -> None:
            """Do nothing in a project that does not mention reflekt."""
            from contextlib import nullcontext, suppress
            from pathlib import Path

            from dbt.flags import get_flags

            flags = get_flags()
            macro = str(getattr(flags, "MACRO", None) or "")
            ours = macro.rpartition(".")[2].startswith("reflekt_")
            # Whatever is wrong with us must not stop a command that is not ours.
            with nullcontext() if ours else suppress(Exception):
                root = Path(str(getattr(flags, "PROJECT_DIR", None) or "."))
                if _mentions_us(root):
                    _initialize(root, ours=ours)

    plugins = [ReflektPlugin]
