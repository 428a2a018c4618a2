"""The demo's bureau: its districts, its people by role, 60 invented homes and what stands in each.

Owns everything that is so before the first inspection: the register as an office would send it, and the facts of a
home (storeys, water, gas …) that the checklists ask for first. Knows no inspection. Every name is invented, every
code begins like a real one and ends in a right check character, people are roles.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from ..work.office import Founding
from ..work.register_cells import check_character

PIN = "0000"
ADMIN = "管理员"
INSPECTORS = {"检查员甲": "15050000001", "检查员乙": "15050000002", "检查员丙": "15050000003", "检查员丁": "15050000004"}
SUPERVISORS = {"科室负责人甲": "15050000011", "科室负责人乙": "15050000012"}
PAIRS = (("检查员甲", "检查员乙"), ("检查员丙", "检查员丁"), ("检查员乙", "检查员丙"))

# name, code of the administrative division, longitude and latitude of its seat, homes there
_DISTRICTS = (
    ("科尔沁区", "150502", 122.26, 43.62, 14),
    ("霍林郭勒市", "150581", 119.66, 45.53, 5),
    ("开鲁县", "150523", 121.31, 43.60, 7),
    ("库伦旗", "150524", 121.77, 42.73, 6),
    ("奈曼旗", "150525", 120.66, 42.86, 7),
    ("扎鲁特旗", "150526", 120.91, 44.56, 7),
    ("科尔沁左翼中旗", "150521", 123.31, 44.12, 7),
    ("科尔沁左翼后旗", "150522", 122.36, 42.95, 7),
)
_TOWNS = ("科尔沁区", "霍林郭勒市")  # where the mains reach
_WORDS = ("松鹤", "云杉", "白桦", "蓝湖", "金穗", "杏花", "青禾", "朝露", "晚枫", "沙枣", "芦苇", "雁鸣", "柳荫", "榆林", "银河",
          "望春", "听雨", "归雁", "暖阳", "绿洲")  # fmt: skip
_KINDS = ("养老院", "老年公寓", "颐养中心")
_BEDS = (84, 120, 60, 16, 220, 48, 150, 36, 100, 72, 24, 180, 40, 12, 90, 30, 200, 56, 8, 110)
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_GRADES = ("", "一级", "二级", "三级")

FOUNDING = Founding(
    name="通辽市民政局",
    short="通民养",
    districts=tuple(name for name, *_ in _DISTRICTS),
    admin=ADMIN,
    admin_pin=PIN,
    address="通辽市科尔沁区示例街1号",
    phone="0475-0000000",
    review_body="通辽市人民政府",
)


@dataclass(frozen=True, slots=True)
class Home:
    """One home as the register has it. `index` is its place in the list and chooses its pictures."""

    index: int
    name: str
    code: str
    district: str
    address: str
    legal_rep: str
    head: str
    phone: str
    beds: int
    residents: int
    grade: str
    lon: float
    lat: float


def _home(index: int, district: str, division: str, lon: float, lat: float) -> Home:
    body = f"52{division}MJ{index + 1:07d}"
    beds = _BEDS[index % len(_BEDS)]
    return Home(
        index=index,
        name=_WORDS[index * 7 % 20] + _KINDS[index // 20],
        code=body + check_character(body),
        district=district,
        address=f"{district}示例路{index * 11 % 97 + 1}号",
        legal_rep=f"法定代表人{_STEMS[index * 3 % 10]}",
        head=f"负责人{_STEMS[index % 10]}",
        phone=f"1390000{index + 1:04d}",
        beds=beds,
        residents=beds * (60 + index * 13 % 36) // 100,
        grade=_GRADES[index * 3 % 4],
        lon=round(lon + (index * 37 % 19 - 9) / 200, 4),
        lat=round(lat + (index * 53 % 17 - 8) / 200, 4),
    )


def _homes() -> tuple[Home, ...]:
    places = [(name, division, lon, lat) for name, division, lon, lat, count in _DISTRICTS for _ in range(count)]
    return tuple(_home(index, *place) for index, place in enumerate(places))


HOMES = _homes()


def register_csv() -> bytes:
    """The register as a spreadsheet program saves it: CSV in UTF-8 with a mark, a header line, a total."""
    out = io.StringIO(newline="")
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow(["机构名称", "统一社会信用代码", "旗县市区", "详细地址", "法定代表人", "负责人", "联系电话",
                    "核定床位", "在住人数", "等级", "经度", "纬度"])  # fmt: skip
    for home in HOMES:
        write.writerow([home.name, home.code, home.district, home.address, home.legal_rep, home.head, home.phone, home.beds,
                        home.residents, home.grade, home.lon, home.lat])  # fmt: skip
    write.writerow(["合计", "", "", "", "", "", "", sum(home.beds for home in HOMES), sum(home.residents for home in HOMES)])
    return out.getvalue().encode("utf-8-sig")


# -- what stands in a home --------------------------------------------------------------------------------
def facts_of(home: Home, failing: Iterable[str]) -> dict[str, str]:
    """The answers to the section of facts of both checklists; what fails in the home must be there to fail."""
    fails = frozenset(failing)
    storeys = 1 if home.beds < 20 else 2 if home.beds < 60 else 3 if home.beds < 120 else 4
    water = _water(home, fails)
    return {
        "residents": str(home.residents),
        "residents_unable": str(home.residents * 3 // 10),
        "beds": str(home.beds),
        "night_staff": str(max(1, home.beds // 25)),
        "storeys": str(max(storeys, 2) if "stairs" in fails else storeys),
        "has_basement": _yes("storey" in fails or home.beds >= 150),
        "floor_area": str(home.beds * 34),
        "water_kind": " ".join(water),
        "well_depth_m": "90",
        "well_yield_m3h": "30",
        "has_pump": _yes({"tank", "well"} & {*water} or {"fire_pump", "backup_power"} & fails),
        "sprinkler_kind": _sprinkler(home, fails),
        "has_alarm_panel": _yes(home.beds >= 40 or {"alarm_panel", "alarm_linkage", "control_room"} & fails),
        "has_shared": _yes("shared_building" in fails or home.index % 11 == 5),
        "has_kitchen": "yes",
        "has_gas": _yes("gas_detector" in fails or home.index % 3 == 0),
        "has_boiler": _yes("boiler" in fails or (home.district not in _TOWNS and home.index % 2)),
        "oxygen_kind": _oxygen(home, fails),
        "diners": str(home.residents),
        "kitchen_staff": str(max(2, home.beds // 20)),
        "supply": "own",
        "cold_food": "no",
        "soft_diets": str(home.residents // 10),
    }


def _yes(true: object) -> str:
    return "yes" if true else "no"


def _water(home: Home, fails: frozenset[str]) -> list[str]:
    if "water_source" in fails:
        return ["none"]
    well = home.district not in _TOWNS or "well_capacity" in fails
    tank = home.beds >= 100 or "tank_volume" in fails
    return [*([] if well else ["mains"]), *(["tank"] if tank else []), *(["well"] if well else [])]


def _sprinkler(home: Home, fails: frozenset[str]) -> str:
    if {"sprinkler_system", "sprinkler_local"} & fails:
        return "none"
    return "system" if home.beds >= 20 else "local"


def _oxygen(home: Home, fails: frozenset[str]) -> str:
    cylinders = "oxygen_cylinders" in fails or home.beds >= 150
    pipes = "oxygen_pipes" in fails
    return "both" if cylinders and pipes else "cylinders" if cylinders else "central" if pipes else "none"
