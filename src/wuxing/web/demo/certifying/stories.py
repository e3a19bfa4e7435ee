"""Forty clients of the demo's certification body: who they are, when they applied, what befell them. Pure."""

from dataclasses import dataclass
from datetime import date

from wuxing.certification.application.outlets import Outlet
from wuxing.certification.application.rules import check_sign

CITIES = ("福州市", "厦门市", "杭州市", "宁波市", "广州市", "佛山市", "苏州市", "青岛市", "合肥市", "成都市")
NAMES = (
    "青禾电器", "北辰家电", "绿源家电服务", "恒泰厨卫", "海纳暖通", "云杉智能家居",
    "星野净水", "嘉木家具", "长风制冷", "华锦电梯服务", "晨曦照明", "博远办公设备",
    "新月热水器", "金海洗涤设备", "瑞安医疗设备服务", "南屏电动车", "天禾农机", "维恩卫浴",
    "润泽空调", "东篱地板", "安捷门窗", "益丰烘焙设备", "佳讯通信", "卓越影音",
    "万顺冷链设备", "泰和电池", "美邻家电连锁", "宏图数码", "启明光伏", "和光仪器",
    "麦田商用厨具", "紫荆家纺", "北岸游艇服务", "宁远锁业", "百川水泵", "乐活健身器材",
    "迅达智能柜", "千山摩托", "一诺空调服务", "远东家电广场",
)  # fmt: skip
# Days ago on which each applied. What is younger than a year stands in all stages; the others hold certificates.
BEGAN = (
    0.2, 0.6, 1.4, 2.3, 3.2, 4.4, 6.5, 9, 11, 14, 21, 24, 27.3, 28.4, 33, 37, 41.5, 43.4, 47, 49, 52.4, 53,
    70, 95, 140, 200, 260, 340, 400, 430, 480, 560, 640, 700, 760, 830, 900, 980, 1060, 1120,
)  # fmt: skip
FATES = {
    3: "questions", 5: "refused", 8: "withdrawn", 16: "overdue", 20: "dissent", 22: "not_granted", 25: "appeal", 28: "extended",
    30: "suspended", 32: "resumed", 34: "certificate_withdrawn",
}  # fmt: skip
CERTIFIED = 23
"""The client whose certificate is there from the first minute, so that the register is never empty."""
SPECIAL_OF = frozenset({16, 22, 31})


@dataclass(frozen=True, slots=True)
class Story:
    """One client. `began`: days ago. `fate`: what is out of the ordinary; empty: all goes well."""

    place: int
    name: str
    city: str
    headcount: int
    outlets: tuple[Outlet, ...]
    target: str
    began: float
    fate: str

    @property
    def credit_code(self) -> str:
        """Return a code that is well made and belongs to nobody."""
        body = f"91350100DEM{self.place:06d}"
        return body + check_sign(body)

    @property
    def at_once(self) -> bool:
        """Say whether the story is told before the installation is ready; the longer ones follow in the background."""
        return self.began < 24 or self.place == CERTIFIED


def stories(scale: float = 1.0) -> list[Story]:
    """Return the clients; with a smaller scale fewer, spread over all ages."""
    count = max(3, min(len(NAMES), round(len(NAMES) * scale)))
    chosen = [round(place * (len(NAMES) - 1) / (count - 1)) for place in range(count)]
    return [_story(place) for place in chosen]


def _story(place: int) -> Story:
    city = CITIES[place % len(CITIES)]
    number = (0, 3, 5, 9, 2, 12, 4, 7)[place % 8]
    outlets = tuple(Outlet(f"{city[:2]}{n} 号网点", city, 4 + n % 5, n % 3 != 0) for n in range(1, number + 1))
    heads = (12, 30, 45, 60, 140, 20, 90, 40)[place % 8] + sum(one.headcount for one in outlets)
    target = ("star5", "star4", "star3", "star5", "star4")[place % 5]
    return Story(
        place, f"{NAMES[place]}有限公司（示范）", city, heads, outlets, target, BEGAN[place], FATES.get(place, "")
    )


def years_before(day: date, years: int) -> date:
    """Return the same day so many years earlier."""
    return day.replace(year=day.year - years, day=min(day.day, 28))
