"""A folder of plug-ins from the page that explains it, through every way a planner uses it."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys

import pytest

from sim.base.errors import PlugInError, StoreError, UnknownNameError
from sim.base.params import PARAMETERS, names
from sim.cli.comparing import default_folder
from sim.explore.load import load_sweep
from sim.explore.sweeping import begun, sweep
from sim.levers import LEVERS
from sim.outcomes.metrics import METRICS
from sim.paired.comparing import compare
from sim.paired.options import Options
from sim.paired.repeating import repeat
from sim.plugins import in_force, named, origin, use
from sim.scenario import load_scenario
from sim.scenario.load import digest_of
from sim.texts import text
from tests.plugins import recipes

METRIC = "follows_per_active_day"


@pytest.fixture
def ideas(tmp_path, monkeypatch):
    """The folder of the page, seen from where it lies; nothing is in force before and after."""
    monkeypatch.chdir(tmp_path)
    use()
    yield recipes.laid(tmp_path)
    use()


def edited(ideas):
    """The lever of the page with another size."""
    path = ideas / "plugins" / "calm.py"
    path.write_text(path.read_text("utf-8").replace("-0.4, ", "-0.5, "), "utf-8")


def compared(**more):
    """The idea of the page in made-up worlds."""
    asked = {"users": 400, "days": 100, "replicates": 2, "workers": 1, "simulate": recipes.simulate, **more}
    return compare("baseline", "ideas/my_idea.yaml", **asked)


def test_a_scenario_names_what_lies_beside_it(ideas):
    scenario = load_scenario("ideas/my_idea.yaml")
    assert [strategy.lever for strategy in scenario.strategies] == ["calm_host"]
    assert [segment.name for segment in scenario.segments] == ["students"]
    assert list(scenario.plugins[0].files) == ["calm.py", "follows.py", "sharing.py"]
    assert load_scenario(scenario) == scenario


def test_a_shown_name_in_chinese_will_do(ideas):
    path = ideas / "my_idea.yaml"
    path.write_text(path.read_text("utf-8").replace("calm_host", "慢节奏主播"), "utf-8")
    assert load_scenario(path).strategies[0].lever == "calm_host"


def test_what_has_no_words_is_called_by_its_name_and_docstring(ideas):
    (ideas / "plugins" / "texts.yaml").unlink()
    load_scenario("ideas/my_idea.yaml")
    for lang in ("en", "zh"):
        assert text("levers.calm_host.name", lang) == "calm host"
        assert text(f"metrics.{METRIC}.definition", lang) == (
            "[ideas/plugins/follows.py] New followers per day with an open.")


def test_another_scenario_knows_nothing_of_it_and_means_what_it_meant(ideas):
    before = load_scenario("elder_mode")
    load_scenario("ideas/my_idea.yaml")
    assert "calm_host" in LEVERS and "calm_host_taste" in names("lever")
    assert load_scenario("elder_mode").digest == before.digest == digest_of(before)
    assert "calm_host" not in LEVERS and METRIC not in METRICS and "calm_host_taste" not in names("lever")
    with pytest.raises(UnknownNameError, match=f"unknown metric '{METRIC}'"):
        compare("baseline", "elder_mode", users=400, days=100, metrics=[METRIC], simulate=recipes.simulate)


def test_an_earlier_result_can_still_be_told(ideas):
    load_scenario("ideas/my_idea.yaml")
    load_scenario("baseline")
    assert METRICS[METRIC].unit == "count"


def test_the_same_folder_twice_is_harmless_and_a_file_runs_once(ideas):
    ran = ideas / "ran.txt"
    path = ideas / "plugins" / "calm.py"
    path.write_text(path.read_text("utf-8") + f"open({str(ran)!r}, 'a').write('x')\n", "utf-8")
    for _ in range(3):
        load_scenario("ideas/my_idea.yaml", plugins=ideas / "plugins")
        load_scenario("baseline")
    assert ran.read_text() == "x"


def test_a_folder_is_named_by_a_call_or_by_the_environment(ideas, monkeypatch):
    (ideas / "plugins").rename(ideas / "elsewhere")
    assert load_scenario("ideas/my_idea.yaml", plugins="ideas/elsewhere").plugins
    monkeypatch.setenv("LIVESIM_PLUGINS", "ideas/elsewhere")
    assert load_scenario("ideas/my_idea.yaml").plugins
    monkeypatch.setenv("LIVESIM_PLUGINS", "ideas/nowhere")
    with pytest.raises(PlugInError, match="there is no folder 'ideas/nowhere' of plug-ins"):
        load_scenario("baseline")


def test_a_comparison_has_the_metric_and_the_manifest_the_hash(ideas):
    comparison = compared(out="results")
    rows = comparison.table.query(f"metric == '{METRIC}'").set_index("segment")
    assert rows.loc["all", "difference"] == pytest.approx(0.4)
    assert rows.loc["all", "primary"] and "students" in rows.index
    manifest = json.loads((ideas.parent / "results" / "manifest.json").read_text("utf-8"))
    (plugins,) = manifest["scenarios"][1]["plugins"]
    assert plugins["files"] == dict(named("ideas/plugins")[0].files)
    size = next(entry for entry in manifest["parameters"] if entry["name"] == "calm_host_taste")
    assert size["origin"] == "ideas/plugins/calm.py"


@pytest.mark.slow
def test_workers_have_the_sources_that_were_read(ideas):
    here = compared()
    assert compared(workers=2).replicates.equals(here.replicates)


def test_a_process_without_the_folder_needs_none(ideas):
    sent = pickle.dumps(load_scenario("ideas/my_idea.yaml"))
    (ideas / "plugins").rename(ideas / "gone")
    code = ("import pickle, sys; from sim.plugins import use; from sim.levers import LEVERS\n"
            "use(*pickle.load(sys.stdin.buffer).plugins); print(LEVERS['calm_host'].name)")
    done = subprocess.run([sys.executable, "-c", code], input=sent, capture_output=True, check=True)
    assert done.stdout.strip() == b"calm_host"


def test_a_changed_file_never_meets_replicates_of_before(ideas):
    where = default_folder(["baseline", "ideas/my_idea.yaml"], Options())
    old = compared(out="results").manifest["key"]
    assert compared(out="results").manifest["key"] == old
    edited(ideas)
    assert default_folder(["baseline", "ideas/my_idea.yaml"], Options()) != where
    with pytest.raises(StoreError, match=r"(?s)answers another question.*plugins\.0\.calm\.py"):
        compared(out="results")
    assert compared(out="anew").manifest["key"] != old
    assert PARAMETERS["calm_host_taste"].default == -0.5


def test_a_folder_is_repeated_as_long_as_its_plugins_are_there(ideas, monkeypatch):
    first = compared(out="results")
    use()
    monkeypatch.setattr("sim.plugins.folder._sources", {})  # as in another process
    assert repeat("results", workers=1, simulate=recipes.simulate).replicates.equals(first.replicates)
    edited(ideas)
    use()
    for remembered in ("sim.plugins.folder._sources", "sim.plugins._known"):
        monkeypatch.setattr(remembered, {})
    with pytest.raises(PlugInError, match=r"the plug-ins in 'ideas/plugins' are not those of before"):
        repeat("results", workers=1, simulate=recipes.simulate)


def test_texts_and_the_place_of_a_folder_change_no_key(ideas):
    before = load_scenario("ideas/my_idea.yaml").digest
    (ideas / "plugins" / "texts.yaml").unlink()
    ideas.rename(ideas.parent / "moved")
    assert load_scenario("moved/my_idea.yaml").digest == before


@pytest.mark.slow
def test_a_sweep_runs_on_two_processes_and_is_read_again(ideas):
    path = ideas.parent / "calm.yaml"
    (ideas / "plugins").rename(ideas.parent / "plugins")
    path.write_text(recipes.SWEEP, "utf-8")
    swept = sweep(load_sweep(path), "swept", workers=2, simulate=recipes.simulate)
    effects = swept.effects.query(f"metric == '{METRIC}' and segment == 'all'")
    assert swept.failed == 0 and len(effects) > 0
    assert effects["difference"].tolist() == pytest.approx([0.4] * len(effects))
    assert begun("swept").effects.equals(swept.effects)
    changed = ideas.parent / "plugins" / "follows.py"
    changed.write_text(changed.read_text("utf-8") + "# changed\n", "utf-8")
    with pytest.raises(StoreError, match=r"(?s)answers another question.*follows\.py"):
        begun("swept")


def test_a_folder_named_for_a_sweep_is_found_again(ideas):
    (ideas / "plugins").rename(ideas / "elsewhere")
    (ideas.parent / "calm.yaml").write_text(recipes.SWEEP, "utf-8")
    sweep(load_sweep("calm.yaml", "ideas/elsewhere"), "swept", workers=1, simulate=recipes.simulate)
    use()
    assert METRIC in begun("swept").sweep.metrics


def test_a_pattern_is_seen_by_targets_and_by_the_simulations_of_a_fit(ideas):
    from calibration.evaluations import Simulation
    from calibration.moments import Setting
    from calibration.patterns import PATTERNS
    from calibration.targets import load_targets

    use(*named("ideas/plugins"))
    assert origin(PATTERNS, "visits_shared_per_open") == "ideas/plugins/sharing.py"
    (ideas / "ours.yaml").write_text(
        "name: ours\nquestion: What?\ntargets:\n  - {metric: visits_shared_per_open, value: 0.1, tolerance: 0.1, "
        "source: our logs, reason: sampling}\n", "utf-8")
    (target,) = load_targets("ideas/ours.yaml")
    mine = Simulation({}, Setting(), target.keys)
    assert mine.plugins == in_force()
    use()
    assert Simulation({}, Setting(), target.keys).name != mine.name


@pytest.mark.slow
def test_the_real_engine_on_two_processes(ideas):
    comparison = compare("baseline", "ideas/my_idea.yaml", users=300, days=80, replicates=2, workers=2,
                         set_={"message_rate": 0.15})
    rows = comparison.table.query(f"metric == '{METRIC}' and segment == 'students'")
    assert rows["difference"].abs().item() > 0
