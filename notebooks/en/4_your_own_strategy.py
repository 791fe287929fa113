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
# # 4. Your own strategy, as a file
#
# **Question.** How do I say *who, when, how much, at what cost* so that a simulator, a colleague and I in half a year
# understand the same?
# **Time.** 30 minutes.
#
# **Afterwards you can** write a scenario file, let it be checked, give it a budget and a trigger, and read what
# became of the money.

# %%
from classroom import GREEN, GREY, livesim, my_folder, plt, say

from sim import compare, load_scenario

folder = my_folder("lesson_4")
idea = folder / "weekend_coupons.yaml"
idea.write_text("""\
name: weekend_coupons
question: {en: Do weekend coupons make Gen Z buy again?, zh: 周末优惠券能让Z世代再次购买吗？}
extends: baseline
strategies:
  - lever: coupons
    who: {segment: gen_z}
    when: {start: 14d}
    options: {value: 20 yuan, every: 7d, valid_days: 2d}
    cost: {fixed: 20000 yuan, budget: 20 million yuan}
outcomes: [{metric: rebuy_rate, segment: gen_z, worth: 1pp}]
""", encoding="utf-8")
livesim("scenarios", "check", idea)
livesim("scenarios", "show", idea, lines=30)

# %% [markdown]
# Everything that is left out comes from the baseline. A strength that is left out is drawn from 25 to 100 % of what was
# reported.
#
# **Predict first.** What happens with a slip of the pen, `budgit` in place of `budget`? Is it ignored, is it an error, does it say where?

# %%
slip = folder / "slip.yaml"
slip.write_text(idea.read_text(encoding="utf-8").replace("budget:", "budgit:"), encoding="utf-8")
print(livesim("scenarios", "check", slip))

# %% [markdown]
# ## What became of the money
#
# Amounts are those of the real platform: however many users are simulated, they stand for 12 million. A budget is never overspent.
#
# **Predict first.** Will 20 million yuan last until day 90?

# %%
asked = {"users": 1500, "days": 90, "replicates": 6, "seed": 1, "workers": 1, "fixed": True,
         "metrics": ["rebuy_rate", "orders_per_base_user", "base_retention"], "segments": ["gen_z", "all"]}
comparison = compare("baseline", idea, **asked)
comparison.budgets.T

# %%
rows = comparison.table.query("segment == 'gen_z' and metric != 'base_retention'")
rows[["metric", "segment", "baseline", "treated", "difference", "low", "high", "n"]].round(4)

# %% [markdown]
# Read both rows: does *more of them buy again* mean *they buy more*?
#
# `ended` is the day on which the money was gone: the median of the worlds in which that happened, `times` of `n`. `n` is
# small, and `fixed` takes a typical strength: this is a first look for the classroom, not an answer. (`livesim compare
# FILE --quick` is the honest first look, and says that it is one.)
#
# ## Only when it is needed: a trigger
#
# A trigger is a sentence. The push below begins on the morning after the interaction rate has been a little below its
# own last 28 days for a day, lasts a week, and then rests for two.
#
# **Predict first.** In which share of worlds does it act on a given day?

# %%
rescue = folder / "rescue.yaml"
rescue.write_text("""\
name: rescue
extends: baseline
strategies:
  - lever: push_messages
    when: {start: 14d, trigger: interaction_rate 1% below its last 28 days for 1d, lasts: 7d, cooldown: 14d}
    options: {per_week: 2}
    cost: {per_event: {message: 0.01 yuan}, budget: 1 million yuan}
outcomes: [{metric: base_retention, segment: all, worth: 1pp}]
""", encoding="utf-8")
livesim("scenarios", "check", rescue)
acted = compare("baseline", rescue, **asked).timeline
acted.head()

# %%
figure, axes = plt.subplots(figsize=(6.6, 2.6))
axes.bar(acted["start"], 100 * acted["share"], width=acted["end"] - acted["start"], align="edge", color=GREEN)
axes.axvline(14, color=GREY, linewidth=1)
axes.set(title=say("Days on which the push acted"), xlabel=say("day"), ylabel=say("% of worlds"), xlim=(0, 90), ylim=(0, 105))
plt.show()

# %% [markdown]
# Every replicate has its own days: the trigger listens to its own world.
#
# ## Exercise 1: who
#
# Give the coupons to *half of the Gen Z users in lower-tier cities* only. Change `fields` accordingly and load it:
# `mine = load_scenario(fields)`. In `who`, groups are joined by `and`, `or`, `not` (in Chinese 且, 或, 非).

# %%
fields = {"name": "half", "extends": "baseline",
          "strategies": [{"lever": "coupons", "who": {"segment": "gen_z"}, "when": {"start": "14d"}}]}
mine = load_scenario(fields)

# %% [markdown]
# <details>
# <summary>A solution (click)</summary>
#
# ```python
# fields["strategies"][0]["who"] = {"segment": "gen_z and lower_tier", "share": "50%"}
# mine = load_scenario(fields)
#
# who = mine.strategies[0].who
# assert (who.segment, who.share) == ("gen_z and lower_tier", 0.5)
# ```
#
# </details>

# %% [markdown]
# ## Exercise 2: a tenth of the money
#
# Ask the first question with a budget of 2 million yuan. Put the money spent in the end (`comparison.budgets`, column `spent`)
# into `mine`. Predict: a tenth of the money, a tenth of the effect?

# %%
mine = float(comparison.budgets["spent"].max())

# %% [markdown]
# <details>
# <summary>A solution (click)</summary>
#
# ```python
# poor = folder / "a_tenth.yaml"
# poor.write_text(idea.read_text(encoding="utf-8").replace("20 million", "2 million"), encoding="utf-8")
# tenth = compare("baseline", poor, **asked)
# mine = float(tenth.budgets["spent"].max())
# print(mine, tenth.primary["difference"].round(4).tolist(), comparison.primary["difference"].round(4).tolist())
#
# assert 0 < mine <= 2_000_000, "a budget is never overspent"
# ```
#
# </details>

# %% [markdown]
# **Take home.** A strategy is a page that somebody else can check. Next: not one setting but many.
