"""Controls that show a field of a draft's file and write it: what the page says and what the file says is one thing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from sim.base.message import said
from sim.desk.desk import careful, trouble
from sim.desk.drafts import Draft
from sim.desk.yamledit import Keys, fields_of

NUMBER = re.compile(r"-?\d{1,15}(\.\d+)?")


@dataclass(frozen=True)
class FileField:
    """A field of an option's file, by the keys that lead to it."""

    draft: Draft
    option: str
    keys: Keys = ()

    def at(self, *keys: str | int) -> FileField:
        """The field below this one."""
        return replace(self, keys=(*self.keys, *keys))

    @property
    def key(self) -> str:
        """The name of its control."""
        return "/".join(map(str, ("field", self.draft.name, self.option, *self.keys)))

    @property
    def value(self) -> Any:
        """What the file states there itself; None where it states nothing."""
        node = fields_of(self.draft.text(self.option))
        for key in self.keys:
            if isinstance(node, list):
                node = node[key] if isinstance(key, int) and key < len(node) else None
            else:
                node = node.get(key) if isinstance(node, dict) else None
        return node

    def put(self, value: Any) -> None:
        """State it; None takes it away. What goes wrong is said on the page.

        A control that still stood there while the page turned to another option writes nothing: nobody meant it.
        """
        if looked_at(self.draft) not in (None, self.option):
            trouble(said("the page had turned to another option already; nothing was changed, do it again"))
        else:
            careful(self.draft.put)(self.option, self.keys, value)


def looked_at(draft: Draft) -> str | None:
    """The option of a draft that this tab looks at."""
    return st.session_state.get(f"option/{draft.name}")


def text_field(field: FileField, label: str, help_: str | None = None, placeholder: str = "") -> None:
    """A line in which a field is written as in a file: "30%", "20万元", "14d"."""
    value = field.value
    follow(field.key, "" if value is None else _line(value))
    st.text_input(label, key=field.key, help=help_, placeholder=placeholder, on_change=_typed, args=(field,))


def choice(field: FileField, label: str, names: Mapping[str, str], help_: str | None = None, default: str = "") -> None:
    """A choice among `names` (own spelling -> shown); the `default` is not written, what is unknown shown as it is."""
    value = str(field.value or default)
    shown = {**names, value: names.get(value, value)}
    follow(field.key, value)
    st.selectbox(label, list(shown), key=field.key, format_func=lambda name: shown[name], help=help_,
                 on_change=_chosen, args=(field, default))


def choices(field: FileField, label: str, names: Mapping[str, str], help_: str | None = None) -> None:
    """Several of `names`."""
    value = field.value
    listed = [str(one) for one in value] if isinstance(value, list) else [str(value)] if value is not None else []
    shown = {**names, **{one: names.get(one, one) for one in listed}}
    follow(field.key, listed)
    st.multiselect(label, list(shown), key=field.key, format_func=lambda name: shown[name], help=help_,
                   placeholder=" ", on_change=_picked, args=(field,))


def tick(field: FileField, label: str, help_: str | None = None) -> None:
    """A box that is ticked or not."""
    follow(field.key, field.value is True)
    st.checkbox(label, key=field.key, help=help_, on_change=lambda: field.put(st.session_state[field.key] or None))


def follow(key: str, value: Any) -> None:
    """Have a control show what the file says; one that shows it already keeps what is being typed in it."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value


def _line(value: Any) -> str:
    """A value of a file in one line."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _typed(field: FileField) -> None:
    words = st.session_state[field.key].strip()
    several = isinstance(field.value, Sequence) and not isinstance(field.value, str)
    field.put(scalar(words) if words and not several else [scalar(one) for one in parts(words)] or None)


def _chosen(field: FileField, default: str) -> None:
    name = st.session_state[field.key]
    field.put(None if name == default else name)


def _picked(field: FileField) -> None:
    field.put(list(st.session_state[field.key]) or None)


def parts(words: str) -> list[str]:
    """The parts of a line between commas, of either script."""
    return [part.strip() for part in re.split("[,，、;；]", words) if part.strip()]


def scalar(words: str) -> Any:
    """What somebody typed, as a file holds it: a plain number as a number, all else as text."""
    if NUMBER.fullmatch(words):
        return float(words) if "." in words else int(words)
    return words
