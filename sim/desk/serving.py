"""Serving the desk: Streamlit on this machine alone, behind an address that nobody guesses."""

from __future__ import annotations

import os
import re
import secrets
import socket
import threading
import time
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sim.base.errors import LivesimError, ParameterError
from sim.base.message import said
from sim.desk.workspace import Workspace

HOME, PORT = "127.0.0.1", 8765
"""Where the desk is served unless somebody says otherwise; a port that is taken gives way to the next free one."""
PORTS = 50
"""Ports that are tried."""
TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")
UPLOAD = 200
"""Largest file that can be uploaded [MB]; larger ones are put into the folder by hand."""
WORKSPACE, LANG = "LIVESIM_DESK", "LIVESIM_DESK_LANG"
"""The environment variables by which the app learns its folder and its first language."""
FIRST = ("sim.desk.app.main", "sim.desk.pages.ask", "altair")
LATER = ("sim.desk.reading.figures", "sim.reports.report", "sim.desk.pages.library", "sim.desk.pages.numbers")
"""What is imported before somebody waits for it: for the first page, and for the others once that is there."""
CALM = 12.0
"""Time after which nobody waits for the first page any more [s]."""
SEEING = 2.0
"""Time between two looks at the queue [s]."""
FONTS = '"Source Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif'


@dataclass(frozen=True)
class Door:
    """Where the desk is served, and the secret part of its address."""

    host: str
    port: int
    token: str

    @property
    def reached(self) -> str:
        """The host by which this machine reaches it."""
        return HOME if self.host in ("0.0.0.0", "::") else self.host

    @property
    def address(self) -> str:
        """What to open in a browser."""
        return f"http://{self.reached}:{self.port}/{self.token}/"


def door(host: str | None = None, port: int | None = None, token: str | None = None) -> Door:
    """Where the desk will be served.

    Raises ParameterError for a host that others can reach without a token of one's own, a token that could be guessed,
    and a port that is taken.
    """
    if token is not None and not TOKEN.fullmatch(token):
        raise ParameterError(said("--token is 16 to 64 letters, digits, '_' or '-', found {count} signs; leave it out "
                                  "and one is made", count=len(token)))
    if host not in (None, HOME, "localhost") and token is None:
        raise ParameterError(said("--host {host} lets others in: choose who may enter with --token, or leave --host "
                                  "out", host=host))
    chosen = host or HOME
    return Door(chosen, _free(chosen, port), token or secrets.token_urlsafe(24))


def serve(workspace: Workspace, at: Door, lang: str, *, ready: Callable[[], None], opened: bool = True) -> None:
    """Serve the desk until it is interrupted; `ready` is called when it is about to answer.

    Raises ParameterError where Streamlit is not installed.
    """
    if find_spec("streamlit") is None or find_spec("psutil") is None:
        raise ParameterError(said("the desk needs Streamlit; install it with: pip install 'livesim[app]'"))
    from streamlit.web import bootstrap

    os.environ |= {WORKSPACE: str(workspace.root), LANG: lang}
    for name in FIRST:
        import_module(name)
    settings = options(at)
    bootstrap.load_config_options(flag_options=settings)
    threading.Thread(target=_watch, args=(workspace,), daemon=True).start()
    threading.Thread(target=_warm, daemon=True).start()
    if opened:
        threading.Thread(target=_open, args=(at,), daemon=True).start()
    ready()
    bootstrap.run(str(Path(__file__).parent / "app" / "main.py"), False, [], settings)


def options(at: Door) -> dict[str, Any]:
    """What Streamlit is told: one address, its secret path, no word to anybody else, no traceback on a page."""
    return {
        "server.address": at.host, "server.port": at.port, "server.baseUrlPath": at.token, "server.headless": True,
        "server.fileWatcherType": "none", "server.runOnSave": False, "server.maxUploadSize": UPLOAD,
        "server.enableXsrfProtection": True, "server.enableCORS": True, "server.enableStaticServing": False,
        "server.showEmailPrompt": False, "browser.gatherUsageStats": False, "global.developmentMode": False,
        "client.toolbarMode": "minimal", "client.showErrorDetails": "none", "client.showErrorLinks": False,
        "client.showSidebarNavigation": False,
        "runner.magicEnabled": False, "runner.fastReruns": True, "logger.level": "warning",
        "logger.hideWelcomeMessage": True,
        "theme.base": "light", "theme.primaryColor": "#005a8c", "theme.textColor": "#1d2127",
        "theme.font": FONTS, "theme.headingFont": FONTS, "theme.linkColor": "#005a8c",
    }  # fmt: skip


def _free(host: str, port: int | None) -> int:
    """The port that was asked for, or the first free one from PORT on."""
    for number in [port] if port is not None else range(PORT, PORT + PORTS):
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind((host, number))
                return number
            except OSError:
                continue
    raise ParameterError(said("port {port} at {host} cannot be used; choose another one with --port",
                              port=port or PORT, host=host))


def _warm() -> None:
    """Import what the other pages need, once the first one has surely come: both at once would take twice as long."""
    time.sleep(CALM)
    for name in LATER:
        import_module(name)


def _watch(workspace: Workspace) -> None:
    """Begin the jobs that wait, whether anybody looks or not."""
    from sim.desk import jobs

    while True:
        try:
            jobs.advance(workspace)
        except (LivesimError, OSError) as error:
            print(error)
        time.sleep(SEEING)


def _open(at: Door) -> None:
    """Open a browser as soon as somebody answers."""
    for _ in range(100):
        with socket.socket() as tried:
            if tried.connect_ex((at.reached, at.port)) == 0:
                webbrowser.open_new_tab(at.address)
                return
        time.sleep(0.2)
