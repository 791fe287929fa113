"""Orders alone: the folder is known by its manifest, and what is predicted stands beside the bars."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from calibration.holdout import alone
from calibration.holdout.bars import BARS, BetaGeometric, Forecast
from calibration.logs.odd import LogError
from sim.cli import app
from tests.calibration.holdout.test_bars import made

PURCHASES = made(BetaGeometric(0.5, 3.0, 0.8, 2.5), 400, 400, seed=8)


@pytest.fixture
def folder(tmp_path):
    """A folder as an import of orders alone writes it."""
    days = np.asarray(PURCHASES.day, "datetime64[D]")
    table = pd.DataFrame({"user": [f"h{user}" for user in PURCHASES.user], "day": [d.item() for d in days]})
    table.to_parquet(tmp_path / "orders.parquet")
    (tmp_path / "import.yaml").write_text('kind: "orders"\n')
    return tmp_path


def test_orders_alone_are_read(folder):
    assert alone.holds_orders_alone(folder)
    read = alone.read_purchases(folder)
    assert len(read.day) == len(PURCHASES.day) and (np.sort(read.day) == np.sort(PURCHASES.day)).all()
    (folder / "import.yaml").write_text("kind: events\n")
    assert not alone.holds_orders_alone(folder)
    (folder / "orders.parquet").write_bytes(b"no table")
    with pytest.raises(LogError, match=r"orders.parquet: is not as livesim import writes it"):
        alone.read_purchases(folder)


def test_the_fit_is_handed_the_training_part_and_nothing_else(monkeypatch, tmp_path):
    asked = []

    class Fitted:
        parameters = {"open_intercept": 0.0}  # noqa: RUF012

    def forecast(buyers, purchases, last, days):
        asked.append(int(purchases.day.max()))
        return Forecast(np.ones(len(purchases.customers(last).user)), np.ones(1), {})

    monkeypatch.setattr(alone, "fit_buyers", lambda purchases, last, **more: asked.append(
        int(purchases.day.max())) or Fitted())
    monkeypatch.setattr(alone, "livesim_of", forecast)
    result = alone.hold_out_alone(PURCHASES, 200, tmp_path)
    assert max(asked) <= result.parting.evening
    assert list(result.misses) == ["livesim", *BARS]
    assert result.customers.iloc[0]["livesim"] == 1.0
    later = (PURCHASES.day > result.parting.evening)[np.isin(
        PURCHASES.user, PURCHASES.customers(result.parting.evening).user)].sum()
    assert result.customers.iloc[0]["actual"] * result.customers.iloc[0]["people"] == pytest.approx(later)
    with pytest.raises(LogError, match="each part needs at least 28"):
        alone.hold_out_alone(PURCHASES, 390, tmp_path)


def test_a_fit_is_refused_for_orders_alone(folder):
    done = CliRunner().invoke(app, ["holdout", str(folder), "--train", "200d", "--fit", "industry", "--out", "h"])
    assert done.exit_code == 1 and "buyers are fitted to them" in done.stderr
