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
# # 1. Meet one user
#
# **Question.** What does one person on a live-commerce platform do all day, and what makes her come back tomorrow?
# **Time.** 25 minutes.
#
# **Afterwards you can** open a world of Mesa agents, read off who somebody is, live one day at a time, and say in
# which order a day happens.
#
# Run the cells from top to bottom (Shift + Enter). The first one takes longest: it translates the model for your
# machine, once.

# %%
import pandas as pd
from classroom import BLUE, GREEN, ORANGE, livesim, plt, say

from sim import LiveCommerceModel

model = LiveCommerceModel("elder_mode", users=200, days=60, seed=1)
print(type(model).__mro__[1], len(model.agents), model.day)

# %% [markdown]
# `model` is a Mesa model. Every agent is one user with a past: the days before day 0 have been lived already. 200 of them
# have opened the app in the last 30 days; the others are on trial, silent or have uninstalled (`life_stage`), and may
# come back. Pick one silver user (60 or older) who opens the app now and then, not every day.

# %%
silver = model.agents.select(lambda user: type(user).__name__ == "SilverUser" and user.life_stage == "active")
user = min(silver, key=lambda one: abs((int(one.history) & 0xFFFFFFF).bit_count() - 14))  # came on 14 of the last 28 days
who = ["age", "tier", "skill", "price_sensitivity", "habit", "trust", "satisfaction", "fatigue"]
model.users.loc[[user.id], who].T

# %% [markdown]
# Traits such as `skill` (how well she handles a phone, 0 to 1) never change. `habit`, `trust`, `satisfaction` and
# `fatigue` do, every evening.
#
# **Predict first.** On how many of the next 14 days will she open the app? Write your number down before you go on.

# %%
my_guess = 7

# %% [markdown]
# One `model.step()` is one day of the whole platform. What our user did that day stands in `user.done`: minutes come
# in thousandths (`milliminutes`), because whole numbers add up the same on every machine.

# %%
days = []
for _ in range(14):
    model.step()
    done = user.done
    days.append({
        "day": model.day - 1, "opened": done.opened, "visits": done.visits, "bounces": done.bounces,
        "minutes": done.milliminutes / 1000, "orders": done.orders,
        "habit": user.habit, "trust": user.trust, "fatigue": user.fatigue,
    })
diary = pd.DataFrame(days).set_index("day")
print(say("opened on {days} days, my guess was {guess}", days=diary["opened"].sum(), guess=my_guess))
diary.round(2)

# %%
figure, (above, below) = plt.subplots(2, 1, sharex=True, figsize=(6.6, 4.6))
above.bar(diary.index, diary["minutes"], color=BLUE)
above.set_title(say("Minutes in the app, day by day"))
labels = {"habit": say("habit"), "trust": say("trust"), "fatigue": say("fatigue")}
for (name, label), colour in zip(labels.items(), (BLUE, GREEN, ORANGE), strict=True):
    below.plot(diary.index, diary[name] - diary[name].iloc[0], color=colour, marker="o", markersize=3, label=label)
below.set_title(say("What the days leave behind: change since the first evening"))
below.set_xlabel(say("day"))
below.legend(ncols=3)
plt.show()

# %% [markdown]
# Look at a day with many minutes and at `habit` that evening. Then at days without a minute: habit melts a little on
# each, whether she looked in or not. The steps are small; habits take weeks. A good visit leaves a trace, and the trace makes the next visit a little more likely. Nothing else is called
# retention in this model.
#
# ## The plan of a day
#
# In which order does a day happen? The command reads it off the code that lives it. Find the three parts (morning,
# users, evening), and the step that decides whether somebody opens.

# %%
livesim("day")

# %% [markdown]
# ## The same person in two worlds
#
# `livesim diary` lives two worlds that differ in one strategy only, with the same people and the same luck, and tells
# where the life of one user parts. Read the first lines: *when* do the worlds part for this user, and *why*?

# %%
livesim("diary", "elder_mode", "--users", 300, "--days", 30, "--quiet", lines=30)

# %% [markdown]
# ## Exercise 1: take the habit away
#
# Agents can be changed by hand: `user.habit = 0.0` counts from the next step on. Build the same world twice (same
# seed: same people, same luck). In the second one set every agent's habit to 0. How many opens are there in the first
# 3 days of each? Put both numbers into `mine`, as `(as it was, without habit)`. Predict the second one first.

# %%
mine = None  # (as it was, without habit)

# %% [markdown]
# <details>
# <summary>A solution (click)</summary>
#
# ```python
# def opens(without_habit: bool) -> int:
#     """Opens of everybody in three days."""
#     world = LiveCommerceModel("baseline", users=200, days=60, seed=1)
#     if without_habit:
#         world.agents.set("habit", 0.0)
#     count = 0
#     for _ in range(3):
#         world.step()
#         count += sum(one.done.opened for one in world.agents if one.life_stage != "uninstalled")
#     return count
#
#
# mine = (opens(without_habit=False), opens(without_habit=True))
# print(mine)
#
# assert mine is not None
# assert 0 < mine[1] < mine[0], "without habit people open less, but they do not all stay away"
# ```
#
# </details>

# %% [markdown]
# ## Exercise 2: who comes?
#
# Mesa sorts agents for you: `model.agents.groupby(type)` gives one group a class. Which share of each class opened on
# the last day? Make `mine` a dict such as `{"SilverUser": 0.4, ...}`.

# %%
mine = {}

# %% [markdown]
# <details>
# <summary>A solution (click)</summary>
#
# ```python
# mine = {}
# for kind, group in model.agents.groupby(type):
#     alive = [one for one in group if one.life_stage != "uninstalled"]
#     mine[kind.__name__] = sum(one.done.opened for one in alive) / len(alive)
# print(mine)
#
# assert set(mine) == {"GenZUser", "NewMiddleUser", "SilverUser"}
# assert all(0 < share < 1 for share in mine.values()), "in every class some came and some did not"
# ```
#
# </details>

# %% [markdown]
# **Take home.** A user is a row of numbers and one function that lives a day. Retention is what you see when many such
# days are counted. Next: all users at once.
