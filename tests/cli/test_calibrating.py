"""`livesim calibrate` and `livesim patterns`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import calibration.refit
from calibration.fitting import Effort
from calibration.logs import write_logs
from calibration.moments import Setting
from calibration.refit import SHIPPED
from sim.replicate.events import watch
from tests.calibration import log_files
from tests.replicate import worlds


@pytest.fixture
def calibrated(livesim, monkeypatch):
    """Runs `livesim calibrate` without simulating; what was asked for is in `asked`."""
    asked = {}

    def refit(setting, targets, out, tell, **more):
        asked.update(more, setting=setting, targets=targets, out=out)
        tell("step 1: loss 3.2")
        return [Path("fits/ours.yaml")]

    monkeypatch.setattr(calibration.refit, "refit", refit)
    return lambda line="": (livesim(f"calibrate {line}"), asked)


def test_it_says_what_it_wrote(calibrated):
    said, asked = calibrated("--users 700 --seed 3 --workers 2 --out fits/ours.yaml")
    assert (said.exit_code, said.stdout) == (0, "Written: fits/ours.yaml\n")
    assert asked["setting"] == Setting(users=700, seed=3)
    assert (asked["targets"], asked["out"]) == ("industry", Path("fits/ours.yaml"))
    assert (asked["workers"], asked["work"]) == (2, None)
    assert "已写入" in calibrated("--out ours.yaml --lang zh")[0].stdout


@pytest.mark.parametrize("line", ["", "--targets ours.yaml", "--levers", "--work here --users 700"])
def test_what_ships_is_not_overwritten_by_a_line_that_does_not_name_it(calibrated, monkeypatch, line):
    monkeypatch.setattr(calibration.refit, "refit_levers", None)  # whoever calls it fails
    said, asked = calibrated(line)
    assert (said.exit_code, said.stdout, asked) == (2, "", {})
    assert "Say where to write with --out, such as --out" in said.stderr and said.stderr.count("\n") == 1
    assert "请用 --out 写明写到哪里" in calibrated(f"{line} --lang zh")[0].stderr


def test_a_maintainer_names_what_ships(calibrated):
    _, asked = calibrated(f"--targets industry --out {SHIPPED}")
    assert asked["out"] == SHIPPED


def test_targets_and_places_are_handed_over(calibrated):
    _, asked = calibrated("--targets ours.yaml --out fits/ours.yaml --work here --scatter 4 --coarse 2 --fine 1 "
                          "--posterior 30")
    assert (asked["targets"], asked["out"], asked["work"]) == ("ours.yaml", Path("fits/ours.yaml"), Path("here"))
    assert asked["effort"] == Effort(scatter=4, coarse=2, fine=1, posterior=30)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("--targets industri --out a.yaml", "unknown target file 'industri'; did you mean 'industry'?"),
        ("--out nowhere/fit.yaml", "there is no folder 'nowhere'"),
        ("--out .", "'.' is a folder; name a file"),
        ("--out a.yaml --posterior 3", "the posterior cannot be learnt from 3 simulations; 8 are the fewest"),
        ("--users 10", "Invalid value for '--users'"),
    ],
)
def test_a_wrong_line_gets_one_message(livesim, line, said):
    found = livesim(f"calibrate {line}")
    assert found.exit_code in (1, 2) and said in found.stderr


@pytest.fixture(scope="module")
def logs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("logs")
    write_logs(watch(worlds.warm_world(200), 35, orders_from=0), folder)
    return folder


def test_patterns_of_logs_are_printed(livesim, logs):
    said = livesim(f"patterns {logs}")
    assert said.exit_code == 0
    words = said.stdout.lower()
    assert words.index("data check") < words.index("bounce rate") < words.index("blank, and why")
    assert "nan" not in words.split()
    table = livesim(f"patterns {logs} --segment gen_z --format csv").stdout.splitlines()
    assert table[0] == "name,value,unit,people,why" and any(line.startswith("watch_log_sd,") for line in table)


def test_a_thin_log_is_shown_where_it_is_asked_for(livesim, logs):
    names = [{line.split(",")[0] for line in livesim(f"patterns {logs} {flag} --format csv").stdout.splitlines()}
             for flag in ("", "--thinned")]
    assert names[1] - names[0] == {"thinned_return_hazard_1",
                                   *(f"thinned_return_hazard_{k}_over_1" for k in (2, 3, 4))}


def test_patterns_as_data_bear_the_data_check(livesim, odd):
    said = livesim(f"patterns {odd} --drop-odd --format json")
    told = json.loads(said.stdout)
    assert told["data_check"][1]["left_out"][0].startswith("odd lines: 1; the first: opens.csv: column 'day', line 3")
    assert next(row for row in told["rows"] if row["name"] == "dau_over_mau")["value"] is None
    assert "opens.csv: left out: odd lines: 1" in said.stderr


@pytest.fixture
def odd(tmp_path):
    folder = tmp_path / "odd"
    folder.mkdir()
    log_files.logs(folder, opens="user,day\na,5\na,soon\nb,6\n")
    return folder


def test_odd_lines_are_refused_or_left_out(livesim, odd):
    refused = livesim(f"patterns {odd} --lang zh")
    assert refused.exit_code == 1 and "第 3 行：'soon' 不是日期" in refused.stderr and "--drop-odd" in refused.stderr
    told = livesim(f"patterns {odd} --drop-odd --lang zh")
    assert told.exit_code == 0 and "opens.csv：剔除：有问题的行：1" in told.stdout
    assert "需要 30 天的打开记录" in told.stdout


def test_a_zone_is_checked(livesim, odd):
    said = livesim(f"patterns {odd} --timezone Asia/Shangai")
    assert said.exit_code == 1 and "did you mean 'Asia/Shanghai'?" in said.stderr


def test_patterns_speak_chinese(livesim, logs):
    assert "跳出率" in livesim(f"patterns {logs} --lang zh").stdout


@pytest.mark.parametrize(
    ("line", "said"),
    [("nowhere", "there is no folder 'nowhere'"), ("{logs} --segment silvr", "did you mean 'silver'?"),
     (".", "holds neither users.csv nor users.parquet")],
)
def test_wrong_logs_get_one_message(livesim, logs, line, said):
    found = livesim(f"patterns {line.format(logs=logs)}")
    assert found.exit_code == 1 and said in found.stderr and "Traceback" not in found.stderr
