"""The report that `documents.py` has everybody print: 40 questions of our checklist, 12 photos.

Every report of a batch is another home's: name, number, readings, findings and photos differ, the questions are the same,
as in a real batch. Ours is printed from `ReportFacts`; the peers print the texts of the same facts, as `Texts`.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image

from fieldaudit.documents.facts import AnswerLine, HazardLine, Inspector, Party, Photo, ReportFacts, ReportHazard, Result

FORM = Path(__file__).parent.parent / "forms" / "fire_safety.md"
FONTS = Path(__file__).parent.parent / "fieldaudit" / "assets" / "fonts"
QUESTIONS, PHOTOS, FAILED = 40, 12, 6
RESULTS: dict[Result, str] = {"pass": "符合", "fail": "不符合", "na": "不适用"}
_PLACES = ("一层东侧疏散走道", "二层护理站", "三层西侧楼梯间", "厨房", "配电室", "南侧外窗", "地下水泵房", "活动室", "门厅")
_NAMES = ("松涛里", "柳影岸", "云栖", "枫林", "长青", "颐和苑", "康宁", "福寿", "晚晴", "银杏")


@dataclass(frozen=True)
class Texts:
    """A report's texts in the order in which they are printed; photos as (file name, caption)."""

    title: str
    number: str
    facts: tuple[tuple[str, str, str, str], ...]
    conclusion: str
    items: tuple[tuple[str, str, str], ...]  # text, photo's file, caption
    answers: tuple[tuple[str, str, str, str], ...]  # number, question, reading, result
    further: tuple[tuple[str, str], ...]


def questions() -> list[tuple[str, str, str]]:
    """The checklist's first questions: what is asked, the finding and the measure when it fails."""
    lines = [line for line in FORM.read_text("utf-8").splitlines() if "| select_one pfn |" in line]
    rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [(row[4], row[25], row[26]) for row in rows][:QUESTIONS]


def pictures(many: int = 24) -> list[bytes]:
    """JPEGs of about 300 KB, 1600 x 1200: grain over a gradient."""
    made = []
    for number in range(many):
        grain = Image.effect_noise((1600, 1200), 14 + number % 5)
        ramp = Image.linear_gradient("L").rotate(15 * number).resize((1600, 1200))
        out = io.BytesIO()
        Image.merge("RGB", [Image.blend(ramp, grain, share) for share in (0.3, 0.35, 0.4)]).save(out, "JPEG", quality=80)
        made.append(out.getvalue())
    return made


def file_of(jpeg: bytes) -> str:
    """The name under which a peer that reads files finds the photo."""
    return hashlib.sha256(jpeg).hexdigest()[:16] + ".jpg"


def report(index: int, asked: list[tuple[str, str, str]], pool: list[bytes]) -> ReportFacts:
    """The facts of the report number `index`."""
    started = datetime(2026, 3, 2, 9, 10) + timedelta(days=index)
    failed = {(7 * index + 6 * number) % QUESTIONS: number for number in range(FAILED)}
    shots = [_photo(number, index, pool, started) for number in range(PHOTOS)]
    hazards = [_hazard(asked, at, index, (shots[number], shots[FAILED + number])) for at, number in failed.items()]
    return ReportFacts(
        bureau="通辽市民政局", number=f"2026-{index + 1:04}", generated_at=started + timedelta(hours=7),
        party=Party(f"{_NAMES[index % 10]}养老服务中心", f"通辽市甲区林荫路{index + 1}号", f"52150500MJ{index:08}"),
        started_at=started, ended_at=started + timedelta(hours=2, minutes=index % 50), kind="专项",
        inspectors=(Inspector("检查员甲", "15050000017"), Inspector("检查员乙", "15050000023")),
        answers=tuple(_answer(asked, at, index, failed) for at in range(QUESTIONS)), hazards=tuple(hazards),
        details=(("床位／在住", f"{40 + index % 60}张 / {30 + index % 50}人"), ("水源", "自备浅井1眼")), site_person="负责人甲",
        notice_number=f"通民养改〔2026〕{index + 1}号", risk="高中低"[index % 3])  # fmt: skip


def _photo(number: int, index: int, pool: list[bytes], started: datetime) -> Photo:
    jpeg = pool[(number + 5 * index) % len(pool)]
    return Photo(f"P{number + 1:02}", _PLACES[(number + index) % 9], hashlib.sha256(jpeg).hexdigest(), jpeg,
                 taken_at=started + timedelta(minutes=5 * number))


def _hazard(asked: list[tuple[str, str, str]], at: int, index: int, shots: tuple[Photo, ...]) -> ReportHazard:
    _, finding, measure = asked[at]
    line = HazardLine(shots[0].place, "major" if at % 3 == 0 else "general", f"{finding}（第{index % 30 + 1}处）",
                      ("《中华人民共和国消防法》第十六条第一款第（二）项",), measure, 15 + at)
    return ReportHazard(line, (str(at + 1),), shots)


def _answer(asked: list[tuple[str, str, str]], at: int, index: int, failed: dict[int, int]) -> AnswerLine:
    result: Result = "fail" if at in failed else "na" if (at + index) % 7 == 0 else "pass"
    reading = f"{(at * 3 + index) % 90 + 10}分钟" if at % 5 == 0 else ""
    return AnswerLine(str(at + 1), f"第{at // 8 + 1}部分", asked[at][0], result, reading)


def texts(facts: ReportFacts) -> Texts:
    """What the peers print of the same report."""
    counts = {result: sum(answer.result == result for answer in facts.answers) for result in RESULTS}
    rows = (("养老机构", facts.party.name, "信用代码", facts.party.code), ("地址", facts.party.address, "检查类型", facts.kind),
            ("检查时间", f"{facts.started_at:%Y-%m-%d %H:%M}—{facts.ended_at:%H:%M}", *facts.details[0]),
            (*facts.details[1], "现场负责人", facts.site_person))  # fmt: skip
    items = tuple((_item(number, one), *_shown(one.photos[0])) for number, one in enumerate(facts.hazards, start=1))
    further = tuple(_shown(photo) for one in facts.hazards for photo in one.photos[1:])
    answers = tuple((one.number, one.question, one.reading, RESULTS[one.result or "na"]) for one in facts.answers)
    counted = "，".join(f"{RESULTS[result]}{number}项" for result, number in counts.items())
    said = (f"本次检查{len(answers)}项：{counted}。不符合项形成隐患{len(facts.hazards)}项，均已列入责令限期改正通知书"
            f"（{facts.notice_number}）。综合风险等级：{facts.risk}。")
    return Texts(f"{facts.party.name}{facts.title}", f"检查编号：{facts.number}", rows, said, items, answers, further)


def _item(number: int, one: ReportHazard) -> str:
    hazard = one.hazard
    grade = "重大隐患" if hazard.severity == "major" else "一般隐患"
    lines = (f"{number}. 第{one.questions[0]}项　{hazard.place}　【{grade}】", f"情况：{hazard.finding}。",
             f"依据：{hazard.citations[0]}。", f"要求：{hazard.require}。", f"期限：自送达之日起{hazard.term_days}日内。")
    return "\n".join(lines)


def _shown(photo: Photo) -> tuple[str, str]:
    """The photo's file and caption."""
    caption = f"{photo.taken_at:%Y-%m-%d %H:%M}　{photo.place} {photo.number}　{photo.sha256[:8].upper()}"
    return file_of(photo.jpeg or b""), caption
