"""One page of the desk by itself, under Streamlit's own tester."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest


def page_of(name: str, folder: Path, lang: str, **state: object) -> AppTest:
    """The page `name` on the workspace in `folder`, run once, with what a session holds already."""
    def script(name: str, folder: str, lang: str) -> None:
        import importlib
        from pathlib import Path

        from sim.desk.desk import Desk
        from sim.desk.workspace import Workspace

        importlib.import_module(f"sim.desk.pages.{name}").show(Desk(Workspace.at(Path(folder)), lang))

    page = AppTest.from_function(script, args=(name, str(folder), lang), default_timeout=60)
    for key, value in state.items():
        page.session_state[key] = value
    return page.run()


def words_of(page: AppTest) -> str:
    """All that a page says."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "text", "info", "warning", "error", "success")
    return "\n".join(str(element.value) for kind in kinds for element in getattr(page, kind))
