"""Invented things to draw: every state, long words, empty lists. Chinese as in daily use; no record of anybody."""

from typing import Any

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
