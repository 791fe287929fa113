"""Wrong plug-ins, each with its one message: the file, the line, what was found, what is allowed."""

from __future__ import annotations

import pytest

from sim.base.errors import LivesimError, PlugInError
from sim.base.params import PARAMETERS
from sim.levers import LEVERS, Edit
from sim.outcomes.metrics import METRICS
from sim.outcomes.metrics.aggregate import evaluate
from sim.plugins import in_force, named, use
from tests.outcomes.builder import make_outcome
from tests.plugins import recipes

CALM = recipes.FILES["ideas/plugins/calm.py"]
FOLLOWS = recipes.FILES["ideas/plugins/follows.py"]
SHARING = recipes.FILES["ideas/plugins/sharing.py"]
RETURN = 'return Ratio(outcome.people["follows"], outcome.people["active_days"])'
ADD = 'edit.add("pace_taste", strength * sizes["calm_host_taste"])'

WRONG = {
    "syntax": (CALM.replace("def calm_host(", "def calm_host(("), "x.py:11: is not Python: "),
    "an exception": ("numbers = []\nnumbers[3]\n", "x.py:2: IndexError: list index out of range"),
    "an exception far below": ("import json\n\n\njson.loads('{')\n", "x.py:4: JSONDecodeError: Expecting property"),
    "it leaves": ("import sys\nsys.exit(3)\n", "x.py:2: SystemExit: 3"),
    "a missing module": ("import no_such_module\n", "x.py:1: ModuleNotFoundError: No module named 'no_such_module'"),
    "an unknown parameter": (CALM.replace('writes=("pace_taste",)', 'writes=("pace_tast",)'),
                             "x.py:10: unknown parameter 'pace_tast'; did you mean 'pace_taste'? (allowed: "),
    "an undeclared parameter": (CALM.replace('add("pace_taste"', 'add("friction"'),
                                "x.py:13: lever 'calm_host': ValueError: a lever writes 'friction' without declaring"),
    "a size nobody declared": (CALM.replace('sizes["calm_host_taste"]', 'sizes["calm_host_tast"]'),
                               "x.py:13: lever 'calm_host' asks for 'calm_host_tast', which is no option or size; "
                               "did you mean 'calm_host_taste'?"),
    "it moves at strength 0": (CALM.replace("strength * sizes", "sizes"),
                               "x.py:10: lever 'calm_host' moves 'pace_taste' at strength 0; multiply what it adds"),
    "a room's parameter": (CALM.replace('reach="users"', 'reach="rooms"'),
                           "x.py:10: lever 'calm_host' reaches rooms and cannot write 'pace_taste', which describes"),
    "an unknown grade": (CALM.replace('evidence=("our test of May",), grade="judged"',
                                      'evidence=("our test of May",), grade="sure"'),
                         "x.py:10: lever 'calm_host' has an unknown grade 'sure'; did you mean 'measured'? "),
    "no docstring": (CALM.replace('"""Teaches users to enjoy a slow stream; only the taste for pace moves."""', "pass"),
                     "x.py:10: lever 'calm_host' has no docstring; its first line says what comes out"),
    "a built-in lever": (CALM.replace('@lever("calm_host"', '@lever("elder_mode"'),
                         "x.py:10: lever 'elder_mode' is built in; choose another name"),
    "a name like no other": (CALM.replace('@lever("calm_host"', '@lever("Calm host"'),
                             "x.py:10: 'Calm host' is no name; write lower-case letters, digits and '_'"),
    "a parameter of users": (CALM.replace(', scope="lever"', ', scope="user"'),
                             "x.py:6: parameter 'calm_host_taste' has the scope 'user': what users and rooms are like "
                             "is compiled into the model and cannot be added by a plug-in; write scope=\"lever\""),
    "a value out of bounds": (CALM.replace("-0.4, ", "-4, "),
                              "x.py:6: parameter 'calm_host_taste' is -4 -1..1; allowed: -1 to 0"),
    "a rule": (CALM + "\n\nfrom sim.users.rules.base import rule\n\n\n@rule\ndef rain(p):\n    return 0.0\n",
               "x.py: a rule of a user's day is compiled into the model and cannot be added by a plug-in"),
    "nothing declared": ("x = 1\n", "x.py: declares nothing; allowed: lever, metric, pattern, parameter"),
    "a metric without docstring": (FOLLOWS.replace('    """New followers per day with an open."""\n', ""),
                                   "x.py:6: metric 'follows_per_active_day' has no docstring"),
    "no ratio": (FOLLOWS.replace(RETURN, "return 0.5"),
                 "x.py:6: metric 'follows_per_active_day' gives a float; a metric gives Ratio(numerator, denominator)"),
    "no return": (FOLLOWS.replace(RETURN, "pass"), "x.py:6: metric 'follows_per_active_day' gives nothing; "),
    "too short": (FOLLOWS.replace("Ratio(outcome.people[\"follows\"],", "Ratio(outcome.people[\"follows\"][:2],"),
                  "x.py:6: metric 'follows_per_active_day' gives a numerator of 2 numbers; 6 are needed, one a person"),
    "a single number": (FOLLOWS.replace('outcome.people["active_days"])', "1)"),
                        "x.py:6: metric 'follows_per_active_day' gives a denominator of one number; 6 are needed"),
    "no number": (FOLLOWS.replace('outcome.people["follows"],', 'outcome.people["follows"] / 0.0,'),
                  "x.py:6: metric 'follows_per_active_day' gives a numerator that is no finite number for 6 people"),
    "an unknown column": (FOLLOWS.replace('people["follows"]', 'people["follow"]'),
                          "x.py:9: metric 'follows_per_active_day': ValueError: no field of name follow"),
    "an unknown unit": (FOLLOWS.replace('unit="count"', 'unit="hours"'),
                        "x.py:6: metric 'follows_per_active_day' has an unknown unit 'hours' (allowed: count, days, "),
    "a built-in metric": (FOLLOWS.replace('@metric("follows_per_active_day"', '@metric("bounce_rate"'),
                          "x.py:6: metric 'bounce_rate' is built in; choose another name"),
    "a built-in pattern": (SHARING.replace('@pattern("visits_shared_per_open"', '@pattern("contacts_p25"'),
                           "x.py:7: pattern 'contacts_p25' is built in; choose another name"),
}  # fmt: skip


@pytest.fixture
def plugins(tmp_path, monkeypatch):
    """Writes files into the folder `plugins`; nothing is in force before and after."""
    monkeypatch.chdir(tmp_path)
    use()

    def write(**files):
        for name, body in files.items():
            path = tmp_path / "plugins" / name.replace("__", "/").replace("_yaml", ".yaml")
            path = path if path.suffix else path.with_suffix(".py")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, "utf-8")

    yield write
    use()


def refused():
    """What is said of the folder."""
    with pytest.raises(LivesimError) as caught:
        use(*named("plugins"))
    return str(caught.value)


@pytest.mark.parametrize("case", WRONG)
def test_one_message_with_its_place_and_nothing_is_left(plugins, case):
    body, message = WRONG[case]
    plugins(x=body)
    registries = {registry.kind: list(registry) for registry in (LEVERS, METRICS, PARAMETERS)}
    said = refused()
    assert said.startswith(f"plugins/{message}"), said
    assert "\n" not in said
    assert in_force() == ()
    assert {registry.kind: list(registry) for registry in (LEVERS, METRICS, PARAMETERS)} == registries


def test_two_files_that_declare_one_name(plugins):
    plugins(a=FOLLOWS, b=FOLLOWS)
    assert refused() == ("plugins/b.py:6: metric 'follows_per_active_day' is declared in plugins/a.py:6 already; "
                         "choose another name")


def test_two_folders_that_declare_one_name(plugins, tmp_path):
    plugins(a=FOLLOWS)
    (tmp_path / "plugins").rename(tmp_path / "other")
    plugins(b=FOLLOWS)
    with pytest.raises(PlugInError, match=r"plugins/b\.py:6: metric .* is declared in other/a\.py:6 already"):
        use(*named("other"), *named("plugins"))


def test_folders_that_hold_nothing(plugins, tmp_path):
    assert refused() == "there is no folder 'plugins' of plug-ins; make it first, or name another one"
    (tmp_path / "plugins").mkdir()
    assert refused() == ("plugins: holds no plug-in; levers, metrics and patterns are declared in files *.py, "
                         "segments in segments/*.yaml")
    plugins(_left_alone=FOLLOWS)
    assert refused().startswith("plugins: holds no plug-in")


def test_a_module_that_declares_itself(plugins, tmp_path, monkeypatch):
    (tmp_path / "our_levers_of_old.py").write_text(FOLLOWS, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    plugins(x="import our_levers_of_old\n")
    assert refused() == ("plugins/x.py: imports 'our_levers_of_old', which declares something itself; a plug-in is "
                         "declared in a file of the folder")
    assert "follows_per_active_day" not in METRICS


def test_a_stray_file(plugins):
    plugins(x=FOLLOWS, students_yaml="name: students\n")
    assert refused() == ("plugins/students.yaml: is not read; a segment lies in plugins/segments, "
                         "names and sentences in plugins/texts.yaml")


def test_a_file_that_is_no_text(plugins, tmp_path):
    plugins(x=FOLLOWS)
    (tmp_path / "plugins" / "x.py").write_bytes(b"\xff\xfe\x00")
    assert refused() == "plugins/x.py: is not text in UTF-8; save the file as UTF-8"


def test_a_wrong_segment(plugins, tmp_path):
    from sim.scenario import load_scenario

    plugins(segments__students_yaml="name: students\n")
    with pytest.raises(LivesimError, match=r"plugins/segments/students\.yaml:1:1: members: is missing"):
        load_scenario("baseline", plugins="plugins")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("fr: {}", "1:1: fr: unknown language 'fr'"),
        ("zh: {metric: {}}", "1:6: zh.metric: unknown field 'metric'; did you mean 'metrics'?"),
        ("zh: {metrics: {follows: {name: x}}}",
         "1:16: zh.metrics.follows: unknown name under metrics 'follows' (allowed: follows_per_active_day)"),
        ("zh: {metrics: {follows_per_active_day: {nam: x}}}",
         "1:41: zh.metrics.follows_per_active_day.nam: unknown field 'nam'; did you mean 'name'?"),
        ("zh: {metrics: {follows_per_active_day: x}}",
         "1:40: zh.metrics.follows_per_active_day: a mapping is needed"),
        ("zh: {metrics: {follows_per_active_day: {name: 3}}}",
         "1:47: zh.metrics.follows_per_active_day.name: text is needed"),
    ],
)  # fmt: skip
def test_wrong_texts(plugins, words, message):
    plugins(x=FOLLOWS, texts_yaml=f"{words}\n")
    assert refused().startswith(f"plugins/texts.yaml:{message}")


def test_what_goes_wrong_only_when_used_is_told_with_its_place(plugins):
    late = CALM.replace(ADD, 'edit.add("pace_taste" if strength in (0, 1) else "friction", strength * -0.1)')
    plugins(x=late, y=FOLLOWS.replace(RETURN, f"if len(outcome.people) > 9:\n        return 3\n    {RETURN}"))
    use(*named("plugins"))
    with pytest.raises(PlugInError, match=r"^plugins/x\.py:13: lever 'calm_host': ValueError: a lever writes 'fric"):
        LEVERS["calm_host"].apply(Edit(LEVERS["calm_host"].writes), 0.5, {}, {})
    assert evaluate(make_outcome(5, follows=1, active_days=2), "follows_per_active_day").value == 0.5
    with pytest.raises(PlugInError, match=r"^plugins/y\.py:6: metric 'follows_per_active_day' gives a int"):
        evaluate(make_outcome(20), "follows_per_active_day")


def test_a_pattern_gives_one_number(plugins):
    from calibration.patterns import PATTERNS

    plugins(x=SHARING.replace("return ratio(", "return (").replace("len(events.opens))", "2)"))
    use(*named("plugins"))
    with pytest.raises(PlugInError, match=r"^plugins/x\.py:10: pattern 'visits_shared_per_open': "):
        PATTERNS["visits_shared_per_open"].measure(object())
    plugins(x=SHARING.replace("return ratio(", "return [] and ratio("))
    use(*named("plugins"))
    with pytest.raises(PlugInError, match=r"^plugins/x\.py:7: pattern .* gives a list; a pattern gives one number$"):
        PATTERNS["visits_shared_per_open"].measure(object())
