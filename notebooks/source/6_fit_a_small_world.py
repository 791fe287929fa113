# %% [markdown] en
# # 6. Fit a small world, and see what data cannot tell
#
# **Question.** How does a model get its numbers from data, and which numbers can no amount of such data give?
# **Time.** 30 minutes.
#
# **Afterwards you can** fit two parameters of a small world, test a fit on a world whose truth you know, and show two worlds
# that look alike and answer differently.
# %% [markdown] zh
# # 6. 拟合一个小世界，看数据说不出什么
#
# **问题：** 模型怎样从数据里得到参数？哪些参数，这类数据再多也给不出？
# **时间：** 30 分钟。
#
# **学完之后，你可以** 拟合小世界的两个参数，用“已知真相”的世界检验拟合，并举出两个看上去一样、答案却不同的世界。
# %%
import numpy as np
from classroom import BLUE, GREY, ORANGE, plt, say

from calibration.moments import Setting, simulate_moments
from sim import compare

small = Setting(users=400, burn_in=60, days=60, seed=1)
LOOKED_AT = [("dau_over_mau", "all"), ("orders_per_active_user", "all")]


def looks(**parameters: float) -> np.ndarray:
    """What a world with these parameters shows: daily over monthly users, orders per active user."""
    shown = simulate_moments(parameters, small, LOOKED_AT)
    return np.array([shown.values[key] for key in LOOKED_AT])


looks()
# %% [markdown] en
# ## Turn one knob
#
# `open_intercept` says how readily people open the app (on a log-odds scale: no effect of its own, just a push up or down).
#
# **Predict first.** Turn it up. Does the share of users who come every day (DAU/MAU) rise in a straight line, or does
# habit make it run away?
# %% [markdown] zh
# ## 转动一个旋钮
#
# `open_intercept` 表示人们有多愿意打开应用（对数几率刻度：数字本身没有单位，只表示往上推或往下压）。
#
# **先预测：** 把它调大，每天都来的用户比例（DAU/MAU）是直线上升，还是因为习惯而越升越快？
# %%
knob = np.linspace(-2.5, 1.5, 9)
seen = np.array([looks(open_intercept=value) for value in knob])
figure, axes = plt.subplots()
axes.plot(knob, 100 * seen[:, 0], color=BLUE, marker="o")
axes.axhspan(45, 65, color="#dfe3e8", label=say("what platforms report"))
axes.set(title=say("One knob and what it does"), xlabel="open_intercept", ylabel=say("DAU/MAU, %"))
axes.legend()
plt.show()
# %% [markdown] en
# ## Fit: from what is seen back to the knob
#
# A *fit* turns the arrow round. Here is "data" of a world whose truth only the next cell knows. Find it with two knobs:
# opening and buying. Each step tries each knob a little, sees what moves, and goes where both numbers come nearer (this is
# Gauss-Newton; `livesim calibrate` does the same with all targets and some thirty knobs, for hours).
# %% [markdown] zh
# ## 拟合：从看到的倒推旋钮
#
# *拟合*就是把箭头反过来。下面是一个世界的“数据”，它的真相只有下一个单元格知道。用两个旋钮把它找出来：打开意愿和购买意愿。每一步都把每个旋钮轻轻动一下，
# 看看什么变了，再朝着让两个数都更接近的方向走（这就是高斯–牛顿法；`livesim calibrate` 用全部目标和三十来个旋钮做同样的事，要算几个小时）。
# %%
truth = {"open_intercept": -0.9, "buy_intercept": -5.0}
data = looks(**truth)
NAMES, step = list(truth), 0.3


def fit(start: dict[str, float], rounds: int = 4) -> list[dict[str, float]]:
    """The way of a small search: the point of every round."""
    way = [dict(start)]
    for _ in range(rounds):
        here = way[-1]
        now = np.log(looks(**here))
        slopes = [(np.log(looks(**here | {name: here[name] + step})) - now) / step for name in NAMES]
        move = np.linalg.solve(np.array(slopes).T, np.log(data) - now)
        way.append({name: here[name] + float(np.clip(one, -0.8, 0.8)) for name, one in zip(NAMES, move, strict=True)})
    return way


way = fit({"open_intercept": -1.8, "buy_intercept": -6.0})
for point in way:
    print({name: round(value, 2) for name, value in point.items()})
# %%
figure, axes = plt.subplots(figsize=(5.2, 4.0))
axes.plot(*np.array([list(point.values()) for point in way]).T, color=BLUE, marker="o", label=say("the way of the fit"))
axes.plot(*truth.values(), "*", color=ORANGE, markersize=15, label=say("the truth"))
axes.set(title=say("Finding a truth that we know"), xlabel="open_intercept", ylabel="buy_intercept")
axes.legend()
plt.show()
# %% [markdown] en
# It ends near the truth, because the data came from the model itself and with the same luck. Not on it, and more rounds
# hardly help: 400 people place few orders, and one order more or less makes the number jump. *Always* test a fit like this
# before you use it on real data: a fit that cannot find a known truth cannot find an unknown one.
#
# ## What the data cannot tell
#
# `buy_selling_time` says how much buying suffers when a host has less time per product. In the baseline all hosts take
# their usual time. Here are two worlds, with a small and with a large value.
#
# **Predict first.** By how much do the two baselines differ?
# %% [markdown] zh
# 它停在了真相附近，因为数据就出自这个模型，运气也相同。但没有正好落在上面，多走几轮也没什么用：400 人的订单很少，多一单少一单，这个数就跳一下。在真实数据上使用之前，*一定*要这样检验：找不到已知真相的拟合，也找不到未知的真相。
#
# ## 数据说不出什么
#
# `buy_selling_time` 表示主播给每件商品的讲解时间变短时，购买会减少多少。在基线里，所有主播都用平常的时间讲解。下面是两个世界，一个取小值，一个取大值。
#
# **先预测：** 两个基线相差多少？
# %%
little, much = {"buy_selling_time": 0.1}, {"buy_selling_time": 1.5}
print(looks(**little), looks(**much))
print(say("the same to the last digit: {same}", same=bool((looks(**little) == looks(**much)).all())))
# %% [markdown] en
# No log of this platform, however long, can tell these worlds apart. Now ask both the same question: what do shorter
# streams change?
# %% [markdown] zh
# 这个平台的日志无论多长，都分不出这两个世界。现在向它们问同一个问题：缩短直播会改变什么？
# %%
asked = {"users": 800, "days": 90, "replicates": 5, "seed": 1, "workers": 1, "fixed": True,
         "metrics": ["orders_per_base_user", "rebuy_rate", "base_retention"], "segments": ["all", "gen_z"]}
answers = {}
for name, world in (("little", little), ("much", much)):
    rows = compare("baseline", "shorter_streams", set_=world, **asked).table
    answers[name] = rows.query("metric == 'orders_per_base_user' and segment == 'all'").iloc[0]
figure, axes = plt.subplots(figsize=(6.6, 2.2))
axes.axvline(0, color=GREY, linewidth=1)
for place, row in enumerate(answers.values()):
    axes.plot([row["low"], row["high"]], [place, place], color=(BLUE, ORANGE)[place], linewidth=4)
    axes.plot([row["difference"]], [place], "o", color=(BLUE, ORANGE)[place])
axes.set(title=say("Two worlds that look alike answer differently"), xlabel=say("change of orders per user by shorter streams"),
         yticks=[0, 1], yticklabels=[say("little weight"), say("much weight")], ylim=(-0.6, 1.6))
plt.show()
# %% [markdown] en
# That is why livesim draws such parameters anew in every replicate, from a wide prior, and why the possible range does
# not shrink with more data of the same kind. What helps is *another kind*: shorten some streams and look, in a real test.
#
# ## Exercise 1: another one
#
# Find out whether `elder_adoption` (chance that a user takes up elder mode where it is offered) can be seen in a baseline. Put
# what two worlds show, for 0.01 and for 0.05, into `mine` as `(first, second)`.
# %% [markdown] zh
# 所以 livesim 在每个副本里都从很宽的先验里重新抽取这类参数；也因此，同类数据再多，可能的范围也不会变窄。有用的是*另一类*数据：真的缩短一部分直播，做测试看看。
#
# ## 练习 1：再找一个
#
# 请查明 `elder_adoption`（提供长辈模式时，用户启用它的概率）能否从基线里看出来。把取 0.01 和 0.05 的两个世界所显示的放进 `mine`：`(第一个, 第二个)`。
# %% exercise
mine = None
# %% solution
mine = (looks(elder_adoption=0.01), looks(elder_adoption=0.05))
print(mine)
# %% check
assert mine is not None and len(mine) == 2
assert (mine[0] == mine[1]).all() and (mine[0] > 0).all(), "nobody is offered elder mode in a baseline"
# %% [markdown] en
# ## Exercise 2: one number, two knobs
#
# Suppose you only have DAU/MAU. Two knobs raise it: `open_intercept` and `open_habit`. Find a second world with
# `open_habit=1.0` whose DAU/MAU lies within 1.5 points of that of `looks()`: which `open_intercept` does it need? Put that number into `mine`.
# (Try some values, or halve an interval.)
# %% [markdown] zh
# ## 练习 2：一个数，两个旋钮
#
# 假如你只有 DAU/MAU 这一个数，而两个旋钮都能提高它：`open_intercept` 和 `open_habit`。请找到第二个世界：`open_habit=1.0`，
# 且 DAU/MAU 与 `looks()` 相差不到 1.5 个百分点。它需要怎样的 `open_intercept`？把这个数放进 `mine`。（可以多试几个值，或用二分法。）
# %% exercise
mine = -4.0
# %% solution
goal, low, high = looks()[0], -4.0, 2.0
for _ in range(8):
    mine = (low + high) / 2
    low, high = (mine, high) if looks(open_habit=1.0, open_intercept=mine)[0] < goal else (low, mine)
print(mine)
# %% check
assert abs(looks(open_habit=1.0, open_intercept=mine)[0] - looks()[0]) < 0.015
# %% [markdown] en
# **Take home.** A fit says which worlds are *possible*. Where possible worlds answer differently, say so, and test. Last:
# make the model your own.
# %% [markdown] zh
# **带走一句话：** 拟合只说明哪些世界*有可能*；如果可能的世界给出不同答案，就如实说出来，并去做测试。最后一课：把模型变成你自己的。
