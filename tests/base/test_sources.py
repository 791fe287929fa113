"""What decides a number is named by rooms: an edit outside them keeps what was made, one inside does not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from calibration import evaluations
from sim.base import sources
from sim.engines import cache
from sim.running import manifest

DIGESTS = {
    "compiled code": cache.source_digest,
    "stored replicates": manifest.model_digest.__wrapped__,
    "simulations of a fit": evaluations.sources.__wrapped__,
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the sources that may be edited."""
    home = tmp_path_factory.mktemp("home")
    for package in ("sim", "calibration"):
        shutil.copytree(sources.HOME / package, home / package, ignore=shutil.ignore_patterns("__pycache__", "*.otf"))
    return home


@pytest.mark.parametrize(
    ("edited", "changed"),
    [
        ("sim/users/rules/habit.py", {"compiled code", "stored replicates", "simulations of a fit"}),
        ("sim/chance/draws.py", {"compiled code", "stored replicates", "simulations of a fit"}),
        ("sim/engines/kernel.py", {"compiled code", "stored replicates", "simulations of a fit"}),
        ("sim/cast/contacts.py", {"compiled code", "stored replicates", "simulations of a fit"}),
        ("sim/cast/segments/silver.yaml", {"stored replicates", "simulations of a fit"}),
        ("sim/base/yamlfile.py", {"stored replicates", "simulations of a fit"}),
        ("sim/replicate/measure.py", {"stored replicates", "simulations of a fit"}),
        ("sim/outcomes/metrics/orders.py", {"stored replicates", "simulations of a fit"}),
        ("sim/levers/audience.py", {"stored replicates"}),
        ("sim/scenario/build.py", {"stored replicates"}),
        ("calibration/fits/levers.yaml", {"stored replicates"}),
        ("calibration/patterns/visits.py", {"simulations of a fit"}),
        ("calibration/responses/changes.py", {"simulations of a fit"}),
        ("calibration/moments.py", {"simulations of a fit"}),
        ("sim/diary/words.py", set()),
        ("sim/texts/zh/diary.yaml", set()),
        ("sim/reports/html.py", set()),
        ("sim/running/store.py", set()),
        ("sim/cli/output.py", set()),
    ],
)
def test_an_edit_changes_what_it_decides_and_nothing_else(copy, monkeypatch, edited, changed):
    monkeypatch.setattr(sources, "HOME", copy)
    before = {name: digest() for name, digest in DIGESTS.items()}
    path = copy / edited
    path.write_text(path.read_text("utf-8") + "\n# edited\n", "utf-8")
    assert {name for name, digest in DIGESTS.items() if digest() != before[name]} == changed


def test_every_room_is_there():
    rooms = {*sources.MODEL, *sources.BASELINE, *sources.COMPILED}
    assert [room for room in rooms if not (sources.HOME / room).is_dir()] == []


def test_a_new_file_and_a_new_name_count(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "HOME", tmp_path)
    room = tmp_path / "room"
    room.mkdir()
    (room / "a.py").write_text("x = 1\n")
    seen = [sources.digest_of(["room"])]
    (room / "b.py").write_text("")
    seen.append(sources.digest_of(["room"]))
    (room / "b.py").rename(Path(room / "c.py"))
    seen += [sources.digest_of(["room"]), sources.digest_of(["room"], also="numba 1")]
    assert len(set(seen)) == 4
