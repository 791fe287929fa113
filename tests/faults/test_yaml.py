"""Files that ship, made wrong at random: a file of any kind is read or refused in words, and never takes long.

    LIVESIM_FAULTS_SEED=7 python -m pytest tests/faults/test_yaml.py -m slow -s

repeats a campaign; its seed is printed, and hypothesis prints how to repeat a single case.
"""

from __future__ import annotations

import re
import signal
import time
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import pytest
from hypothesis import HealthCheck, given

from calibration.targets import FOLDER, load_targets
from sim.base.errors import LivesimError
from sim.base.message import message_of
from sim.base.yamlfile import read
from sim.cast import fit, segments
from sim.explore.load import load_sweep, ready_folder
from sim.plugins.words import _own_words
from sim.scenario.builtin import builtin_folder
from sim.scenario.load import load_scenario
from sim.texts.messages import translated
from tests.faults.campaign import NAME, announce, seed_of
from tests.faults.mutations import bodies

MOST_SECONDS = 5
"""Seconds of this process that one file may take before the test says that it hangs; most take a tenth of one."""
SLOW_TO_CHECK = "what_matters"
"""A sweep of thirty factors and six scenarios, which takes long to check when it is right."""
TEXTS = """\
en:
  metrics:
    follows_per_active_day: {name: follows per active day, definition: what it is}
zh:
  levers:
    calm_host: {name: 慢节奏主播, line: 让用户喜欢慢节奏的直播。, options: {pace: 节奏}}
  params:
    calm_host_taste: 力度为 1 时的移动。
"""


def shipped(folder, leave=""):
    """The texts of the YAML files of a folder."""
    return [path.read_text("utf-8") for path in sorted(folder.glob("*.yaml")) if path.stem != leave]


SEGMENTS = [re.sub("^name: .*", "name: x", text, flags=re.M) for text in shipped(Path(segments.__file__).parent)]
KINDS = {
    "scenario": (shipped(builtin_folder()), load_scenario),
    "sweep": (shipped(ready_folder(), SLOW_TO_CHECK), load_sweep),
    "targets": (shipped(FOLDER), lambda path: load_targets(str(path))),
    "fit": (shipped(fit.FITS), fit.read),
    "segment": (SEGMENTS, lambda path: segments.load(path, str(path))),
    "texts of plug-ins": ([TEXTS], lambda path: _own_words(read(path, str(path)), ())),
}
"""Kind of file -> (texts that are right, what a command reads such a file with)."""


class Hangs(BaseException):
    """A file took more of the processor than any file may."""


@contextmanager
def at_most(seconds):
    """Raises Hangs after so many seconds of this process, where the system can count them."""

    def stop(*_):
        raise Hangs(f"no answer after {seconds} s")

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def outcome(load, path):
    """What was said of a file, blank where it was read; every other end is a fault."""
    with at_most(MOST_SECONDS):
        try:
            load(path)
        except LivesimError as error:
            return message_of(error)
    return ""


def judge(said):
    """A message has a place in this file or, for what a file names, in another one; and can be said in Chinese."""
    for line in said.split("\n") if said else ():
        assert re.match(r"\S+\.yaml(:\d+:\d+)?: \S", line), said
    assert translated(said, "zh").count("\n") == said.count("\n")


def campaign(kind, folder, cases, seed):
    """The numbers of files that were read and that were refused, of so many mutated ones."""
    texts, load = KINDS[kind]
    path, ends = folder / "x.yaml", {"read": 0, "refused": 0}

    @hypothesis.seed(seed)
    @hypothesis.settings(max_examples=cases, deadline=None, database=None, print_blob=True,
                         suppress_health_check=list(HealthCheck))
    @given(body=bodies(texts))
    def each(body):
        path.write_bytes(body)
        said = outcome(load, path)
        judge(said)
        ends["refused" if said else "read"] += 1

    each()
    return ends


@pytest.fixture
def here(tmp_path, monkeypatch):
    """The working folder, so that messages name files shortly."""
    monkeypatch.chdir(tmp_path)
    return Path()


@pytest.mark.parametrize("kind", KINDS)
def test_a_right_file_is_read(here, kind):
    texts, load = KINDS[kind]
    (here / "x.yaml").write_text(texts[0], encoding="utf-8")
    assert kind == "texts of plug-ins" or outcome(load, here / "x.yaml") == ""


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_file_is_refused_in_words(here, kind):
    assert campaign(kind, here, 20, seed_of(13))["refused"] > 5


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_thousands_of_wrong_files_are_refused_in_words(here, kind, capsys):
    first = seed_of()
    announce(capsys, f"{kind}: {NAME}={first}")
    ends, until, seed = {"read": 0, "refused": 0}, time.monotonic() + 90 / len(KINDS), first
    while time.monotonic() < until:
        for end, count in campaign(kind, here, 100, seed).items():
            ends[end] += count
        seed += 1
    announce(capsys, f"{kind}: {ends['read'] + ends['refused']} cases, {ends['refused']} of them refused")
    assert ends["refused"] > 50
