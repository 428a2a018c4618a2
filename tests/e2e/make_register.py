"""Writes register_200.csv and register_200.refused.json beside this file; run it to make them anew.

A made-up register as an office would send it: GB18030, a title line, a header over two lines, 200 homes of
eight districts, a subtotal and a total. Districts stand once per group, as merged cells read. Every name,
code and phone is invented. Twelve rows are wrong, each in one way; the JSON says which and why.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

DISTRICTS = ("科尔沁区", "霍林郭勒市", "开鲁县", "库伦旗", "奈曼旗", "扎鲁特旗", "科尔沁左翼中旗", "科尔沁左翼后旗")
PLACES = (
    "北苑",
    "南苑",
    "东湖",
    "西岭",
    "河畔",
    "松林",
    "柳岸",
    "杏园",
    "新站",
    "草原",
    "长青",
    "平安",
    "康宁",
    "福寿",
    "和顺",
    "瑞祥",
    "明德",
    "敬老",
    "暖阳",
    "金秋",
    "晚晴",
    "乐居",
    "安泰",
    "清泉",
    "向阳",
)
KINDS = ("养老中心", "养老院", "敬老院", "老年公寓", "养护院", "托老所", "护理院", "幸福院")
GROUPS = ["序号", "机构基本信息", "", "", "", "法定代表人", "负责人", "", "床位情况", "", "等级", "经纬度", "消防备案情况"]
HEADINGS = [
    "",
    "机构名称",
    "统一社会信用代码",
    "旗县市区",
    "详细地址",
    "",
    "姓名",
    "联系电话",
    "核定床位（张）",
    "在住人数（人）",
    "",
    "",
    "",
]
NUMBER, NAME, CODE, DISTRICT, ADDRESS, LEGAL, HEAD, PHONE, BEDS, RESIDENTS, GRADE, PLACE, FIRE = range(13)
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
FULL_WIDTH = {ord(char): ord(char) - ord("0") + ord("０") for char in ALPHABET}
HOMES, PER_DISTRICT = 200, 25


def code_of(serial: int) -> str:
    """An invented code with a right check character."""
    body = f"52150500MJ{serial:07d}"
    return body + ALPHABET[-sum(ALPHABET.index(char) * 3**place for place, char in enumerate(body)) % 31]


def home(index: int) -> list[str]:
    """The clean row of home `index` (from 0), its district written out."""
    district, beds = DISTRICTS[index // PER_DISTRICT], 20 + index * 7 % 180
    return [
        str(index + 1),
        PLACES[index % 25] + KINDS[(index // 25 + index) % 8],
        code_of(index + 1),
        district,
        f"{district}示例路{index % 90 + 1}号（{'东' if index % 2 else '西'}院）",
        "",
        "院长" if index % 3 else "",
        f"1390000{index + 1:04d}",
        str(beds),
        str(beds * (40 + index % 50) // 100),
        ("", "一星", "二星", "三星")[index % 4],
        f"{121 + index / 100:.2f},{43 + index / 200:.3f}",
        ("已备案", "未备案", "")[index % 3],
    ]


def spoil(rows: list[list[str]]) -> dict[int, str]:
    """Make twelve homes wrong and some odd but readable; gives each wrong one's index and reason key."""
    rows[7][NAME] = ""
    rows[60][DISTRICT] = "示例新区"
    rows[15][CODE] = rows[15][CODE][:-1] + ("0" if rows[15][CODE][-1] != "0" else "1")
    rows[33][CODE] = rows[12][CODE]
    rows[90][CODE] = rows[81][CODE]
    rows[110][NAME], rows[110][CODE] = rows[104][NAME], ""
    rows[42][PHONE] = "1.39E+10"
    rows[121][PHONE] = "1390000012"
    rows[135][BEDS] = "约八十"
    rows[150][PLACE] = "122.31,0.45"
    rows[171][ADDRESS] = "示例路12号,后院"
    for index in range(20, HOMES, 17):
        for column in (CODE, PHONE, BEDS, RESIDENTS):
            rows[index][column] = rows[index][column].translate(FULL_WIDTH)
    rows[64][BEDS] += "张"
    rows[77][RESIDENTS] = str(int(rows[77][BEDS]) + 3)
    rows[98][CODE], rows[99][PHONE] = "", "无"
    return {
        7: "missing_name",
        25: "missing_district",
        60: "unknown_district",
        15: "bad_code",
        33: "duplicate_code",
        90: "duplicate_code",
        110: "duplicate_home",
        42: "digits_lost",
        121: "bad_phone",
        135: "bad_number",
        150: "bad_coordinates",
        171: "extra_cells",
    }


def merge_districts(rows: list[list[str]]) -> None:
    """Leave a district only where it begins, and nowhere in the group's first row below the subtotal."""
    for index, row in enumerate(rows):
        again = index % PER_DISTRICT and index not in (26, 60, 61)
        row[DISTRICT] = "" if again or index == 25 else row[DISTRICT]


def register() -> tuple[bytes, list[dict[str, object]]]:
    """The file's bytes, and row number and reason's key of each row that must be refused."""
    rows = [home(index) for index in range(HOMES)]
    wrong = spoil(rows)
    merge_districts(rows)
    out = io.StringIO(newline="")
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow(["示例市养老机构基本情况登记表", *[""] * (len(GROUPS) - 1)])
    write.writerows([GROUPS, HEADINGS])
    line, refused = 3, list[dict[str, object]]()
    for index, row in enumerate(rows):
        line += 1
        write.writerow([*row[:ADDRESS], *row[ADDRESS].split(","), *row[ADDRESS + 1 :]])
        if index in wrong:
            refused.append({"row": line, "reason": wrong[index]})
        if index == PER_DISTRICT - 1:
            line += 1
            write.writerow(["", "小计", "", "", "", "", "", "", "2500", "1600", "", "", ""])
    write.writerow(["合计", "200家", "", "", "", "", "", "", "21000", "13000", "", "", ""])
    return out.getvalue().encode("gb18030"), refused


def main() -> None:
    """Write both files."""
    data, refused = register()
    here = Path(__file__).parent
    (here / "register_200.csv").write_bytes(data)
    lines = ",\n".join(json.dumps(entry) for entry in refused)
    (here / "register_200.refused.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
