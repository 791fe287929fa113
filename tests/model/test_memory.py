"""Finished models are let go, on every version of Mesa."""

from __future__ import annotations

import gc
import tracemalloc
import weakref

import pytest

from sim import LiveCommerceModel

MODELS = 200


def build(engine, seed):
    """A small model after one day, with its agents seen."""
    model = LiveCommerceModel(users=10, days=5, seed=seed, engine=engine, past=False)
    model.step()
    assert len(model.agents) > 0
    return weakref.ref(model)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["agents", "compiled"])
def test_memory_stays_flat_over_many_models(engine):
    build(engine, 0)
    tracemalloc.start()
    seen, alive = [], []
    for seed in range(MODELS):
        alive.append(build(engine, seed))
        if (seed + 1) % (MODELS // 4) == 0:
            gc.collect()
            seen.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    assert [reference for reference in alive if reference() is not None] == []
    assert seen[-1] < 1.2 * seen[0] + 100_000, seen


@pytest.mark.parametrize("engine", ["agents", "compiled"])
def test_a_model_nobody_holds_is_gone(engine):
    alive = [build(engine, seed) for seed in range(3)]
    gc.collect()
    assert [reference() for reference in alive] == [None] * 3
