"""Invented things to draw: every state, long words, empty lists. Chinese as in daily use; no record of anybody."""

from typing import Any

GRADES = [(70, "达标级"), (80, "三星级"), (90, "四星级"), (95, "五星级")]
LONG = "客厅中央空调室内机运行时发出连续金属摩擦声并伴有间歇性漏水，客户已自行断电并用毛巾垫住木地板"

CLOCKS: list[dict[str, Any]] = [
    {
        "title": "响应",
        "state": "done",
        "word": "守约",
        "headline": "12 分钟答复",
        "spans": [(0, 0.4, False)],
        "promise": "承诺 30 分钟 · 日历 v12",
        "when": "昨天 17:06 停",
    },
    {
        "title": "到达",
        "state": "ontime",
        "word": "准时",
        "headline": "还剩 3 小时 10 分",
        "spans": [(0, 0.35, False)],
        "promise": "今天 13:00–14:00 · 福州",
        "when": "14:00 前",
    },
    {
        "title": "解决",
        "state": "risk",
        "word": "临期",
        "headline": "还剩 1 小时 30 分",
        "spans": [(0, 0.39, False), (0.39, 0.51, True), (0.51, 0.81, False)],
        "promise": "承诺 7 个工作小时 · 夜间停 12 小时",
        "when": "今天 11:54 前",
    },
    {
        "title": "投诉答复",
        "state": "late",
        "word": "超时 2 小时",
        "headline": "超出 2 小时 05 分",
        "spans": [(0, 1, False)],
        "due": 0.86,
        "promise": "承诺 24 小时",
        "when": "昨天 09:10 应答",
    },
    {
        "title": "解决",
        "state": "late",
        "word": "晚完成",
        "headline": "晚 35 分完成",
        "spans": [(0, 0.95, False)],
        "due": 0.88,
        "promise": "承诺 8 个工作小时",
        "when": "11-17 16:40 停",
    },
    {
        "title": "解决",
        "state": "waiting",
        "word": "时钟暂停",
        "headline": "停在还剩 4 小时",
        "spans": [(0, 0.3, False), (0.3, 0.7, True)],
        "promise": "等客户确认时间，不计时",
        "when": "11-18 09:30 停",
    },
]

TIMELINE: list[tuple[str, list[dict[str, Any]]]] = [
    (
        "今天 11-18 周三",
        [
            {
                "time": "10:21",
                "at": "2026-11-18T10:21+08:00",
                "icon": "tool",
                "kind": "proof",
                "text": "换蒸发器风机，试机 20 分钟降到 4.6 ℃",
                "by": "陈伟 · 手机",
                "lag": "发生 10:21，收到 10:27",
                "entry": 48902,
                "url": "#48902",
            },
            {
                "time": "10:02",
                "icon": "history",
                "kind": "correction",
                "text": "更正故障原因：",
                "was": "温控器失灵",
                "becomes": "风机卡滞",
                "by": "陈伟 · 理由：拆检后发现；原记录保留",
                "entry": 48889,
                "url": "#48889",
            },
            {
                "time": "09:58",
                "icon": "message",
                "text": LONG,
                "by": "王女士 · 跟踪页",
                "entry": 48880,
                "url": "#48880",
            },
            {"time": "09:18", "icon": "truck", "text": "出发，已告知客户", "by": "陈伟 · 手机"},
        ],
    ),
    (
        "昨天 11-17 周二",
        [
            {
                "time": "17:31",
                "icon": "calendar",
                "text": "派给陈伟，今天 09:00–10:00",
                "by": "调度 吴岚",
                "entry": 48790,
                "seal": "bad",
                "url": "#48790",
            }
        ],
    ),
]

PROOF: dict[str, Any] = {
    "title": "TS-1093 的账本证明",
    "state": "done",
    "verdict": "自封存后没有改动过。",
    "said": "在本机重算 16 个哈希，与签名检查点一致。",
    "checkpoint": "48,960",
    "steps": [
        {"state": "done", "title": "发生 11-02 18:05，记录 11-02 18:06", "text": "客服 赵宁 · 热线座席 · 相差 1 分钟"},
        {
            "state": "done",
            "title": "内容承诺相符",
            "hash": "c41f 09be 77a2 … 5d10 e3",
            "text": "个人信息不进账本；加盐哈希，删除后证明仍成立",
        },
        {"state": "done", "title": "第 48,213 条，已并入树", "hash": "路径 16 个哈希，根 8b02 … f7c9"},
        {"state": "done", "title": "检查点签名有效", "text": "云岭电器 2026-11-18 10:20，大小 48,960"},
        {"state": "waiting", "title": "等外部见证", "text": "还没有认证机构见证这个检查点"},
    ],
    "acts": [
        {"label": "打开投诉", "url": "#open", "icon": "tool"},
        {"label": "下载证明", "url": "#take", "icon": "download"},
    ],
}
PROOF_BAD: dict[str, Any] = {
    "title": "WO-2398 的账本证明",
    "state": "late",
    "verdict": "内容与账本不相符。",
    "said": "停用这条记录，并报告质量经理。",
    "steps": [{"state": "late", "title": "内容承诺不相符", "hash": "算得 11d0 …，账本 c41f …"}],
}

CHAIN = [
    {"who": "客户", "lines": ["09:50 签字", "3 件，4 张照片"], "sealed": True},
    {"who": "陈伟", "lines": ["TB-0081", "09:52"], "sealed": True},
    {"who": "马尾网点", "lines": ["何军 点收", "17:40"], "sealed": True},
    {"who": "维修中心", "lines": ["在途", "应 11-19 到"]},
    {"who": "客户", "lines": ["归还"]},
]
REASONS = [
    ("done", "制冷 2 级，证书至 2027-05"),
    ("risk", "到达只余 1 分钟"),
    ("late", "缺电工证：硬规则，不可派。可写理由越过，并记入账本"),
    ("unknown", "地址没有坐标，路程不能算"),
]
GATE = [
    {"state": "waiting", "text": "客户签字", "rule": "程序 4 维修：上门工单须签字", "url": "#sign", "do": "请客户签字"},
    {"state": "late", "text": "收费没有事先告知", "rule": "程序 4 维修：开工前告知", "url": "#tell", "do": "写说明"},
    {"state": "unknown", "text": "旧件去向未知", "rule": "程序 11 备件：厂家付费的备件须返还", "do": "轮到 何军"},
    {"state": "done", "text": "检查表已填", "rule": "09:47 陈伟"},
]
CANDIDATES: list[dict[str, Any]] = [
    {
        "key": 1,
        "name": "陈伟",
        "score": "92 分",
        "chosen": True,
        "reasons": REASONS[:2],
        "url": "#",
        "do": "派给陈伟",
        "field": "person",
        "value": "7",
    },
    {
        "key": 2,
        "name": "王强",
        "score": "81 分",
        "reasons": [("done", "制冷 2 级，电工证"), ("late", "11:48 到，超时 42 分")],
    },
    {
        "key": 0,
        "name": "周涛",
        "blocked": "制冷 1 级，本单要 2 级",
        "lock": "不可派",
        "reasons": [("excluded", "制冷 1 级，本单要 2 级")],
    },
]
LANES: list[dict[str, Any]] = [
    {
        "name": "王强",
        "state": "ontime",
        "word": "在途",
        "load": "3 / 6",
        "skills": "制冷 2 · 电工",
        "now": 10,
        "blocks": [
            {
                "start": 1,
                "length": 5,
                "kind": "done",
                "title": "WO-2401",
                "text": "完成 · 鼓楼",
                "url": "#1",
                "when": "08:00–09:15",
            },
            {
                "start": 9,
                "length": 6,
                "kind": "run",
                "title": "WO-2409",
                "text": "空调不冷",
                "url": "#2",
                "when": "10:00–11:30",
            },
            {"start": 17, "length": 4, "kind": "off", "title": "午休", "text": "", "when": "12:00–13:00"},
            {
                "start": 22,
                "length": 5,
                "kind": "plan",
                "title": "WO-2413",
                "text": "冰箱 · 14:00",
                "url": "#3",
                "when": "13:15–14:30",
            },
        ],
    },
    {
        "name": "李敏",
        "state": "late",
        "word": "超时 20 分",
        "load": "4 / 6",
        "skills": "制冷 2 · 洗护 2",
        "now": 10,
        "blocks": [
            {
                "start": 1,
                "length": 7,
                "kind": "late",
                "title": "WO-2398",
                "text": "应 09:45 完",
                "url": "#4",
                "when": "08:00–09:45",
            },
            {"start": 8, "length": 3, "kind": "over", "title": "+35 分", "text": "", "when": "09:45–10:20"},
            {
                "start": 11,
                "length": 5,
                "kind": "risk",
                "title": "WO-2410",
                "text": "晚 35 分",
                "url": "#5",
                "when": "10:30–11:45",
            },
            {"start": 17, "length": 4, "kind": "off", "title": "午休", "text": "", "when": "12:00–13:00"},
            {
                "start": 21,
                "length": 6,
                "kind": "ghost",
                "title": "WO-2431",
                "text": "建议 13:00",
                "url": "#6",
                "when": "13:00–14:30",
            },
        ],
    },
]
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
