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
# # 3. What if?
#
# **Question.** What does elder mode change for silver users, and how sure are we?
# **Time.** 35 minutes.
#
# **Afterwards you can** compare two worlds, say why they must share their luck, and tell *simulation error* (more
# computing helps) from *not knowing* (it does not).

# %%
import numpy as np
import pandas as pd
from classroom import BLUE, GREY, ORANGE, class_data, livesim, plt, say
from scipy import stats

from sim import compare

livesim("levers", "elder_mode", lines=8)

# %% [markdown]
# **Predict first.** Elder mode is given to all silver users from day 14 on. By how many percentage points does their
# base retention rise within 90 days? Write one number, and a range that you are 90 % sure of.

# %%
my_guess = 5.0
my_range = (0.0, 10.0)

# %%
asked = {"users": 800, "days": 90, "replicates": 8, "seed": 1, "workers": 1,
         "metrics": ["base_retention", "rebuy_rate"], "segments": ["silver", "all"]}
shared = compare("baseline", "elder_mode", fixed=True, **asked)
shared.primary[["metric", "segment", "baseline", "treated", "difference", "low", "high", "n"]].round(4)

# %%
def effects(comparison, metric="base_retention", segment="silver") -> pd.Series:
    """The effect in every replicate [percentage points]."""
    rows = comparison.replicates.query("metric == @metric and segment == @segment")
    value = (rows["numerator"] / rows["denominator"]).groupby([rows["replicate"], rows["arm"]]).first().unstack()
    return 100 * (value["elder_mode"] - value["baseline"])


def interval(values) -> tuple[float, float]:
    """The 95 % interval of the mean: what more replicates would shrink."""
    half = stats.t.ppf(0.975, len(values) - 1) * np.std(values, ddof=1) / np.sqrt(len(values))
    return np.mean(values) - half, np.mean(values) + half


effects(shared).round(2)

# %%
figure, axes = plt.subplots(figsize=(6.6, 2.2))
axes.axvline(0, color=GREY, linewidth=1)
axes.plot(effects(shared), np.zeros(len(effects(shared))), "o", color=BLUE, alpha=0.6, label=say("one pair of worlds"))
axes.plot(interval(effects(shared)), [0.35, 0.35], color=BLUE, linewidth=4, label=say("the mean lies here (95 %)"))
axes.plot([my_guess], [-0.35], "D", color=ORANGE, label=say("my guess"))
axes.plot(my_range, [-0.35, -0.35], color=ORANGE, linewidth=1.5)
axes.set(title=say("What elder mode changes, silver users"), xlabel=say("base retention, percentage points"), ylim=(-1, 1), yticks=[])
axes.legend(loc="upper left", bbox_to_anchor=(1, 1))
plt.show()

# %% [markdown]
# How far off were you? Most of us expect too much: a strategy reaches only those who open, adopt and feel it.
#
# ## Why the worlds share their luck
#
# Both worlds above have the same people, the same hosts and the same dice: who bumps into which room at what moment.
# Only the strategy differs. What if each world rolled its own dice, as in a real A/B test on few people?
#
# **Predict first.** How many times as wide will the interval be?

# %%
my_times = 2.0

# %%
independent = compare("baseline", "elder_mode", fixed=True, luck="independent", **asked)
figure, axes = plt.subplots(figsize=(6.6, 2.4))
axes.axvline(0, color=GREY, linewidth=1)
for place, (one, colour) in enumerate(((independent, ORANGE), (shared, BLUE))):
    axes.plot(effects(one), np.full(len(effects(one)), place), "o", color=colour, alpha=0.6)
    axes.plot(interval(effects(one)), [place + 0.25] * 2, color=colour, linewidth=4)
axes.set(title=say("The same question, asked in two ways"), xlabel=say("base retention, percentage points"),
         yticks=[0, 1], yticklabels=[say("independent luck"), say("shared luck")], ylim=(-0.5, 1.6))
plt.show()
width = {name: np.ptp(interval(effects(one))) for name, one in (("shared", shared), ("independent", independent))}
print(say("independent luck: {times:.1f} times as wide; my guess: {guess}",
          times=width["independent"] / width["shared"], guess=my_times))

# %% [markdown]
# Dots to the left of zero do not say that elder mode harms: they say that two worlds with different dice differ anyway.
# With shared luck the dice cancel out.
#
# ## Two kinds of "not sure"
#
# So far the strength of elder mode and all else was fixed at typical values. In truth nobody knows how much of a
# reported success is real, so every replicate of a real comparison draws it anew. The class has the effects of 40
# such replicates. Watch what happens to two bands as replicates are added.

# %%
drawn = class_data("elder_mode_replicates")["effect"]
counts = list(range(5, len(drawn) + 1))
error = np.array([interval(drawn[:n]) for n in counts])
unknown = np.array([np.quantile(drawn[:n], (0.05, 0.95)) for n in counts])
figure, axes = plt.subplots()
axes.fill_between(counts, *unknown.T, color=ORANGE, alpha=0.25, label=say("possible range (90 %): what nobody knows"))
axes.fill_between(counts, *error.T, color=BLUE, alpha=0.5, label=say("the mean lies here (95 %): simulation error"))
axes.axhline(0, color=GREY, linewidth=1)
axes.set(title=say("More replicates shrink one band and not the other"), xlabel=say("replicates"),
         ylabel=say("percentage points"))
figure.legend(loc="outside lower center")
plt.show()

# %% [markdown]
# "It works on average" is the blue band. "It will work for us" is the orange one, and only knowing more (a test, a
# measurement) narrows that. (A part of it is still the luck of worlds of 2,000 people: larger worlds take that away, and
# no more.) Be careful with "positive in 20 of 20 draws" as well: the draws are ours, not the world's.
#
# ## Exercise 1: A/A
#
# What is the effect of a strategy with strength 0? Compare the baseline with the scenario `nothing` below, with
# shared luck, three replicates of 300 users. Put the effects on base retention into `mine`, as a list. What do
# you expect: about zero, or zero?

# %%
nothing = {"name": "nothing", "extends": "baseline",
           "strategies": [{"lever": "elder_mode", "who": {"segment": "silver"}, "when": {"start": "14d"}, "strength": "0%"}],
           "outcomes": [{"metric": "base_retention", "segment": "silver", "worth": "1pp"}]}
mine = []

# %% [markdown]
# <details>
# <summary>A solution (click)</summary>
#
# ```python
# same = compare("baseline", nothing, **asked | {"users": 300, "replicates": 3})
# rows = same.replicates.query("metric == 'base_retention' and segment == 'silver'")
# value = (rows["numerator"] / rows["denominator"]).groupby([rows["replicate"], rows["arm"]]).first().unstack()
# mine = list(value["nothing"] - value["baseline"])
# print(mine)
#
# assert len(mine) == 3, "one effect a replicate"
# assert all(effect == 0.0 for effect in mine), "not about zero: zero"
# ```
#
# </details>

# %% [markdown]
# ## Exercise 2: what does certainty cost?
#
# The interval of the mean after 10 replicates is too wide for you: you want half of it. How many replicates do you need?
# Put the number into `mine`.

# %%
mine = 20

# %% [markdown]
# <details>
# <summary>A solution (click)</summary>
#
# ```python
# mine = 4 * 10  # the error falls with the square root
#
# assert abs(np.sqrt(10 / mine) - 0.5) < 0.03, "twice the work takes away less than a third of the width"
# ```
#
# </details>

# %% [markdown]
# **Take home.** Predict, then compare. Share the luck. Name both bands. Next: your own strategy.
