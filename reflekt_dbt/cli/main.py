"""The command group: which commands there are, and how their errors become exit codes."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import rich_click as click

from reflekt_dbt import __version__
from reflekt_dbt.errors import ReflektError
from reflekt_dbt.naming import did_you_mean

UNABLE = 2

# In the order in which a newcomer meets them; each is the module of its name.
COMMANDS = (
    "init", "debug", "lint", "rule", "fmt", "breaking", "diff",
    "changelog", "infer", "check", "build", "eject", "adopt", "plan", "pull", "push", "schema",
    "deps",
)  # fmt: skip


class _Commands(click.RichGroup):
    """Imports a command when it is needed, and prints a `ReflektError` as a message.

    A bug keeps its traceback.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        cmd_name: str,
    ) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"reflekt_dbt.cli.{cmd_name}").command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        known = not args or args[0] in COMMANDS or args[0].startswith("-")
        # A shell that completes a line wants no words about what stands in it.
        if not known and not ctx.resilient_parsing:
            ctx.fail(f"No such command {args[0]!r}; {did_you_mean(args[0], COMMANDS)}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ReflektError as error:
            click.secho("error: ", fg="red", bold=True, err=True, nl=False)
            click.echo(str(error), err=True)
            ctx.exit(UNABLE)
        except KeyboardInterrupt:
            click.echo("interrupted; nothing is half-written", err=True)
            ctx.exit(UNABLE)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="reflekt-dbt")
def cli() -> None:
    """Event schemas in, tested dbt staging models out."""
