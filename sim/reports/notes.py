"""What a reader has to know of a run beside its numbers, one line a fact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.texts.messages import translated


def note_lines(manifest: Mapping[str, Any], lang: str) -> list[str]:
    """The notes of a manifest in "en" or "zh"; those of folders before 0.6 are English."""
    return [translated(note, lang) for note in manifest["notes"]]
