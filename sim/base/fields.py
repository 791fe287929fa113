"""What is said of a field that a form does not have: its English name, where it stands, or the nearest spelling."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from sim.base.errors import unknown
from sim.base.message import Message, any_of, said
from sim.base.yamlfile import Keys

CHINESE = {
    "age": "年龄", "author": "作者", "baseline": "基线", "behaviour": "行为、活跃度", "budget": "预算、总预算",
    "by": "截止、截止日", "by_category": "分品类、品类毛利", "category": "品类、类目", "cooldown": "冷却、冷却期",
    "cost": "成本、费用、花费", "days": "天数、时长", "design": "设计", "distribution": "分布", "en": "英文",
    "end": "结束、结束时间、结束日期", "every": "每、周期、频率", "events": "事件",
    "block": "区块、时段", "example": "示例", "experiment": "实验、试验", "extends": "继承、基于",
    "factors": "因素、因子", "field": "字段", "fit": "拟合", "fixed": "固定、固定成本、固定费用",
    "format": "形式、直播形式",
    "goal": "目标", "goals": "目标", "grade": "等级", "horizon": "时间、时间范围、周期", "host": "主播",
    "hosts": "主播数、主播", "kept_user": "留住一位用户的价值", "kind": "类型", "last_worlds": "末轮世界数",
    "lasts": "持续、持续时间", "lever": "策略、杠杆、手段",
    "margin": "毛利、毛利率、利润率", "members": "成员", "metric": "指标", "metrics": "指标", "money": "收益、利润、钱",
    "most": "上限、最多", "name": "名称、名字", "names": "显示名、显示名称", "need": "需求", "on": "日历、节日",
    "options": "选项、设置",
    "outcomes": "结果、结果指标", "oversample": "过采样", "overseas": "海外", "parameters": "参数",
    "per_event": "每次、按次", "per_user": "每人、人均", "phase": "阶段", "phases": "阶段", "points": "点数",
    "population": "用户、人口", "precision": "精度", "prices": "价格、价目",
    "question": "问题", "ramp": "爬坡、爬坡期", "range": "范围、区间",
    "replicates": "重复、重复次数", "represents": "代表、真实用户数", "reserve": "预留", "return_cost": "退货成本",
    "role": "角色", "rounds": "轮数", "scale": "尺度", "scenarios": "方案、场景",
    "seed": "种子、随机种子", "segment": "人群、用户群",
    "segments": "人群、用户群", "share": "比例、占比", "source": "来源", "start": "开始、开始时间、开始日期",
    "state": "状态",
    "steps": "步数", "strategies": "策略", "strength": "力度、强度", "target": "目标值、目标水平",
    "tier": "城市线、城市等级",
    "title": "标题", "trigger": "触发、触发条件", "users": "用户数、用户", "value": "取值、数值",
    "unit": "单元、实验单元", "values": "取值、数值", "washout": "洗脱、洗脱期",
    "when": "时间、何时", "where": "直播间、哪里", "who": "人群、对象、谁", "whole": "整数", "worlds": "世界数",
    "worth": "门槛、最小效果",
    "zh": "中文",
}
"""English field -> what planners who write in Chinese call it."""


def unknown_field(root: type[BaseModel], keys: Keys) -> Message:
    """The sentence about the last of `keys`, a field that the form above it does not have."""
    written, allowed = str(keys[-1]), form_at(root, keys[:-1]).model_fields
    meant = [field for field in allowed if _is(written, field)]
    if meant:
        return said("fields have English names; write {field} for '{written}'", written=written, field=any_of(
            f"'{field}'" for field in meant))
    elsewhere = [path for path, field in _paths(root) if _is(written, field)]
    near = [path for path in elsewhere if path.startswith((f"{keys[0]}[", f"{keys[0]}."))]
    if elsewhere:
        return said("'{written}' does not stand here; write it as {paths}", written=written, paths=any_of(
            f"'{path}'" for path in near or elsewhere))
    return unknown("field", written, allowed)


def form_at(form: type[BaseModel], keys: Keys) -> type[BaseModel]:
    """The form that stands at `keys` inside `form`: a key may name a field, or an entry of a list or a mapping."""
    held: Any = form
    for key in keys:
        held = _below(held, key)
    return _inner(held) or form


def _below(held: Any, key: str | int) -> Any:
    """The annotation of what stands at `key` in a thing that is annotated as `held`."""
    if isinstance(held, type) and issubclass(held, BaseModel):
        return held.model_fields[str(key)].annotation if key in held.model_fields else None
    if get_origin(held) in (list, dict):
        return get_args(held)[-1]
    return next((_below(one, key) for one in get_args(held) if _inner(one)), None)


def _is(written: str, field: str) -> bool:
    return written == field or written in CHINESE.get(field, "").split("、")


def _paths(form: type[BaseModel], above: str = "") -> Iterator[tuple[str, str]]:
    """(path, field) of every field below `form`: `strategies[].when.start`."""
    for field, info in form.model_fields.items():
        yield f"{above}{field}", field
        if inner := _inner(info.annotation):
            holder = {"list": "[]", "dict": ".*"}.get(getattr(get_origin(info.annotation), "__name__", ""), "")
            yield from _paths(inner, f"{above}{field}{holder}.")


def _inner(annotation: Any) -> Any:
    """The form inside an annotation such as `list[StrategyForm]`, None when there is none."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_inner, get_args(annotation))), None)
