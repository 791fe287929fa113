# %% [markdown] en
# # 5. A sweep, and what matters
#
# **Question.** Which setting is best, what does that depend on, and which unknown is worth finding out?
# **Time.** 30 minutes.
#
# **Afterwards you can** run a sweep, read a heat map and a Morris chart, and tell "moves the result" from "moves the
# decision".
# %% [markdown] zh
# # 5. 扫描参数，看什么最重要
#
# **问题：** 哪种设置最好？这取决于什么？哪个未知数值得花钱去弄清楚？
# **时间：** 30 分钟。
#
# **学完之后，你可以** 运行一次扫描，读懂热力图和 Morris 图，分清“影响结果”与“影响决策”。
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
# %% [markdown] en
# Four settings, three replicates each, all with the same luck. Run the cell again afterwards: a sweep remembers every run
# that has ended, so the second time takes no time.
# %% [markdown] zh
# 四种设置，每种三个副本，运气全部相同。运行之后再运行一次：扫描会记住已完成的每一次运行，所以第二次不花时间。
# %%
small = sweep(question, folder / "small", workers=1)
effects = small.effects.query("metric == 'rebuy_rate' and segment == 'all'")
effects.pivot(index="every", columns="value", values="difference").mul(100).round(2)
# %% [markdown] en
# ## The heat map of the class
#
# The class has a larger one: 4 values x 4 intervals, simulated beforehand. Budgets are taken out of the way, so that it
# shows what coupons do and not where the money ends.
#
# **Predict first.** What matters more for *buying again*: a larger coupon, or a more frequent one?
# %% [markdown] zh
# ## 课堂热力图
#
# 课堂数据里有一张更大的图：4 种面额 × 4 种间隔，课前已模拟好。预算不设限，这样图上看到的是优惠券本身的作用，而不是钱花完的时刻。
#
# **先预测：** 对*再次购买*来说，面额更大和发得更勤，哪个更重要？
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
# %% [markdown] en
# ## Morris: what moves the result
#
# The next table moves, one at a time and from many starting points, everything that nobody knows and that could matter to
# two strategies. `mu_star` is how much a factor moves the effect over its whole range, `sigma` how unequal that is:
# much `sigma` means "it depends on the others".
#
# **Predict first.** Is it the strength of the strategy, or something about people?
# %% [markdown] zh
# ## Morris 方法：什么影响结果
#
# 下一张表从许多起点出发，每次只移动一个因素，逐一试遍“没人知道、却可能影响这两个策略”的因素。`mu_star` 表示一个因素走完整个范围时对效果的影响有多大；
# `sigma` 表示这种影响有多不均匀：`sigma` 大，意味着“要看其他因素”。
#
# **先预测：** 最重要的是策略的力度，还是人的某种特性？
# %%
morris = class_data("morris").sort_values("mu_star")
figure, axes = plt.subplots(figsize=(6.6, 3.8))
axes.barh(morris[f"title_{LANG}"], 100 * morris["mu_star"], color=BLUE, alpha=0.8, label="mu*")
axes.plot(100 * morris["sigma"], morris[f"title_{LANG}"], "D", color=ORANGE, label="sigma")
axes.set(title=say("What moves the effect of coupons on buying again"), xlabel=say("percentage points"))
axes.legend(loc="lower right")
plt.show()
# %% [markdown] en
# ## What moves the decision
#
# A factor can move the result a lot and still be not worth a yuan of market research: when the same option is best either
# way. The class has 48 *futures*: in each all unknowns are drawn anew, and two options, monthly coupons and a win-back
# message to silent users, are judged in the same future.
# %% [markdown] zh
# ## 什么影响决策
#
# 一个因素可能对结果影响很大，却不值得花一分钱去调研：只要无论如何都是同一个方案最好。课堂数据里有 48 个*未来*：每个未来都重新抽取全部未知数，
# 两个方案（每月优惠券、召回沉默用户的消息）在同一个未来里接受评判。
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
# %% [markdown] en
# Zero means: whatever you found out, you would do the same.
#
# ## Exercise 1: how often is it best?
#
# In which share of futures are coupons at least as good as win-back? Put it into `mine`. Is "best in most futures" the same as
# "best on average"?
# %% [markdown] zh
# 零的意思是：无论查出什么，你都会做同样的选择。
#
# ## 练习 1：多大比例的未来里最好？
#
# 在多大比例的未来里，优惠券不差于召回？把它放进 `mine`。“在多数未来里最好”和“平均最好”是一回事吗？
# %% exercise
mine = -1.0
# %% solution
mine = float((futures["coupons"] >= futures["dormant_winback"]).mean())
print(mine, futures[["coupons", "dormant_winback"]].mean().idxmax())
# %% check
assert 0 <= mine <= 1
assert round(mine * len(futures)) == sum(futures["coupons"] - futures["dormant_winback"] >= 0)
# %% [markdown] en
# ## Exercise 2: knowing everything
#
# The most that any research can be worth: choose the better option in *each* future, and compare the mean with that of the
# best single option. Put the gain [percentage points] into `mine`. No factor alone can be worth more.
# %% [markdown] zh
# ## 练习 2：全都知道
#
# 任何调研的价值上限：在*每个*未来里都选更好的方案，把均值与“始终用同一个最佳方案”的均值相比。把多出来的部分（百分点）放进 `mine`。任何单个因素的价值都不会超过它。
# %% exercise
mine = -1.0
# %% solution
options = 100 * futures[["coupons", "dormant_winback"]]
mine = options.max(axis=1).mean() - options.mean().max()
print(mine)
# %% check
assert mine >= max(worth_knowing(name) for name in unknowns) - 1e-9
assert mine <= 100 * (futures["coupons"] - futures["dormant_winback"]).abs().mean() + 1e-9
# %% [markdown] en
# **Take home.** Ask first what would change your mind, then measure that. Next: where the numbers of the model come from.
# %% [markdown] zh
# **带走一句话：** 先问什么会改变你的主意，再去测量它。下一课：模型里的数字从哪里来。
