"""The app that Streamlit runs: which page, in which language, and what is said when something goes wrong."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path

import streamlit as st

from sim.desk.desk import PAGES, Desk, troubles
from sim.desk.serving import LANG, WORKSPACE
from sim.desk.words import guarded
from sim.desk.workspace import Workspace
from sim.texts import LANGUAGES, text

WRITTEN = {"en": "en", "zh": "zh-CN"}
"""Language -> what the page is marked with, for screen readers and fonts."""
SPOKEN = "spoken"
"""Where a tab keeps its language."""
NAMES = {"en": "English", "zh": "中文"}
STYLE = """<style>
.block-container { padding-top: 4rem; max-width: 90rem; }
.st-key-lang { position: fixed; top: 0.6rem; right: 3.5rem; width: auto; z-index: 999991; }
.st-key-lang button { min-height: 2rem; padding: 0 0.6rem; }
.livesim { max-width: none !important; }
h1 { font-size: 1.8rem !important; padding: 0 0 0.5rem 0 !important; }
h2 { font-size: 1.4rem !important; }
h3 { font-size: 1.15rem !important; }
:focus-visible { outline: 3px solid #005a8c !important; outline-offset: 2px; }
@media (max-width: 640px) { .block-container { padding-left: 0.75rem; padding-right: 0.75rem; } }
</style>"""


def main() -> None:
    """Write the page that is looked at."""
    lang = language()
    st.set_page_config(page_title=text("desk.title", lang), layout="wide", initial_sidebar_state="collapsed")
    st.html(STYLE + f"<script>document.documentElement.lang = '{WRITTEN[lang]}'</script>",
            unsafe_allow_javascript=True)
    desk = Desk(Workspace.at(Path(os.environ[WORKSPACE])), lang)
    pages = {name: st.Page(partial(shown, name, desk), title=desk.say(f"pages.{name}"), url_path=name)
             for name in PAGES}
    st.session_state["pages"] = pages
    chosen = st.navigation(list(pages.values()), position="top")
    _choose_language(lang)
    chosen.run()


def language() -> str:
    """The language of this tab: what was chosen in it, what its address says, what the desk or the browser speaks."""
    if SPOKEN not in st.session_state:
        heard = "zh" if str(st.context.locale or "").startswith("zh") else "en"
        wanted = st.query_params.get("lang") or os.environ.get(LANG) or heard
        st.session_state[SPOKEN] = wanted if wanted in LANGUAGES else "en"
    return str(st.session_state[SPOKEN])


def _choose_language(lang: str) -> None:
    """The choice at the top; the tab keeps it by itself, for a control forgets when the page is turned."""
    if st.session_state.get("lang") != lang:
        st.session_state["lang"] = lang

    def chosen() -> None:
        st.session_state[SPOKEN] = st.session_state["lang"] or lang

    st.segmented_control(text("desk.language", lang), LANGUAGES, format_func=lambda one: NAMES[one], key="lang",
                         required=True, label_visibility="collapsed", width="content", on_change=chosen)


def shown(name: str, desk: Desk) -> None:
    """Write a page; what goes wrong is one message on it, and never a traceback."""
    show: Callable[[Desk], None] = import_module(f"sim.desk.pages.{name}").show
    troubles(desk.lang)
    with guarded(desk.lang, f"page {name}"):
        show(desk)


if __name__ == "__main__":
    main()
