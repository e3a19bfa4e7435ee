"""Names, telephone numbers and addresses that look real and belong to nobody."""

from random import Random

_SURNAMES = tuple(
    "陈林黄张李王吴刘蔡杨许郑谢郭洪苏叶曾周赖方江何邱傅徐高马罗卢孙唐朱胡潘施庄余肖詹梁沈魏董翁游连柯范邹"
)
_WEIGHTS = tuple(max(2, 40 - place) for place in range(len(_SURNAMES)))
_FIRST = tuple("秀丽美建志文国明晓小玉淑雅俊思雨子嘉海春金庆宝永德荣佳欣梓宇浩")
_LAST = tuple("英华芳兰珍梅云霞萍燕玲红娟敏静强伟军勇杰斌辉鹏涛平峰龙洋亮波琳婷颖妍轩涵")
_NUMBERS = ("160", "161", "163", "164", "168", "169")  # not given out to any network: valid in form, nobody's

# outlet -> district -> (rural, streets)
DISTRICTS: dict[str, dict[str, tuple[bool, tuple[str, ...]]]] = {
    "GL": {
        "鼓楼区": (False, ("梅亭路", "东街", "五四路", "湖东路", "西洪路", "杨桥路")),
        "台江区": (False, ("广达路", "八一七中路", "五一中路", "工业路", "排尾路")),
        "仓山区": (False, ("则徐大道", "上三路", "金山大道", "南二环路", "浦上大道")),
        "晋安区": (False, ("福新路", "连江北路", "长乐北路", "鼓山大道")),
        "闽侯县": (True, ("国宾大道", "学府南路", "甘蔗街道江滨路", "上街镇侯官路")),
    },
    "MW": {
        "马尾区": (False, ("罗星路", "君竹路", "江滨东大道", "青洲路")),
        "长乐区": (False, ("会堂路", "吴航路", "郑和中路", "西洋中路")),
        "连江县": (True, ("敖江镇通港大道", "凤城镇马祖东路", "琯头镇上坪路")),
        "福清市": (True, ("融城大道", "清昌大道", "龙田镇积库路")),
    },
    "QZ": {
        "鲤城区": (False, ("新门街", "涂门街", "九一街", "温陵路")),
        "丰泽区": (False, ("刺桐路", "津淮街", "田安路", "宝洲路")),
        "晋江市": (False, ("世纪大道", "长兴路", "青阳街道曾井路")),
        "洛江区": (False, ("万荣街", "万安街道万虹路")),
        "南安市": (True, ("成功街", "溪美街道环城路", "水头镇永安街")),
        "惠安县": (True, ("螺城镇世纪大道", "崇武镇崇新路")),
    },
}
SHARES = {"GL": 52, "MW": 20, "QZ": 28}
CITY = {"GL": "福州市", "MW": "福州市", "QZ": "泉州市"}
_WEIGHT_OF_RURAL = 1
_WEIGHT_OF_URBAN = 4
_PLACES = {
    outlet: tuple((name, rural, streets) for name, (rural, streets) in districts.items())
    for outlet, districts in DISTRICTS.items()
}
_PLACE_WEIGHTS = {
    outlet: tuple(_WEIGHT_OF_RURAL if rural else _WEIGHT_OF_URBAN for _name, rural, _streets in places)
    for outlet, places in _PLACES.items()
}


def name(random: Random) -> str:
    """Return a believable Chinese name."""
    surname = random.choices(_SURNAMES, _WEIGHTS)[0]
    first = random.choice(_FIRST) if random.random() < 0.8 else ""
    return surname + first + random.choice(_LAST)


def phone(random: Random) -> str:
    """Return a mobile number, valid in form, of a range that no network was given."""
    return f"{random.choice(_NUMBERS)}{random.randrange(10**8):08d}"


def place(random: Random, outlet: str) -> tuple[str, bool, str]:
    """Return a district of an outlet, whether it is rural, and an address in it."""
    district, rural, streets = random.choices(_PLACES[outlet], _PLACE_WEIGHTS[outlet])[0]
    street = random.choice(streets)
    house = f"{street}{random.randrange(1, 320)}号"
    if not rural:
        house += f"{random.randrange(1, 24)}-{random.randrange(1, 29)}0{random.randrange(1, 5)}"
    return district, rural, house
