"""Small models, built once for the tests that only read them."""

from __future__ import annotations

import pytest

from sim import LiveCommerceModel

SMALL = {"scenario": "elder_mode", "users": 150, "days": 60, "seed": 3}
STEPS = 20
"""Days lived: the strategy of SMALL begins on day 14."""


def lived(engine, **changed):
    """A model of SMALL after STEPS days."""
    model = LiveCommerceModel(**{**SMALL, "engine": engine, **changed})
    for _ in range(STEPS):
        model.step()
    return model


@pytest.fixture(scope="session")
def agents():
    return lived("agents")


@pytest.fixture(scope="session")
def compiled():
    return lived("compiled")
