"""Words on a page as they stand: no sign is read as Markdown, and an error is one message where it happened."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from sim.base.errors import LivesimError
from sim.base.message import message_of
from sim.texts import text
from sim.texts.messages import translated

MARKS = re.compile(r"([\\`*_{}\[\]<>#|~$])")
"""Signs that Markdown would read as its own."""


def plain(words: str) -> str:
    """Words as they stand, with no sign read as Markdown."""
    return MARKS.sub(r"\\\1", words)


@contextmanager
def guarded(lang: str, where: str) -> Iterator[None]:
    """`faults`, and for a fault of ours one sentence too: the traceback goes to the log, under `where`."""
    try:
        with faults(lang):
            yield
    except Exception:
        logging.getLogger(__name__).exception("%s", where)
        st.error(text("desk.fault", lang))


@contextmanager
def faults(lang: str) -> Iterator[None]:
    """Turns an error into one message at this place of the page, in `lang`; what follows is written all the same."""
    try:
        yield
    except LivesimError as error:
        st.error(plain(translated(message_of(error), lang)))
