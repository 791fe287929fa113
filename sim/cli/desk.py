"""`livesim desk`: the planner's page in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from sim.cli import options, output
from sim.cli.options import SPOKEN
from sim.cli.words import say

HOME = Path("livesim_desk")
"""Where plans and answers are kept when no folder is named."""


def open_desk(
    folder: Annotated[Path, Argument(metavar="FOLDER", help=say("option.desk_folder"))] = HOME,
    host: Annotated[str | None, Option("--host", help=say("option.desk_host"))] = None,
    port: Annotated[int | None, Option("--port", min=1, max=65535, help=say("option.desk_port"))] = None,
    token: Annotated[str | None, Option("--token", help=say("option.desk_token"))] = None,
    no_open: Annotated[bool, Option("--no-open", help=say("option.desk_no_open"))] = False,
    lang: options.Language = SPOKEN,
) -> None:
    """Serve the desk until it is interrupted."""
    from sim.desk.serving import door, serve
    from sim.desk.workspace import Workspace

    at = door(host, port, token)
    workspace = Workspace.at(folder)

    def ready() -> None:
        output.show(say("said.desk_open", lang, address=at.address), say("said.desk_kept", lang, folder=workspace.root))

    serve(workspace, at, lang, ready=ready, opened=not no_open)
