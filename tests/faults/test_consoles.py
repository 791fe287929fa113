"""Every command at every console: what it prints can be read there, and it ends with its documented code."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from functools import cache

import pytest

from tests.cli.test_start import COMMANDS
from tests.explore.files import GRID, written

pytestmark = pytest.mark.slow

CONSOLES = {
    "cp936": {"PYTHONIOENCODING": "cp936"},
    "gb18030": {"PYTHONIOENCODING": "gb18030"},
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "latin-1": {"PYTHONIOENCODING": "latin-1"},
    "ascii": {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"},
    "utf-8": {"LC_ALL": "C.UTF-8"},
}
"""How its output is read -> what makes a console so."""

LINES = {
    "compare elder_mode --users 200 --days 75 --replicates 2 --workers 1 --out compared --rows --lang zh": 0,
    "compare elder_mode --days 30": 1,
    "run elder_mode --users 100 --days 75": 0,
    "run ai_host --users 100 --days 40 --lang zh": 0,
    "run elder_mode --users 100 --days 75 --format csv": 0,
    "repeat compared --lang zh": 0,
    "explain elder_mode --metric base_retention --segment silver --users 100 --days 75 --replicates 2 --lang zh": 0,
    "crisis host_scandal --hours 4,never --users 100 --days 75 --replicates 2 --out desk --lang zh": 0,
    "experiment referral_experiment --users 200 --days 84 --replicates 2 --lang zh": 0,
    "experiment host_scandal --lang zh": 1,
    "diary elder_mode --users 100 --days 30 --lang zh": 0,
    "diary elder_mode --users 100 --days 30 --format json": 0,
    "sweep run 扫描.yaml --out swept --workers 1 --lang zh": 0,
    "sweep status swept --lang zh": 0,
    "sweep table swept": 0,
    "sweep check 扫描.yaml coupon_depth --lang zh": 0,
    "sweep check nothing.yaml": 1,
    "sweep list --lang zh": 0,
    "sweep schema": 0,
    "sensitivity 扫描.yaml --samples 2 --out sensed --workers 1": 0,
    "scenarios list --lang zh": 0,
    "scenarios show elder_mode --lang zh": 0,
    "scenarios check elder_mode": 0,
    "scenarios check nothing.yaml --lang zh": 1,
    "scenarios schema": 0,
    "scenarios new --lang zh": 1,
    "levers --lang zh": 0,
    "levers elder_mode": 0,
    "params --lang zh": 0,
    "day --lang zh": 0,
    "demo luck --out luck --lang zh": 0,
    "validate --users 100 --seed 4 --lang zh": 0,
    "calibrate --targets nothing.yaml --out x.yaml --lang zh": 1,
    "patterns logs --lang zh": 0,
    "patterns compared": 1,
    "import --guess logs --lang zh": 0,
    "import logs --map nothing.yaml --out imported --salt 0123456789abcdef --lang zh": 1,
    "import logs --lang zh": 2,
    "targets logs --out ours.yaml --lang zh": 1,
    "holdout logs --train 39w --fit industry --out held --lang zh": 1,
    "holdout logs --train 39 --out held --lang zh": 1,
    "made-up --out logs --lang zh": 1,
    "cache --lang zh": 0,
    "desk --host 0.0.0.0 --lang zh": 1,
    "desk --token short --lang zh": 1,
    "workshop check --lang zh": 0,
    "workshop start 9 --no-open --lang zh": 1,
    "workshop pack .": 1,
    "workshop lineup --rounds 1 --users 100 --seed 3 --lang zh": 0,
    "workshop game game --check --lang zh": 0,
    "workshop game game --round 1 --lang zh": 0,
    "levres --lang zh": 2,
    "compare --help": 0,
}
"""A command line -> the code that it ends with."""

ASK = """
import json, os, shlex, sys
import calibration.validate as validate
from matplotlib.figure import Figure
from sim.cli import main
from sim.replicate.steady import long_run
Figure.savefig = lambda *figure, **how: None
validate.long_run = lambda *world, **how: long_run(*world, **{**how, "burn_in": 90})
for line in json.loads(sys.argv[1]):
    sys.argv = ["livesim", *(os.fsdecode(word.encode()) for word in shlex.split(line))]  # as a shell hands it over
    code = "no exit"
    try:
        main()
    except SystemExit as ended:
        code = ended.code
    for stream in (sys.stdout, sys.stderr):
        print(f"\\n@@ {code} {json.dumps(line)}", file=stream, flush=True)
"""
"""Runs command lines one after the other as if each was typed. What prints nothing is made short: drawing, waiting."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the commands run, with a sweep and logs; what one console has made the next finds finished."""
    home = tmp_path_factory.mktemp("consoles")
    body = GRID.replace("users: 400", "users: 100").replace("replicates: 4", "replicates: 2")
    written(home, body.replace("days: 100", "days: 75"), "扫描.yaml")
    logs = {"users": "user,joined\na,0\nb,3\n", "opens": "user,day\na,5\nb,6\n",
            "visits": "user,day,host,seconds,ordered\na,5,h,60,1\n", "orders": "user,day,host,status\na,5,h,kept\n"}
    (home / "game" / "红队").mkdir(parents=True)
    rules = "{rounds: 2, days: 56d, users: 100, worlds: 2, seed: 1}\n"
    (home / "game" / "game.yaml").write_text(rules, encoding="utf-8")
    (home / "game" / "红队" / "round_1.yaml").write_text("strategies: [{lever: elder_mode}]\n", encoding="utf-8")
    (home / "logs").mkdir()
    for name, table in logs.items():
        (home / "logs" / f"{name}.csv").write_text(table, encoding="utf-8")
    return home


def at(console):
    """The environment of a console."""
    plain = {name: value for name, value in os.environ.items() if name not in ("LANG", "LC_ALL", "PYTHONIOENCODING")}
    return {**plain, "PYTHONUTF8": "0", **CONSOLES[console]}


@cache
def told(home, console):
    """Line -> (code, standard output, standard error) of every line at a console."""
    done = subprocess.run([sys.executable, "-X", "utf8=0", "-c", ASK, json.dumps(list(LINES))], cwd=home,
                          env=at(console), capture_output=True, timeout=1200, check=False, input=b"")  # fmt: skip
    out, err = (re.split(r"\n@@ (\S+) (.*)\n", stream.decode(console).replace("\r\n", "\n"))
                for stream in (done.stdout, done.stderr))
    assert out[2::3] == err[2::3], done.stderr.decode(console)[-3000:]
    return {json.loads(line): (code, *said)
            for code, line, *said in zip(out[1::3], out[2::3], out[0::3], err[0::3], strict=False)}


@pytest.mark.parametrize("console", CONSOLES)
def test_every_command_prints_and_ends_as_documented(folder, console):
    seen = told(folder, console)
    assert {line: code for line, (code, *_) in seen.items()} == {line: str(code) for line, code in LINES.items()}
    for line, (_, out, err) in seen.items():
        assert "Traceback" not in err and "Error:" not in err.replace("Error: ", "", line.startswith("levres")), line
        assert (out if LINES[line] == 0 else err).strip(), line
    chinese = any("\u4e00" <= letter <= "\u9fff" for _, out, _ in seen.values() for letter in out)
    assert chinese == (console in ("cp936", "gb18030", "utf-8"))


def test_every_command_is_tried():
    first = {tuple(shlex.split(line)) for line in LINES}
    assert [words for words in COMMANDS if not any(line[: len(words)] == words for line in first)] == []


SHORT = ("levers --format json", "levers", "day", "scenarios check elder_mode", "compare --help")


@pytest.mark.parametrize("line", SHORT)
@pytest.mark.parametrize(("end", "codes"), [(">&-", (0, 0)), (">/dev/full", (1, 0)), ("| head -1", (0, 0)),
                                            ("2>&-", (0, 0)), ("2>/dev/full", (0, 0)), ("<&- >&- 2>&-", (0, 0))])
def test_a_stream_that_takes_nothing(tmp_path, line, end, codes):
    typed = f"'{sys.executable}' -m sim.cli {line} {end}; echo ${{PIPESTATUS[0]}} >ended"
    done = subprocess.run(["bash", "-c", typed], cwd=tmp_path, capture_output=True, timeout=300, check=False,
                          env={**os.environ, "PYTHONPATH": os.getcwd()})  # fmt: skip
    assert int((tmp_path / "ended").read_text(encoding="utf-8")) == codes[0]
    assert len(done.stderr.splitlines()) == (end == ">/dev/full")


def test_results_are_kept_where_nothing_can_be_printed(tmp_path):
    line = "run elder_mode --users 100 --days 75 --quiet --out kept >&-"
    subprocess.run(["bash", "-c", f"'{sys.executable}' -m sim.cli {line}"], cwd=tmp_path, timeout=300, check=True,
                   env={**os.environ, "PYTHONPATH": os.getcwd()})  # fmt: skip
    assert json.loads((tmp_path / "kept" / "manifest.json").read_text(encoding="utf-8"))["kind"] == "run"
