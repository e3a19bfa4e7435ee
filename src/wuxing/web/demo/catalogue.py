"""What the demo company sells, what breaks on it, and what is done about that. Invented names and prices."""
# ruff: noqa: E501  # a table, one fault a line

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Part:
    """A spare part with its price in yuan."""

    code: str
    name: str
    price: Decimal


@dataclass(frozen=True, slots=True)
class Cause:
    """One way in which a fault comes about."""

    code: str
    name: str
    done: str
    part: Part | None
    minutes: int
    weight: int

    @property
    def remedy(self) -> str:
        """The code of what is done about it."""
        if self.part:
            return "refilled" if "充" in self.done else "replaced"
        return next((code for sign, code in _REMEDIES if sign in self.done), "repaired")


_REMEDIES = (("清", "cleaned"), ("疏通", "cleaned"), ("调", "adjusted"), ("指导", "explained"))


@dataclass(frozen=True, slots=True)
class Fault:
    """What a customer notices, as a code and in customers' words."""

    symptom: str
    said: tuple[str, ...]
    causes: tuple[Cause, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Model:
    """A product that is sold and served."""

    code: str
    name: str
    category: str
    trade: str
    level: int
    warranty_months: int
    price: int


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of appliance; `by_month` says how much more often it breaks in each month."""

    name: str
    share: int
    by_month: tuple[float, ...]
    models: tuple[Model, ...]
    faults: tuple[Fault, ...]


def _part(text: str) -> Part | None:
    if not text:
        return None
    code, name, price = text.split(" ")
    return Part(code, name, Decimal(price))


def _fault(symptom: str, weight: int, said: str, *causes: tuple[str, str, str, str, int, int]) -> Fault:
    return Fault(
        symptom,
        tuple(said.split("|")),
        tuple(
            Cause(code, name, done, _part(part), minutes, often) for code, name, done, part, minutes, often in causes
        ),
        weight,
    )


def _models(category: str, trade: str, months: int, rows: str) -> tuple[Model, ...]:
    found = []
    for row in rows.split("|"):
        code, name, level, price = row.split(" ")
        found.append(Model(code, name, category, trade, int(level), months, int(price)))
    return tuple(found)


_EVEN = (1.0,) * 12
_HOT = (0.4, 0.4, 0.5, 0.8, 1.3, 2.1, 3.0, 2.8, 1.7, 0.8, 0.5, 0.5)
_WARM = (0.8, 0.8, 0.8, 0.9, 1.1, 1.3, 1.5, 1.5, 1.2, 0.9, 0.8, 0.8)
_COLD = (1.9, 1.6, 1.2, 0.9, 0.7, 0.5, 0.4, 0.4, 0.6, 0.9, 1.4, 1.8)
_FEAST = (1.4, 1.3, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 1.0, 1.0, 0.9, 1.1)

CATEGORIES: tuple[Category, ...] = (
    Category(
        "冰箱", 20, _WARM,
        _models("冰箱", "refrigeration", 36,
            "YL-BCD218 三门冰箱218升 1 1599|YL-BCD320 风冷冰箱320升 2 2699|YL-BCD456 十字门冰箱456升 2 3999|"
            "YL-BCD518 对开门冰箱518升 2 4599|YL-BCD603 法式冰箱603升 3 6999|YL-BC98 单门冰箱98升 1 699"),
        (
            _fault("no_cooling", 5, "冷藏室不制冷|冰箱不冷，菜都坏了|冷冻正常，冷藏不凉|上面不冷下面冷",
                ("fan", "风机卡滞", "更换蒸发器风机", "FM-22 蒸发器风机 86", 45, 4), ("refrigerant", "制冷剂泄漏", "查漏补焊并充注制冷剂", "RG-600 制冷剂 120", 85, 2),
                ("thermostat", "温控器失灵", "更换温控器", "TC-11 温控器 58", 35, 3), ("compressor", "压缩机故障", "更换压缩机", "CP-70 压缩机 460", 110, 1)),
            _fault("leaking", 3, "冰箱漏水，厨房地面积水|冷藏室里面有水|底下渗水",
                ("blocked", "排水孔堵塞", "疏通排水孔", "", 30, 5), ("other_cause", "接水盘破裂", "更换接水盘", "WP-03 接水盘 35", 30, 2)),
            _fault("icing", 2, "冷冻室结霜很厚|结冰，抽屉拉不开",
                ("thermostat", "化霜传感器失灵", "更换化霜传感器", "DS-08 化霜传感器 42", 40, 3), ("seal", "门封老化", "更换门封条", "MF-15 门封条 75", 30, 3)),
            _fault("noise", 2, "晚上声音很大|嗡嗡响，睡不着", ("compressor", "压缩机减震垫老化", "更换减震垫", "JZ-02 减震垫 18", 30, 3), ("fan", "风扇碰冰", "除冰并调整风道", "", 35, 3)),
        ),
    ),
    Category(
        "空调", 27, _HOT,
        _models("空调", "air_conditioning", 72,
            "YL-KFR26 变频挂机1匹 2 2199|YL-KFR35 变频挂机1.5匹 2 2599|YL-KFR50 立柜式2匹 2 4299|YL-KFR72 立柜式3匹 3 5999|"
            "YL-KFR35S 新风挂机1.5匹 2 3699|YL-MDV120 家用中央空调5匹 3 16800"),
        (
            _fault("no_cooling", 6, "空调不冷|开了半天不凉|出风是热的|制冷效果差",
                ("refrigerant", "缺制冷剂", "检漏并补充制冷剂", "RG-410 制冷剂 150", 60, 5), ("blocked", "外机脏堵", "清洗冷凝器", "", 50, 4),
                ("board", "电容失效", "更换启动电容", "CA-35 启动电容 38", 35, 3), ("board", "主板故障", "更换外机主板", "MB-72 外机主板 380", 60, 2)),
            _fault("leaking", 4, "室内机漏水|挂机滴水，墙湿了", ("blocked", "排水管堵塞", "疏通排水管", "", 35, 5), ("installation", "接水盘倾斜", "调平内机并清洗", "", 40, 3)),
            _fault("smell", 2, "空调有股霉味|吹出来的风有味道", ("blocked", "滤网与蒸发器脏污", "深度清洗", "", 60, 5)),
            _fault("no_power", 3, "按遥控器没反应|显示E6，不运行|跳闸",
                ("wiring", "内外机通信故障", "修复通信线路", "", 50, 3), ("board", "遥控接收板损坏", "更换接收板", "RB-05 接收板 65", 30, 2), ("board", "主板故障", "更换内机主板", "MB-70 内机主板 260", 50, 2)),
        ),
    ),
    Category(
        "洗衣机", 15, _EVEN,
        _models("洗衣机", "laundry", 36,
            "YL-XQB80 波轮洗衣机8公斤 1 1199|YL-XQB120 波轮洗衣机12公斤 1 1899|YL-XQB100 波轮洗衣机10公斤 1 1499|YL-XQG100 滚筒洗衣机10公斤 2 2999|"
            "YL-XHQG10 洗烘一体机10公斤 3 4299|YL-GDZ09 热泵烘干机9公斤 3 4999"),
        (
            _fault("no_drain", 4, "洗衣机不排水|水排不出去", ("blocked", "排水泵堵塞", "清理排水泵", "", 30, 4), ("pump", "排水泵损坏", "更换排水泵", "PD-4 排水泵 95", 40, 3)),
            _fault("no_spin", 4, "不脱水，显示E3|甩干不转", ("motor", "皮带松脱", "更换皮带", "PB-09 传动皮带 45", 40, 3), ("other_cause", "门锁故障", "更换门锁", "DL-12 门锁 68", 35, 3)),
            _fault("leaking", 2, "洗衣时地上都是水", ("valve", "进水阀渗漏", "更换进水阀", "JF-06 进水阀 52", 35, 3), ("seal", "门封圈破损", "更换门封圈", "MQ-10 门封圈 110", 55, 2)),
            _fault("vibration", 2, "脱水的时候震得厉害", ("other_cause", "减震器失效", "更换减震器", "JZ-40 减震器 120", 60, 3), ("installation", "未放平", "调整底脚", "", 20, 3)),
        ),
    ),
    Category(
        "热水器", 14, _COLD,
        _models("热水器", "gas", 72,
            "YL-JSQ13 燃气热水器13升 2 1699|YL-JSQ16 燃气热水器16升 2 2199|YL-JSQ18L 零冷水热水器18升 3 3299|YL-DSZ60 电热水器60升 1 1099|"
            "YL-DSZ80 电热水器80升 1 1499|YL-KRS150 空气能热水器150升 3 4699"),
        (
            _fault("no_ignition", 5, "热水器不点火|打不着火|显示E1", ("blocked", "点火针积碳", "清理点火针", "", 30, 4), ("board", "点火器损坏", "更换点火器", "DH-07 点火器 78", 35, 3), ("valve", "水气联动阀故障", "更换水气联动阀", "SQ-13 水气联动阀 165", 60, 2)),
            _fault("no_heating", 4, "洗澡忽冷忽热|水不热", ("blocked", "换热器结垢", "清洗换热器", "", 60, 3), ("thermostat", "温度传感器失灵", "更换温度传感器", "WG-05 温度传感器 46", 35, 3)),
            _fault("leaking", 2, "热水器下面滴水", ("valve", "泄压阀老化", "更换泄压阀", "XY-03 泄压阀 38", 25, 3), ("other_cause", "内胆渗漏", "建议更换整机", "", 30, 1)),
            _fault("error_code", 2, "一开热水器就跳闸", ("wiring", "加热管绝缘下降", "更换加热管", "JR-20 加热管 130", 60, 3)),
        ),
    ),
    Category(
        "油烟机", 9, _FEAST,
        _models("油烟机", "kitchen", 36,
            "YL-CXW260 侧吸油烟机 1 1999|YL-CXW300 顶吸油烟机 1 2399|YL-CXW320S 变频油烟机 2 3299|YL-JCD900 集成灶 3 8999|YL-ZTD110 消毒柜 1 1599"),
        (
            _fault("weak_suction", 4, "油烟吸不走|吸力变小", ("blocked", "油网堵塞", "清洗油网与叶轮", "", 60, 4), ("valve", "止回阀卡住", "修复止回阀", "", 40, 2)),
            _fault("noise", 3, "油烟机异响|声音比以前大", ("fan", "叶轮失衡", "更换叶轮", "YL-07 叶轮 88", 50, 3), ("motor", "电机轴承磨损", "更换电机", "DJ-26 电机 220", 60, 2)),
            _fault("no_power", 3, "按键没反应|灯亮不转", ("board", "开关板进油", "更换开关板", "KB-11 开关板 95", 40, 3), ("board", "电容失效", "更换电容", "CA-08 电容 26", 30, 3)),
        ),
    ),
    Category(
        "洗碗机", 4, _FEAST,
        _models("洗碗机", "kitchen", 36, "YL-WQP08 台式洗碗机8套 2 2299|YL-WQP13 嵌入式洗碗机13套 2 4599|YL-WQP16 独立式洗碗机16套 3 5999"),
        (
            _fault("other", 3, "碗洗不干净|碗上有水垢", ("blocked", "喷臂堵塞", "清理喷臂", "", 35, 4), ("use", "软水盐用尽", "指导使用并加盐", "", 25, 2)),
            _fault("error_code", 3, "显示E1，不进水", ("valve", "进水阀故障", "更换进水阀", "JF-18 进水阀 75", 40, 3), ("installation", "水压不足", "加装增压或调整管路", "", 45, 1)),
        ),
    ),
    Category(
        "电视", 5, _EVEN,
        _models("电视", "electronics", 12, "YL-TV50 智慧屏50英寸 2 1999|YL-TV55 智慧屏55英寸 2 2699|YL-TV65 智慧屏65英寸 2 3999|YL-TV75 智慧屏75英寸 2 5999|YL-TV85M MiniLED电视85英寸 3 9999"),
        (
            _fault("no_picture", 4, "有声音没图像|开机黑屏", ("other_cause", "背光灯条损坏", "更换背光灯条", "BG-65 背光灯条 260", 80, 3), ("board", "电源板故障", "更换电源板", "DY-65 电源板 210", 50, 3)),
            _fault("error_code", 3, "一直停在开机画面|卡得动不了", ("board", "系统异常", "重装系统", "", 40, 4), ("board", "主板故障", "更换主板", "MB-65 电视主板 420", 50, 2)),
        ),
    ),
    Category(
        "净水器", 6, _WARM,
        _models("净水器", "small", 12, "YL-RO600 反渗透净水器600加仑 1 1899|YL-RO1000 反渗透净水器1000加仑 1 2599|YL-QZ40 前置过滤器 1 499|YL-GR08 管线机 1 1299|YL-RO800H 加热净水一体机 2 3499"),
        (
            _fault("other", 4, "出水越来越慢|接一杯水要好久", ("blocked", "滤芯到期", "更换复合滤芯", "LX-60 复合滤芯 199", 30, 5), ("pump", "增压泵压力不足", "更换增压泵", "ZY-08 增压泵 180", 45, 2)),
            _fault("leaking", 3, "净水器漏水，橱柜泡了", ("seal", "快接头老化", "更换快接头", "KJ-02 快接头 15", 25, 4), ("seal", "滤瓶裂纹", "更换滤瓶", "LP-05 滤瓶 60", 35, 2)),
            _fault("error_code", 2, "一直报警|指示灯红色", ("valve", "电磁阀故障", "更换电磁阀", "DC-04 电磁阀 48", 35, 3)),
        ),
    ),
)  # fmt: skip

MODELS: dict[str, Model] = {model.code: model for category in CATEGORIES for model in category.models}
TRADES = ("refrigeration", "air_conditioning", "gas", "laundry", "kitchen", "electronics", "small")
