# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 7. Extend the model
#
# **Question.** My platform has a group, a strategy and a number that livesim does not know. How do I add them?
# **Time.** 40 minutes.
#
# **Afterwards you can** add a segment, a lever and a metric from a folder of your own, without touching livesim, and
# know what a rule of a user's day would take.

# %%
from classroom import BLUE, GREY, LANG, livesim, my_folder, plt, say

from sim import compare, run
from sim.reports.names import metric_name

folder = my_folder("lesson_7")
plugins = folder / "plugins"
(plugins / "segments").mkdir(parents=True, exist_ok=True)

# %% [markdown]
# ## A segment
#
# One YAML file: names in both languages, who belongs to it (only what never changes about a user), and the parameters in
# which the members differ. Every number says where it comes from.

# %%
(plugins / "segments" / "students.yaml").write_text("""\
name: students
names: {en: students, zh: 学生}
members: {age: [gen_z], tier: [lower], share: 40%}
parameters:
  price_pull: {value: 1.2, source: "our survey; size judged", grade: judged}
""", encoding="utf-8")

# %% [markdown]
# ## A lever
#
# A lever is a small function that writes the parameters which it declares, and nothing else. It never writes an outcome: a
# function that adds 3 points to retention would answer your question with your own hope. What it moves at
# strength 1 is a number with bounds and a source; at strength 0 it changes nothing, and that is checked.

# %%
(plugins / "calm.py").write_text('''\
"""A host who takes his time."""

from sim.base.params import parameter
from sim.levers.base import lever

parameter("calm_host_taste", -0.4, "-1..1", (-1, 0), "our test of May; size judged", scope="lever",
          text="What a calm host moves the taste for pace at strength 1.")


@lever("calm_host", reach="users", writes=("pace_taste",), evidence=("our test of May",), grade="judged")
def calm_host(edit, strength, options, sizes):
    """Teaches users to enjoy a slow stream; only the taste for pace moves."""
    edit.add("pace_taste", strength * sizes["calm_host_taste"])
''', encoding="utf-8")

# %% [markdown]
# ## A metric
#
# A numerator and a denominator for every person; sums, weights, segments and intervals follow by themselves. The docstring
# is the definition that gets printed.

# %%
(plugins / "follows.py").write_text('''\
"""Who follows."""

from sim.outcomes.metrics.base import Ratio, metric


@metric("follows_per_active_day", unit="count", direction=1)
def follows_per_active_day(outcome):
    """New followers per day with an open."""
    return Ratio(outcome.people["follows"], outcome.people["active_days"])
''', encoding="utf-8")
(plugins / "texts.yaml").write_text("""\
en:
  metrics:
    follows_per_active_day: {name: follows per active day}
zh:
  levers:
    calm_host: {name: 慢节奏主播, line: 让用户喜欢慢节奏的直播。}
  metrics:
    follows_per_active_day: {name: 每活跃日新增关注, definition: 每个打开应用的日子里新增的关注数。}
  params:
    calm_host_taste: 力度为 1 时，慢节奏主播使节奏偏好移动多少。
""", encoding="utf-8")
idea = folder / "calm_students.yaml"
idea.write_text("""\
name: calm_students
extends: baseline
strategies:
  - lever: calm_host
    who: {segment: students}
    when: {start: 14d}
outcomes: [{metric: follows_per_active_day, segment: students, worth: 0.01}]
""", encoding="utf-8")
livesim("scenarios", "check", idea)

# %% [markdown]
# Nothing was registered and nothing installed: a folder named `plugins` beside a scenario file is read with it.
#
# **Predict first.** Students who learn to enjoy slow streams: do they follow more hosts per day, fewer, or as many?

# %%
answer = compare("baseline", idea, users=1000, days=90, replicates=6, seed=1, workers=1, fixed=True,
                 metrics=["follows_per_active_day", "bounce_rate", "base_retention"], segments=["all", "students"])
rows = answer.table[answer.table["segment"] == "students"].set_index("metric")
rows[["baseline", "treated", "difference", "low", "high"]].round(4)

# %%
figure, axes = plt.subplots(figsize=(6.6, 2.4))
axes.axvline(0, color=GREY, linewidth=1)
for place, row in enumerate(rows.to_dict("records")):
    scale = 100 / row["baseline"]
    axes.plot([row["low"] * scale, row["high"] * scale], [place, place], color=BLUE, linewidth=4)
    axes.plot([row["difference"] * scale], [place], "o", color=BLUE)
axes.set(title=say("What calm hosts change for students"), xlabel=say("change, % of the baseline"),
         yticks=range(len(rows)), yticklabels=[metric_name(metric, LANG) for metric in rows.index], ylim=(-0.6, len(rows) - 0.4))
plt.show()

# %% [markdown]
# ## A rule
#
# A *rule* is something new in the day of a user (say: a tie to a host draws her into the app). It is compiled into the
# model, so it cannot come from a plug-in folder: it is one small function with numbers in and a number out, called in
# `live_day`. CONTRIBUTING.md has the recipe, word for word; a test follows it. What you can do here is to turn what
# is there: every number of every rule can be set. What does a world look like in which nobody shares?

# %%
livesim("params", "share_intercept")
usual, silent = (run("baseline", users=1000, days=90, seed=1, set_=change) for change in ({}, {"share_intercept": -12}))
{name: (round(usual.metric(name), 4), round(silent.metric(name), 4)) for name in ("share_rate", "base_retention")}

# %% [markdown]
# ## Exercise 1: a segment of your own
#
# Write the file `plugins/segments/upper_silver.yaml` for silver users of upper-tier cities (`age: [silver]`, `tier: [upper]`), and run the baseline
# with `plugins=plugins` and `segments=["upper_silver"]`. Put their base retention into `mine`.

# %%
mine = None

# %% [markdown]
# <details>
# <summary>A solution (click)</summary>
#
# ```python
# (plugins / "segments" / "upper_silver.yaml").write_text("""\
# name: upper_silver
# names: {en: silver users of upper-tier cities, zh: 一二线城市银发用户}
# members: {age: [silver], tier: [upper]}
# """, encoding="utf-8")
# world = run("baseline", users=1000, days=90, seed=1, plugins=plugins, segments=["upper_silver"])
# mine = world.metric("base_retention", "upper_silver")
# print(mine)
#
# assert mine is not None
# again = run("baseline", users=1000, days=90, seed=1, plugins=plugins)
# assert mine == again.metric("base_retention", "silver and upper_tier"), "the same people, named in another way"
# ```
#
# </details>

# %% [markdown]
# ## Exercise 2: a metric of your own
#
# Write `plugins/bounces.py` with a metric `bounces_per_open`: bounces over days with an open (`bounces` and `active_days` of
# `outcome.people`; its direction is -1). Run the baseline with `plugins=plugins` and put the metric into `mine`.

# %%
mine = None

# %% [markdown]
# <details>
# <summary>A solution (click)</summary>
#
# ```python
# (plugins / "bounces.py").write_text('''\
# """Who leaves at once."""
#
# from sim.outcomes.metrics.base import Ratio, metric
#
#
# @metric("bounces_per_open", unit="count", direction=-1)
# def bounces_per_open(outcome):
#     """Rooms left at once, per day with an open."""
#     return Ratio(outcome.people["bounces"], outcome.people["active_days"])
# ''', encoding="utf-8")
# world = run("baseline", users=1000, days=90, seed=1, plugins=plugins)
# mine = world.metric("bounces_per_open")
# print(mine)
#
# assert mine is not None
# people = run("baseline", users=1000, days=90, seed=1, plugins=plugins).people
# expected = (people["bounces"] * people["weight"]).sum() / (people["active_days"] * people["weight"]).sum()
# assert abs(mine - expected) < 1e-9 * expected
# ```
#
# </details>

# %% [markdown]
# **Take home.** Say what you believe as a mechanism with a source, and let the outcome come out. `docs/plugins.md` has
# all of this once more, and `CONTRIBUTING.md` the way into the model itself.
