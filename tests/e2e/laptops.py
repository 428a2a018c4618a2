"""Driving the installed `fieldaudit` command as a person would: one process a verb, real files, real folders."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image

from fieldaudit.store.keyfile import KEY_FILE
from fieldaudit.wire.passphrase import SCRYPT_N_MIN, unwrap_with_passphrase, wrap_with_passphrase

PROGRAM = Path(sys.executable).with_name("fieldaudit")
PASSPHRASE = "correct horse battery"
PIN = "2468"
FACTS = {
    "residents": "64",
    "residents_unable": "20",
    "beds": "80",
    "night_staff": "4",
    "storeys": "3",
    "has_basement": "yes",
    "floor_area": "4200",
    "water_kind": "mains tank well",
    "has_pump": "yes",
    "sprinkler_kind": "system",
    "has_alarm_panel": "yes",
    "has_shared": "yes",
    "has_kitchen": "yes",
    "has_gas": "yes",
    "has_boiler": "yes",
    "oxygen_kind": "both",
    "sprinkler_pressure_n": "0.1",
    "hydrant_indoor_n": "0.3",
    "emergency_light_n": "90",
    "alarm_panel_n": "0",
    "tank_volume_n": "120",
    "well_capacity_n": "32",
    "well_capacity_depth_n": "80",
    "earlier_hazards_n": "0",
    "well_depth_m": "80",
    "well_yield_m3h": "32",
    "remark": "全部项目现场查看",
}


@dataclass
class Laptop:
    """One workspace and the people who use it."""

    workspace: Path
    person: str = ""
    env: dict[str, str] = field(default_factory=dict)

    def run(
        self, *words: object, person: str | None = None, pin: str = PIN, passphrase: str = PASSPHRASE, lang: str = "en"
    ) -> subprocess.CompletedProcess[str]:
        """Run a verb and give the finished process, whatever its status."""
        who = self.person if person is None else person
        globals_ = ["--workspace", str(self.workspace), *(["--as", who] if who else [])]
        environment = {
            **os.environ,
            "FIELDAUDIT_PASSPHRASE": passphrase,
            "FIELDAUDIT_PIN": pin,
            "FIELDAUDIT_LANG": lang,
            "PYTHONUTF8": "1",
            **self.env,
        }
        return subprocess.run(
            [str(PROGRAM), *globals_, *map(str, words)], capture_output=True, text=True, env=environment, stdin=subprocess.DEVNULL
        )

    def do(self, *words: object, person: str | None = None, **more: str) -> Any:
        """Run a verb that must succeed; gives its JSON."""
        done = self.run(*words, "--json", person=person, **more)
        assert done.returncode == 0, f"{words}: {done.stderr}\n{done.stdout}"
        return json.loads(done.stdout)

    def refused(self, *words: object, person: str | None = None, **more: str) -> str:
        """Run a verb that must be refused with status 1; gives the message."""
        done = self.run(*words, person=person, **more)
        assert done.returncode == 1, f"{words}: exit {done.returncode}\n{done.stderr}\n{done.stdout}"
        assert done.stderr.strip() and "Traceback" not in done.stderr, done.stderr
        return done.stderr


def found_bureau(folder: Path, person: str = "管理员") -> Laptop:
    """A founded bureau on the first laptop with two inspectors; the register is empty."""
    laptop = Laptop(folder / "first", person)
    districts = ["科尔沁区", "霍林郭勒市", "开鲁县", "库伦旗", "奈曼旗", "扎鲁特旗", "科尔沁左翼中旗", "科尔沁左翼后旗"]
    laptop.do(
        "init",
        "--bureau",
        "通辽市民政局",
        "--short",
        "通民养",
        "--admin",
        person,
        "--pin",
        PIN,
        "--review-body",
        "通辽市人民政府",
        "--recovery",
        folder / "recovery.json",
        *(word for name in districts for word in ("--district", name)),
        person="",
    )
    lighten(laptop.workspace)
    for name, badge in (("检查员甲", "15050000001"), ("检查员乙", "15050000002")):
        laptop.do("people", "add", name, "--role", "inspector", "--badge", badge, "--pin", PIN)
    laptop.person = "检查员甲"
    return laptop


def lighten(workspace: Path) -> None:
    """Make its passphrase cheap to check from here on: a test asks it of a hundred processes. Those that found, join and
    come in at the window pay the full cost (test_window_first_run), and so does the second laptop of test_the_job."""
    file = workspace / KEY_FILE
    content = json.loads(file.read_bytes())
    key = unwrap_with_passphrase(content["wrapped"], PASSPHRASE)
    content["wrapped"] = wrap_with_passphrase(key, PASSPHRASE, os.urandom(16), os.urandom(12), n=SCRYPT_N_MIN)
    file.write_text(json.dumps(content))


def fill(laptop: Laptop, inspection: str, failed: dict[str, str]) -> dict[str, str]:
    """Answer every question that shows, round by round as skip logic opens more; gives question -> item of failures."""
    items: dict[str, str] = {}
    given: set[str] = set()
    while True:
        shown = laptop.do("inspect", "show", inspection)["questions"]
        todo = [q for q in shown if q["value"] is None and q["kind"] not in ("note", "calculate") and q["path"] not in given]
        if not todo:
            return items
        given |= {q["path"] for q in todo}
        done = laptop.do("inspect", "answer", inspection, *(f"{q['path']}={_answer(q, failed)}" for q in todo))
        for each in done if isinstance(done, list) else [done]:
            if each["item"]:
                items[each["question"].rpartition("/")[2]] = each["item"]


def _answer(question: dict[str, Any], failed: dict[str, str]) -> str:
    name = question["name"]
    if name in FACTS:
        return FACTS[name]
    if "fail" in question["choices"]:
        return "fail" if name in failed else "pass"
    if question["kind"] == "date":
        return (datetime.now() - timedelta(days=40)).date().isoformat()
    return "2" if question["kind"] in ("integer", "decimal") else "无"


def strokes(folder: Path) -> Path:
    """A file of pen strokes."""
    path = folder / "strokes.json"
    path.write_text(json.dumps([[[0.1, 0.5], [0.4, 0.2], [0.8, 0.7]], [[0.2, 0.8], [0.9, 0.8]]]))
    return path


def photo(folder: Path, name: str, shade: int) -> Path:
    """A small JPEG with EXIF time and place, different for each shade."""
    image = Image.new("RGB", (640, 480), (shade, 90, 120))
    for x in range(0, 640, 8):
        image.putpixel((x, (x * (shade + 3)) % 480), (255, 255, 255))
    exif = Image.Exif()
    exif[0x010F] = "Fieldcam"
    exif.get_ifd(0x8769)[0x9003] = "2026:11:24 09:30:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (43.0, 39.0, 0.0), 3: "E", 4: (122.0, 15.0, 0.0)})
    data = io.BytesIO()
    image.save(data, "JPEG", quality=85, exif=exif)
    path = folder / name
    path.write_bytes(data.getvalue())
    return path


def sign_all(laptop: Laptop, inspection: str, folder: Path) -> None:
    """Both inspectors and the home sign."""
    pen = strokes(folder)
    laptop.do("inspect", "sign", inspection, "--party", "inspector", "--strokes", pen, person="检查员甲")
    laptop.do("inspect", "sign", inspection, "--party", "second", "--strokes", pen, person="检查员乙")
    laptop.do("inspect", "sign", inspection, "--party", "home", "--strokes", pen, "--name", "院长", "--post", "院长")
