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
# # 2. A population and its baseline
#
# **Question.** What do all users together do when nothing is changed, and how far is that from reality?
# **Time.** 25 minutes.
#
# **Afterwards you can** read retention, cohorts and repurchase off a simulated world, by segment, and say which
# numbers of the baseline you would not trust yet.

# %%
from classroom import BLUE, GREY, LANG, ORANGE, class_data, plt, say

from sim import run
from sim.reports.names import metric_name, segment_name

world = run("baseline", users=4000, days=120, seed=1)
days = world.daily.query("segment == 'all' and day >= 0").set_index("day")
days[["dau", "mau", "visits", "orders", "left"]].tail(3).round(0)

# %%
figure, axes = plt.subplots()
axes.plot(days.index, days["mau"], color=GREY, label=say("active in the last 30 days"))
axes.plot(days.index, days["dau"], color=BLUE, label=say("active on the day"))
axes.set(title=say("Users of a world in which nothing is changed"), xlabel=say("day"), ylim=(0, None))
axes.legend(loc="lower right")
plt.show()

# %% [markdown]
# The lines are flat: every day some leave and about as many join. A baseline that drifts would mix its own drift into
# every effect.
#
# **Predict first.** Of 100 people who open the app for the first time today, how many will open it again on day 7
# exactly? And on day 30? Write two numbers down.

# %%
my_day_7, my_day_30 = 50, 30

# %%
cohorts = world.cohorts.query("segment == 'all' and not windowed and complete")
back = cohorts.groupby("n")[["active", "users"]].sum()
retention = back["active"] / back["users"]
figure, axes = plt.subplots()
axes.plot(retention.index, 100 * retention, color=BLUE, marker="o", label=say("simulated newcomers"))
axes.plot([7, 30], [my_day_7, my_day_30], "D", color=ORANGE, label=say("my guess"))
axes.set(title=say("Of 100 newcomers, back after n days"), xlabel=say("days since the first open"), ylim=(0, None))
axes.legend()
plt.show()

# %% [markdown]
# Most people guess too high: they think of users they know, and those are the ones who stayed. Newcomers are many and
# most of them are gone within weeks; the base of the platform is made of the few who stay.
#
# That is why livesim judges strategies by **base retention**: the same people in every world, those who were there
# before. Here it is by segment, beside the share of buyers who buy again.

# %%
metrics = world.metrics.pivot(index="segment", columns="metric", values="value")
table = metrics[["base_retention", "rebuy_rate", "dau_over_mau", "bounce_rate", "minutes_per_active_user_day"]]
named = table.rename(index=lambda name: segment_name(name, LANG), columns=lambda name: metric_name(name, LANG))
named.round(3)

# %%
figure, axes = plt.subplots(1, 2, figsize=(6.6, 3.2), sharey=True)
order = table["base_retention"].sort_values().index
names = [segment_name(name, LANG) for name in order]
for place, metric in enumerate(("base_retention", "rebuy_rate")):
    axes[place].barh(names, 100 * table.loc[order, metric], color=(BLUE, ORANGE)[place])
    axes[place].set_title(metric_name(metric, LANG))
    axes[place].set_xlabel("%")
plt.show()

# %% [markdown]
# ## How far from reality, and where?
#
# Published numbers about real platforms are the yardstick. A *tolerance* says how far off a number may be before it
# counts as missed; every one has a reason. The table of the class was simulated beforehand (it needs a long world).
#
# **Predict first.** Is the baseline better at visits, at coming back, or at buying?

# %%
targets = class_data("targets")
furthest = targets.sort_values("off", key=abs, ascending=False).head(14)[::-1]
figure, axes = plt.subplots(figsize=(6.6, 5.0))
axes.axvspan(-1, 1, color="#dfe3e8", label=say("within the tolerance"))
colours = [ORANGE if abs(off) > 1 else BLUE for off in furthest["off"]]
axes.barh(furthest[f"name_{LANG}"], furthest["off"].clip(-4, 4), color=colours)
axes.set(title=say("The 14 numbers that are furthest off"), xlabel=say("tolerances (cut at 4)"), xlim=(-4.2, 4.2))
figure.legend(loc="outside lower left")
plt.show()

# %% [markdown]
# An orange bar is a number you should not quote as a *level*. A *difference* between two worlds is safer: much of what
# is wrong with a level is wrong in both.
#
# ## Exercise 1: who buys again?
#
# Find, with code, the segment with the highest rebuy rate (leave `all` out) and put its name into `mine`.

# %%
mine = ""

# %% [markdown]
# <details>
# <summary>A solution (click)</summary>
#
# ```python
# mine = table["rebuy_rate"].drop("all").idxmax()
# print(mine)
#
# assert mine in table.index and mine != "all"
# assert (table["rebuy_rate"].drop("all") <= table.loc[mine, "rebuy_rate"]).all()
# ```
#
# </details>

# %% [markdown]
# ## Exercise 2: survivors
#
# A colleague says: "Of the users who came back on day 7, so many also come on day 30: our newcomers are loyal!" Compute
# from `retention` (1) the share of all newcomers who come on day 30, (2) the most that the colleague's share can be: day 30 over day 7.
# Put both into `mine`. Which one would you put into a plan?

# %%
mine = (0.0, 0.0)

# %% [markdown]
# <details>
# <summary>A solution (click)</summary>
#
# ```python
# mine = (retention[30], retention[30] / retention[7])
# print(mine)
#
# assert 0 < mine[0] < mine[1] <= 1, "looking only at those who are still there makes everything look loyal"
# assert abs(mine[0] / mine[1] - retention[7]) < 1e-9
# ```
#
# </details>

# %% [markdown]
# **Take home.** Ask of every retention number: *of whom?* Ask of every level: *how far from what was measured?* Next: a
# strategy, and what it changes.
