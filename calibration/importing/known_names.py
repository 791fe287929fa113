"""Names by which the fields and events of an export are recognised: those of Sensors, and common ones.

They only propose a mapping that somebody looks at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

FIELD_NAMES: Mapping[str, tuple[str, ...]] = {
    "user": ("distinct_id", "user_id", "userid", "uid", "user", "buyer_id", "customer_id", "member_id", "openid",
             "account_id", "用户id", "用户编号", "用户", "买家id", "会员id"),
    "event": ("event", "event_name", "eventname", "action", "behavior", "behavior_type", "事件", "事件名", "行为"),
    "time": ("time", "timestamp", "ts", "event_time", "pay_time", "paid_at", "order_time", "created_at",
             "create_time", "datetime", "date", "day", "dt", "begin_time", "start_time", "时间", "支付时间",
             "下单时间", "日期"),
    "id": ("_track_id", "track_id", "event_id", "log_id", "uuid"),
    "host": ("anchor_id", "host_id", "streamer_id", "author_id", "host", "anchor", "streamer", "room_id",
             "live_room_id", "live_id", "主播id", "主播", "直播间id", "直播间"),
    "seconds": ("event_duration", "duration", "stay_time", "stay_seconds", "watch_time", "watch_seconds", "seconds",
                "停留时长", "观看时长"),
    "order": ("order_id", "order_no", "orderid", "trade_no", "订单号", "订单编号", "订单id"),
    "paid": ("pay_amount", "paid_amount", "paid", "paid_yuan", "amount", "payment", "order_amount", "实付金额", "金额"),
    "status": ("order_status", "status", "订单状态", "状态"),
    "joined": ("joined", "register_time", "reg_time", "registered_at", "signup_time", "first_visit_time", "注册时间"),
    "gone": ("gone", "uninstall_time", "卸载时间"),
    "contacts": ("contacts", "friend_count", "friends", "好友数", "通讯录人数"),
    "groups": ("age_group", "age_range", "crowd", "audience", "city_tier", "city_level", "tier", "人群", "年龄段",
               "城市等级", "城市线级"),
}  # fmt: skip
"""Field -> names of columns, the likeliest first; signs such as $ and capitals do not matter."""

EVENT_NAMES: Mapping[str, re.Pattern[str]] = {name: re.compile(pattern) for name, pattern in {
    "open": r"^\$?(app_?start|app_?open|app_?launch|launch|open_?app|login)$|启动|打开",
    "profile": r"^profile_set(_once)?$",
    "shown": r"impression|expos|room_?show|曝光",
    "leave": r"(leave|exit|quit).*(room|live)|(room|live).*(leave|exit|quit|end)$|离开|退出",
    "enter": r"(enter|join|visit).*(room|live)|(room|live).*(enter|join)|进入|进房",
    "visit": r"(watch|view|stay).*(room|live)|(room|live).*(watch|view|stay)|观看",
    "returned": r"refund|return|退款|退货",
    "checkout": r"checkout|submit_?order|add_?(to_?)?cart|create_?order|结算|提交订单|加购",
    "order": r"^pay|pay(ment)?_?(success|done|finish)|purchase|order_?(paid|pay)|支付|下单|购买",
    "share": r"share|分享|转发",
    "interact": r"like|comment|gift|follow|danmu|点赞|评论|送礼|弹幕|关注",
    "join": r"sign_?up|regist|注册",
    "gone": r"uninstall|卸载",
}.items()}
"""What an event says -> a pattern of its name; the first that fits counts."""


def field_of(path: str) -> tuple[str, int] | None:
    """(field, how unlikely) of a column or path by its name, None for an unknown one."""
    last = path.rpartition(".")[2].casefold().lstrip("$")
    for name, names in FIELD_NAMES.items():
        for place, known in enumerate(names):
            if last in (known, known.lstrip("_")):
                return name, place
    return None


def action_of(event: str) -> str | None:
    """What an event says by its name, None for an unknown one."""
    return next((action for action, pattern in EVENT_NAMES.items() if pattern.search(event.casefold())), None)
