"""Commands take the names that livesim shows, in both languages, and print the own ones."""

from __future__ import annotations

import csv
import io

import pytest

SWEEP = """
name: 试验
baseline: 基线
scenarios: [长辈模式]
population: {users: 100}
horizon: {days: 72}
factors: {启用: {field: 长辈模式.who.share, values: [一半, 100％]}}
metrics: [复购率]
segments: [银发用户]
outcomes: [{metric: 复购率, segment: 银发用户}]
replicates: 1
"""


@pytest.mark.parametrize(("line", "same"), [
    ("scenarios show 长辈模式", "scenarios show elder_mode"),
    ("scenarios show 'Elder mode'", "scenarios show elder_mode"),
    ("levers 长辈模式", "levers elder_mode"),
    ("levers 'elder mode'", "levers elder_mode"),
    ("params coupon --scenario 优惠券", "params coupon --scenario coupons"),
    ("run 长辈模式 --users 100 --days 72 --quiet --segment 银发用户", "run elder_mode --users 100 --days 72 --quiet "
     "--segment silver"),
    ("diary 长辈模式 --users 100 --days 30 --quiet", "diary elder_mode --users 100 --days 30 --quiet"),
    pytest.param(
        "compare 长辈模式 --baseline 基线 --users 100 --days 70 --replicates 2 --quiet --segments 银发用户 --rows",
        "compare 'Elder mode' --baseline baseline --users 100 --days 70 --replicates 2 --quiet --segments silver "
        "--rows",
        marks=pytest.mark.slow),
])  # fmt: skip
def test_a_shown_name_is_as_good_as_the_own_one(livesim, line, same):
    said, meant = livesim(line), livesim(same)
    assert (said.exit_code, said.stderr) == (meant.exit_code, meant.stderr) == (0, "")
    assert said.stdout == meant.stdout


def test_a_scenario_file_is_checked_by_its_name(livesim):
    assert livesim("scenarios check 长辈模式").exit_code == 0


def test_a_sweep_in_chinese(livesim, tmp_path):
    (tmp_path / "试验.yaml").write_text(SWEEP, encoding="utf-8")
    assert livesim("sweep 试验.yaml --out r --quiet --workers 1").exit_code == 0
    line = "sweep table r --scenario 长辈模式 --metric 复购率 --segment 银发用户 --by 启用 --format csv"
    rows = list(csv.DictReader(io.StringIO(livesim(line).stdout)))
    told = {(row["scenario"], row["metric"], row["segment"]) for row in rows}
    assert told == {("elder_mode", "rebuy_rate", "silver")}
