"""What every page of the desk gets: the workspace, the language, and what is chosen at the moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from sim.base.errors import LivesimError
from sim.base.message import message_of
from sim.desk.words import plain
from sim.desk.workspace import Workspace
from sim.texts import text
from sim.texts.messages import translated

PAGES = ("ask", "run", "answer", "decide", "library", "book", "numbers")
"""The pages, from question to decision and what surrounds it; each is a module of `sim.desk.pages`."""

TROUBLE = "trouble"
"""Where a tab keeps what went wrong in a control, until the page says it."""


@dataclass(frozen=True)
class Desk:
    """The desk as one reader sees it."""

    workspace: Workspace
    lang: str

    def say(self, key: str, **values: object) -> str:
        """A text of the area `desk`."""
        return text(f"desk.{key}", self.lang, **values)


def chosen(kind: str) -> str | None:
    """The name of the draft ("plan") or of the answer ("answer") that this tab looks at; None at first.

    The address of the page says it too, so that a page can be opened again, or by somebody else.
    """
    if kind not in st.session_state and kind in st.query_params:
        st.session_state[kind] = st.query_params[kind]
    return st.session_state.get(kind)


def choose(kind: str, name: str | None) -> None:
    """Look at that draft or answer from now on; None for none."""
    if name is None:
        st.session_state.pop(kind, None)
        st.query_params.pop(kind, None)
    else:
        st.session_state[kind] = name
        st.query_params[kind] = name


def careful(act: Callable[..., object]) -> Callable[..., None]:
    """What a control calls: an error that it meets is one message at the top of the page (`troubles`)."""

    def acting(*given: object) -> None:
        try:
            act(*given)
        except LivesimError as error:
            trouble(message_of(error))

    return acting


def trouble(message: str) -> None:
    """Have the page say it when it is written next."""
    st.session_state[TROUBLE] = message


def troubles(lang: str) -> None:
    """Say what a control met since the page was written last."""
    if message := st.session_state.pop(TROUBLE, None):
        st.error(plain(translated(message, lang)))


def go(page: str) -> None:
    """Turn to another of PAGES."""
    st.switch_page(st.session_state["pages"][page])
