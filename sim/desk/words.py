"""Words on a page as they stand: no sign is read as Markdown, and an error is one message where it happened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from sim.base.errors import LivesimError
from sim.base.message import message_of
from sim.texts.messages import translated

MARKS = re.compile(r"([\\`*_{}\[\]<>#|~$])")
"""Signs that Markdown would read as its own."""


def plain(words: str) -> str:
    """Words as they stand, with no sign read as Markdown."""
    return MARKS.sub(r"\\\1", words)


@contextmanager
def faults(lang: str) -> Iterator[None]:
    """Turns an error into one message at this place of the page, in `lang`; what follows is written all the same."""
    try:
        yield
    except LivesimError as error:
        st.error(plain(translated(message_of(error), lang)))
