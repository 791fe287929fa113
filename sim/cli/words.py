"""Help and messages of the commands, in the language of LIVESIM_LANG."""

from __future__ import annotations

from sim.texts import spoken, text

LANG = spoken()
"""The language of the help, and of everything else unless --lang says otherwise."""


def say(key: str, lang: str = LANG, **values: object) -> str:
    """A text of the area `cli`."""
    return text(f"cli.{key}", lang, **values)


def helped(command: str) -> str:
    """The help of a command: what it does, and an example."""
    lines = "\n".join(f"  {line}" for line in say(f"example.{command}").splitlines())
    return f"{say(f'help.{command}')}\n\n\b\n{say('examples')}\n{lines}"
