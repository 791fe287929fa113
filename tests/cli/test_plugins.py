"""Plug-ins on the command line: named by --plugins or LIVESIM_PLUGINS, listed with their file, told when wrong."""

from __future__ import annotations

import json

import pytest

from sim.plugins import use
from tests.plugins import recipes


@pytest.fixture(autouse=True)
def ideas(tmp_path):
    """The folder of docs/plugins.md; nothing is in force before and after."""
    use()
    yield recipes.laid(tmp_path)
    use()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_levers_are_listed_and_explained_with_their_file(livesim, lang):
    listed = livesim(f"levers --plugins ideas/plugins --lang {lang}")
    assert listed.exit_code == 0 and "calm_host" in listed.stdout and "ideas/plugins/calm.py" in listed.stdout
    one = livesim(f"levers calm_host --lang {lang}", env={"LIVESIM_PLUGINS": "ideas/plugins"})
    assert one.exit_code == 0
    assert all(word in one.stdout for word in ("慢节奏主播", "pace_taste", "our test of May", "lever: calm_host"))
    assert livesim("levers --format json").stdout.count("calm_host") == 0


def test_numbers_are_listed_with_their_file(livesim):
    (row,) = json.loads(livesim("params calm --plugins ideas/plugins --format json").stdout)["rows"]
    assert (row["name"], row["origin"]) == ("calm_host_taste", "ideas/plugins/calm.py")
    (row,) = json.loads(livesim("params calm --scenario ideas/my_idea.yaml --format json").stdout)["rows"]
    assert row["scope"] == "lever"


def test_scenarios_are_checked_and_shown(livesim):
    assert livesim("scenarios check ideas/my_idea.yaml").exit_code == 0
    shown = livesim("scenarios show ideas/my_idea.yaml --lang zh").stdout
    assert all(word in shown for word in ("慢节奏主播", "学生", "每活跃日新增关注"))
    assert "calm_host" in livesim("scenarios schema --plugins ideas/plugins").stdout


def test_a_wrong_plugin_is_one_message(livesim, ideas):
    path = ideas / "plugins" / "calm.py"
    path.write_text(path.read_text("utf-8").replace('writes=("pace_taste",)', 'writes=("pace_tast",)'), "utf-8")
    for line in ("scenarios show ideas/my_idea.yaml", "levers --plugins ideas/plugins",
                 "params --plugins ideas/plugins", "run ideas/my_idea.yaml --quiet",
                 "compare ideas/my_idea.yaml --quiet", "diary ideas/my_idea.yaml",
                 "patterns ideas --plugins ideas/plugins", "validate --plugins ideas/plugins --quiet",
                 "calibrate --plugins ideas/plugins --out fit.yaml --quiet",
                 "sweep check coupon_depth --plugins ideas/plugins",
                 "sweep coupon_depth --plugins ideas/plugins --quiet",
                 "sensitivity coupon_depth --plugins ideas/plugins --quiet",
                 "scenarios check ideas/my_idea.yaml"):  # fmt: skip
        said = livesim(line)
        assert said.exit_code == 1, line
        assert said.stderr.startswith("ideas/plugins/calm.py:10: unknown parameter 'pace_tast'; did you mean"), line
        assert said.stdout == "" and "Traceback" not in said.stderr


def test_a_missing_folder_is_told(livesim):
    said = livesim("levers --plugins nowhere")
    assert (said.exit_code, said.stderr.partition(";")[0]) == (1, "there is no folder 'nowhere' of plug-ins")


@pytest.mark.slow
def test_a_run_and_a_comparison_of_real_worlds(livesim):
    run = livesim("run ideas/my_idea.yaml --users 200 --days 80 --segment students --quiet")
    assert run.exit_code == 0 and "Follows per active day" in run.stdout
    said = livesim("compare ideas/my_idea.yaml --users 200 --days 80 --replicates 2 --workers 2 --quiet --rows "
                   "--out results --set message_rate=0.15")
    assert said.exit_code == 0, said.stderr
    assert "students" in said.stdout and (run.exit_code, said.stderr) == (0, "")
