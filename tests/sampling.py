"""What of many alike, or of both languages, the quick tests run; the others are marked `slow`, and CI runs them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

EVERY = 4
"""One case in so many is quick."""


def sampled(cases: Sequence[Any], always: Sequence[Any] = ()) -> list[Any]:
    """All cases as parameters; one in EVERY is quick, and so is each of `always`."""
    return [case if n % EVERY == 0 or case in always else pytest.param(case, marks=pytest.mark.slow)
            for n, case in enumerate(cases)]  # fmt: skip


SAMPLED_LANGUAGES = sampled(["zh", "en"])
"""For pages that take seconds: the language in which more can break is quick."""
