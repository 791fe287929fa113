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
# # 5. A sweep, and what matters
#
# **Question.** Which setting is best, what does that depend on, and which unknown is worth finding out?
# **Time.** 30 minutes.
#
# **Afterwards you can** run a sweep, read a heat map and a Morris chart, and tell "moves the result" from "moves the
# decision".

# %%
import numpy as np
from classroom import BLUE, GREY, LANG, ORANGE, class_data, livesim, my_folder, plt, say

from sim.explore.sweeping import sweep
from sim.reports.names import metric_name

folder = my_folder("lesson_5")
question = folder / "small_coupons.yaml"
question.write_text("""\
name: small_coupons
question: {en: Which coupon?, zh: 什么样的优惠券？}
scenarios: [coupons]
population: {users: 600}
horizon: {days: 90}
factors:
  value: {field: coupons.options.value, values: [2 yuan, 20 yuan], title: {en: coupon value, zh: 优惠券面额}}
  every: {field: coupons.options.every, values: [7d, 28d], title: {en: days from coupon to coupon, zh: 发券间隔}}
  budget: {field: coupons.cost.budget, values: [1000 million yuan], example: true}
replicates: 3
fixed: true
metrics: [base_retention, rebuy_rate]
segments: [all]
""", encoding="utf-8")
livesim("sweep", "check", question)

# %% [markdown]
# Four settings, three replicates each, all with the same luck. Run the cell again afterwards: a sweep remembers every run
# that has ended, so the second time takes no time.

# %%
small = sweep(question, folder / "small", workers=1)
effects = small.effects.query("metric == 'rebuy_rate' and segment == 'all'")
effects.pivot(index="every", columns="value", values="difference").mul(100).round(2)

# %% [markdown]
# ## The heat map of the class
#
# The class has a larger one: 4 values x 4 intervals, simulated beforehand. Budgets are taken out of the way, so that it
# shows what coupons do and not where the money ends.
#
# **Predict first.** What matters more for *buying again*: a larger coupon, or a more frequent one?

# %%
grid = class_data("coupon_grid")
figure, axes = plt.subplots(1, 2, figsize=(7.4, 3.4))
for place, metric in enumerate(("rebuy_rate", "base_retention")):
    cells = 100 * grid[grid["metric"] == metric].pivot(index="every", columns="value", values="difference")
    most = float(np.abs(cells.to_numpy()).max())
    axes[place].imshow(cells, cmap="PuOr_r", vmin=-most, vmax=most, origin="lower", aspect="auto")
    for (y, x), cell in np.ndenumerate(cells.to_numpy()):
        axes[place].text(x, y, f"{cell:+.1f}", ha="center", va="center", color="white" if abs(cell) > 0.6 * most else "black")
    axes[place].set_xticks(range(len(cells.columns)), [f"{value:g}" for value in cells.columns])
    axes[place].set_yticks(range(len(cells.index)), [f"{every:g}" for every in cells.index])
    axes[place].set(title=metric_name(metric, LANG), xlabel=say("coupon value [yuan]"), ylabel=say("days from coupon to coupon"))
    axes[place].grid(visible=False)
figure.suptitle(say("Change against the baseline, percentage points"))
plt.show()

# %% [markdown]
# ## Morris: what moves the result
#
# The next table moves, one at a time and from many starting points, everything that nobody knows and that could matter to
# two strategies. `mu_star` is how much a factor moves the effect over its whole range, `sigma` how unequal that is:
# much `sigma` means "it depends on the others".
#
# **Predict first.** Is it the strength of the strategy, or something about people?

# %%
morris = class_data("morris").sort_values("mu_star")
figure, axes = plt.subplots(figsize=(6.6, 3.8))
axes.barh(morris[f"title_{LANG}"], 100 * morris["mu_star"], color=BLUE, alpha=0.8, label="mu*")
axes.plot(100 * morris["sigma"], morris[f"title_{LANG}"], "D", color=ORANGE, label="sigma")
axes.set(title=say("What moves the effect of coupons on buying again"), xlabel=say("percentage points"))
axes.legend(loc="lower right")
plt.show()

# %% [markdown]
# ## What moves the decision
#
# A factor can move the result a lot and still be not worth a yuan of market research: when the same option is best either
# way. The class has 48 *futures*: in each all unknowns are drawn anew, and two options, monthly coupons and a win-back
# message to silent users, are judged in the same future.

# %%
futures = class_data("futures")
unknowns = [name for name in futures.columns if name not in ("coupons", "dormant_winback")]
figure, axes = plt.subplots(figsize=(5.2, 4.2))
axes.plot(100 * futures["coupons"], 100 * futures["dormant_winback"], "o", color=BLUE, alpha=0.6)
most = 100 * futures[["coupons", "dormant_winback"]].abs().to_numpy().max()
axes.plot([-most, most], [-most, most], color=GREY, linewidth=1)
axes.set(title=say("One point a future: above the line win-back is better"),
         xlabel=say("coupons: buying again, percentage points"), ylabel=say("win-back: the same"))
plt.show()

# %%
def worth_knowing(name: str) -> float:
    """What the best choice gains when we know beforehand whether `name` is high or low [percentage points]."""
    options = 100 * futures[["coupons", "dormant_winback"]]
    high = futures[name] > futures[name].median()
    informed = sum(options[half].mean().max() * half.mean() for half in (high, ~high))
    return float(informed - options.mean().max())


{name: round(worth_knowing(name), 3) for name in unknowns}

# %% [markdown]
# Zero means: whatever you found out, you would do the same.
#
# ## Exercise 1: how often is it best?
#
# In which share of futures are coupons at least as good as win-back? Put it into `mine`. Is "best in most futures" the same as
# "best on average"?

# %%
mine = -1.0

# %% [markdown]
# <details>
# <summary>A solution (click)</summary>
#
# ```python
# mine = float((futures["coupons"] >= futures["dormant_winback"]).mean())
# print(mine, futures[["coupons", "dormant_winback"]].mean().idxmax())
#
# assert 0 <= mine <= 1
# assert round(mine * len(futures)) == sum(futures["coupons"] - futures["dormant_winback"] >= 0)
# ```
#
# </details>

# %% [markdown]
# ## Exercise 2: knowing everything
#
# The most that any research can be worth: choose the better option in *each* future, and compare the mean with that of the
# best single option. Put the gain [percentage points] into `mine`. No factor alone can be worth more.

# %%
mine = -1.0

# %% [markdown]
# <details>
# <summary>A solution (click)</summary>
#
# ```python
# options = 100 * futures[["coupons", "dormant_winback"]]
# mine = options.max(axis=1).mean() - options.mean().max()
# print(mine)
#
# assert mine >= max(worth_knowing(name) for name in unknowns) - 1e-9
# assert mine <= 100 * (futures["coupons"] - futures["dormant_winback"]).abs().mean() + 1e-9
# ```
#
# </details>

# %% [markdown]
# **Take home.** Ask first what would change your mind, then measure that. Next: where the numbers of the model come from.
