"""More invented things to draw: stages, verdicts, lists, numbers."""

from typing import Any

from wuxing.web.design.samples import LONG

GRADES = [(70, "达标级"), (80, "三星级"), (90, "四星级"), (95, "五星级")]
RAIL = [
    {"title": "申请受理", "by": "09-28 罗芸", "at": "passed"},
    {"title": "资料审查", "by": "10-21 沈岩", "at": "passed"},
    {"title": "现场评价", "by": "11-24 至 11-26", "at": "now"},
    {"title": "整改验证", "by": "", "at": ""},
    {"title": "复核", "by": "江禾", "at": ""},
    {"title": "决定", "by": "顾临", "at": ""},
    {"title": "发证", "by": "", "at": ""},
]
VERDICTS: list[dict[str, Any]] = [
    {"level": 2, "state": "done", "title": "证书有效", "text": "今天 10:24 查验，状态清单为 1 小时前。"},
    {"level": 2, "state": "late", "title": "证书已暂停", "text": "自 2026-10-08 起，原因：监督评价未按期进行。"},
    {"level": 2, "state": "late", "title": "证书已撤销", "text": "自 2026-09-01 起不再有效。"},
    {"level": 2, "state": "waiting", "title": "证书已到期", "text": "有效期至 2026-06-30。"},
    {
        "level": 2,
        "state": "risk",
        "title": "证书真实，但不能确认今天有效",
        "text": "手上的状态清单是 9 天前的，超过 7 天。",
        "url": "#",
        "do": "联网更新状态",
        "icon": "refresh",
    },
    {"level": 2, "state": "unknown", "title": "认不出这张证书", "text": "发证钥不在受认机构的名单里。"},
]
TODO: list[dict[str, Any]] = [
    {
        "state": "late",
        "word": "超时 2 小时",
        "text": "投诉 TS-1101 还没有首次答复",
        "why": "连女士 · 安装划伤地板 · 承诺 24 小时 · 5.3.2-c",
        "url": "#",
        "do": "现在答复",
        "primary": True,
    },
    {
        "state": "risk",
        "word": "今天 17:00",
        "text": "不符合 NC-031 的原因分析到期",
        "why": "程序 22",
        "url": "#",
        "do": "写分析",
    },
    {
        "state": "waiting",
        "word": "等你批",
        "text": LONG,
        "why": "WO-2394 · 申请人 李敏 · 出保 12 天",
        "url": "#",
        "do": "审批",
    },
    {"state": "unknown", "word": "记录缺口", "text": "马尾网点 10 月回访记录只有 62 / 80", "why": "影响 5.3.1-b"},
]
VIEWS = [
    {"title": "近两天", "count": 148, "url": "#a", "here": True},
    {"title": "进行中", "count": 126, "url": "#b"},
    {"title": "超时", "count": 3, "url": "#c"},
    {"title": "我关注的", "count": "", "url": "#d"},
]
FILTERS: dict[str, Any] = {
    "search": {"label": "在结果中查找"},
    "on": [("网点", "福州、马尾、长乐", "#"), ("更新", "近 2 天", "#")],
    "menus": [{"label": "状态", "options": [("未派", "#", False), ("在修", "#", True), ("已结", "#", False)]}],
}
ORDERS: list[dict[str, Any]] = [
    {
        "number": "WO-2431",
        "fault": "冰箱漏水，厨房地面积水",
        "who": "郭女士",
        "place": "台江区",
        "state": ("waiting", "未派"),
        "promise": ("risk", "剩 0:42 · 紧急"),
        "parts": 0,
        "when": "2 分钟前",
    },
    {
        "number": "WO-2417",
        "fault": "冰箱不制冷",
        "who": "王女士",
        "place": "鼓楼区",
        "state": ("ontime", "在修"),
        "promise": ("ontime", "剩 1:30"),
        "parts": 2,
        "when": "3 分钟前",
    },
    {
        "number": "WO-2398",
        "fault": LONG,
        "who": "何女士",
        "place": "晋安区",
        "state": ("ontime", "在修"),
        "promise": ("late", "超时 20 分"),
        "parts": 1,
        "when": "20 分钟前",
    },
    {
        "number": "WO-2395",
        "fault": "空调主板更换",
        "who": "傅女士",
        "place": "马尾区",
        "state": ("done", "已结"),
        "promise": ("done", "守约"),
        "parts": 12345,
        "when": "2 小时前",
    },
    {
        "number": "WO-2385",
        "fault": "空调加氟",
        "who": "马女士",
        "place": "仓山区",
        "state": ("excluded", "客户取消"),
        "promise": ("excluded", "不计"),
        "parts": None,
        "when": "昨天",
    },
]
FACTS: list[tuple[Any, ...]] = [
    ("客户", "王女士 · 138 **** 2046"),
    ("地点", "福州市鼓楼区梅亭路 88 号 3-502"),
    ("设备", "冰箱 YL-BCD518 · 序列号 518A-23-004417", "#asset"),
    ("故障", LONG),
    ("历史", None),
]
STATS: list[dict[str, Any]] = [
    {"value": "126", "label": "进行中的工单", "url": "#"},
    {"value": "3", "label": "超时", "state": "late", "url": "#"},
    {"value": "91.7%", "label": "到达守约率，近 30 天"},
    {"value": "—", "label": "满意度，样本不足", "state": "unknown"},
]
PROMISES = [
    {"title": "响应", "done": 41, "run": 3, "risk": 1, "late": 0, "percent": "100%"},
    {"title": "到达", "done": 22, "run": 18, "risk": 5, "late": 2, "percent": "91.7%"},
    {"title": "投诉答复", "done": 0, "run": 0, "risk": 0, "late": 0, "percent": "—"},
]
ACTS: list[dict[str, Any]] = [
    {"label": "联系客户", "icon": "phone", "url": "#call"},
    {"label": "改约", "url": "#move"},
    {"label": "完工：差 2 项", "reason": "差客户签字和旧件交接；在右下“完工还差”里办"},
]
PARTS_ALL = [("all", 204)]
PARTS_SPLIT = [("ok", 187), ("no", 15), ("un", 2)]
