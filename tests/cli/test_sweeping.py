"""`livesim sweep` and `livesim sensitivity` as they are typed."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from typer.testing import CliRunner

from sim.cli import app
from tests.explore.files import written

SMALL = """name: small
scenarios: [coupons, elder_mode]
population: {users: 300}
horizon: {days: 75}
factors:
  value: {field: coupons.options.value, values: [5 yuan, 10 yuan], title: {en: face value, zh: 面额}}
  strength: {field: elder_mode.strength, values: [50%, 100%]}
replicates: 2
outcomes: [{metric: rebuy_rate}]
"""


def called(*words, code=0):
    """Standard output and error of a command that ends with `code`."""
    ran = CliRunner().invoke(app, list(map(str, words)))
    assert ran.exit_code == code, ran.output
    return ran.output


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    folder = tmp_path_factory.mktemp("swept")
    file = written(folder, SMALL)
    return file, folder / "out", called("sweep", file, "--out", folder / "out", "--workers", 1, "--quiet")


def test_a_file_alone_is_run(swept):
    _, folder, said = swept
    assert "4 settings, 8 runs of 300 users and 75 days." in said and "Best options by rebuy rate" in said
    tables = [f"{name}.parquet" for name in ("points", "runs", "results", "effects", "ranking")]
    for name in ("manifest.json", "report.html", *tables):
        assert (folder / name).stat().st_size
    assert list((folder / "figures").glob("*.svg"))


def test_again_it_runs_nothing_and_says_the_same(swept):
    file, folder, said = swept
    assert called("sweep", file, "--out", folder, "--quiet") == said


def test_status_and_tables(swept):
    _, folder, _ = swept
    assert "small: 8 of 8 runs are done, 0 failed, 0 are left." in called("sweep", "status", folder)
    said = called("sweep", "table", folder, "--metric", "rebuy_rate", "--by", "value")
    assert "face value" in said and "5 yuan" in said and said.count("coupons") == 2
    rows = json.loads(called("sweep", "table", folder, "--scenario", "coupons", "--format", "json"))["rows"]
    assert [(row["value"], row["strength"]) for row in rows] == [(5, 50), (5, 100), (10, 50), (10, 100)]
    assert "面额" in called("sweep", "table", folder, "--by", "value", "--lang", "zh")


def test_a_damaged_run_is_named_in_one_line_and_made_anew(swept):
    file, folder, said = swept
    path = next((folder / "runs").glob("*/00001.parquet"))
    path.write_bytes(b"")
    counted = CliRunner().invoke(app, ["sweep", "status", str(folder)])
    assert "7 of 8 runs are done, 0 failed, 1 are left." in counted.stdout
    assert counted.stderr == f"damaged files do not count and are made anew by the command that made them: {path}\n"
    assert "已损坏的文件不计入结果" in CliRunner().invoke(app, ["sweep", "status", str(folder), "--lang", "zh"]).stderr
    again = CliRunner().invoke(app, ["sweep", str(file), "--out", str(folder), "--workers", "1", "--quiet"])
    assert (again.exit_code, again.stdout, again.stderr) == (0, said, counted.stderr)
    assert "8 of 8 runs" in called("sweep", "status", folder)


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
def test_tables_are_saved(swept, tmp_path, suffix):
    path = tmp_path / f"table.{suffix}"
    called("sweep", "table", swept[1], "--by", "value", "--save", path)
    read = {"csv": pd.read_csv, "xlsx": pd.read_excel, "parquet": pd.read_parquet}[suffix]
    assert read(path)["value"].tolist() == [5.0, 10.0] * 2


@pytest.mark.parametrize(("words", "sentence"), [
    (("--metric", "rebuy_rat"), "unknown metric 'rebuy_rat'; did you mean 'rebuy_rate'?"),
    (("--by", "valu"), "unknown factor 'valu'; did you mean 'value'?"),
    (("--scenario", "coupon"), "unknown scenario 'coupon'; did you mean 'coupons'?"),
    (("--segment", "silver"), "unknown segment 'silver'"),
    (("--value", "diff"), "unknown value 'diff'; did you mean 'difference'?"),
    (("--save", "x.txt"), "unknown kind of file '.txt'"),
])  # fmt: skip
def test_wrong_words_are_told(swept, words, sentence):
    assert sentence in called("sweep", "table", swept[1], *words, code=1)


def test_wrong_places_are_told(tmp_path):
    assert "is not the folder of a sweep" in called("sweep", "status", tmp_path, code=1)
    assert "there is no sweep file" in called("sweep", tmp_path / "x.yaml", code=1)
    assert "no scheduler answers" in called("sweep", written(tmp_path, SMALL), "--out", tmp_path / "o",
                                            "--cluster", "tcp://127.0.0.1:9", code=1)  # fmt: skip
    wrong = written(tmp_path, SMALL.replace("factors", "factor"))
    assert "unknown field 'factor'; did you mean 'factors'?" in called("sweep", "check", wrong, code=1)


def test_lists_and_schema():
    assert "coupon_depth" in called("sweep", "list")
    assert json.loads(called("sweep", "schema"))["title"] == "livesim sweep"
    assert "small: right (4 points x 2 replicates = 8 runs)" not in called("sweep", "check", "coupon_depth")


@pytest.mark.slow
def test_sensitivity_ranks_the_factor_that_acts(tmp_path):
    file = written(tmp_path, SMALL.replace("values: [50%, 100%]", "range: 0%..100%").replace(
        "values: [5 yuan, 10 yuan]", "range: 1 yuan..20 yuan"))
    said = called("sensitivity", file, "--samples", 2, "--out", tmp_path / "out", "--workers", 1, "--quiet")
    assert "What moves rebuy rate most" in said
    table = pd.read_parquet(tmp_path / "out" / "sensitivity.parquet")
    size = table[table["index"] == "mu_star"].set_index(["scenario", "factor"])["value"]
    assert size["coupons", "value"] > 0 and size["coupons", "strength"] == 0
    assert size["elder_mode", "value"] == 0
    nobody = "rebuy_rate, segment: silver and overseas and lower_tier}"
    few = file.read_text("utf-8").replace("rebuy_rate}", nobody).replace("users: 300", "users: 50")
    blank = written(tmp_path, few, "blank.yaml")
    said = called("sensitivity", blank, "--samples", 2, "--out", tmp_path / "b", "--workers", 1, "--quiet", code=3)
    assert "has no number in 6 of 6 settings: nobody is counted there" in said and "What moves" not in said
    page = (tmp_path / "b" / "report.html").read_text("utf-8")
    assert "nobody is counted there" in page and "the figures below" not in page
    wrong = called("sensitivity", file, "--method", "sobol", "--samples", 3, "--out", tmp_path / "p", code=1)
    assert "the nearest are 2 and 4" in wrong
