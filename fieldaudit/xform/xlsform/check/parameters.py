"""The parameters column. XLSForm.org, "Range", "Image", "Audio recording quality", "Randomize Choices", "Metadata"."""

from __future__ import annotations

import re
from collections.abc import Callable

from ....i18n import tr
from ..headings import NAME
from ..question_types import BY_NAME, EXTERNALS, FROM_FILE
from .survey import REFERENCE, Row, Survey

_SPACE = re.compile(r"[\s,;]+")
_EQUALS = re.compile(r"\s*=\s*")
_TRUTH = ("true", "false")
_WORDS: dict[str, tuple[str, ...]] = {
    "randomize": _TRUTH, "incremental": ("true", "yes", "true()"), "allow-mock-accuracy": _TRUTH, "track-changes": _TRUTH,
    "identify-user": _TRUTH, "track-changes-reasons": ("on-form-edit",), "quality": ("voice-only", "low", "normal", "external"),
    "location-priority": ("no-power", "low-power", "balanced", "high-accuracy")}
_WHOLE = ("rows", "max-pixels", "location-min-interval", "location-max-age")
_NUMBERS = ("start", "end", "step", "tick_interval", "placeholder", "capture-accuracy", "warning-accuracy")
_TICKS = ("tick_interval", "placeholder", "tick_labelset")
_PACKAGE = re.compile(r"[a-z]\w{0,100}(?:\.[a-z]\w{0,100}){1,20}\Z")
_LOCATION = ("location-priority", "location-min-interval", "location-max-age")


def check(survey: Survey) -> None:
    """Note parameters that the type does not take, and values that it cannot use."""
    for row in survey.rows:
        if row.said("parameters"):
            _row(survey, row)
        if row.type.kind == "background-geopoint":
            _background(survey, row)
        if row.type.kind == "audit" and row.name not in ("", "audit"):
            survey.fault(row, "name", tr("audit 的题名只能是 audit，或留空", "audit must be named audit, or have no name"))


def pairs_of(text: str) -> dict[str, str] | None:
    """The parameters by name; None when the cell is not made of `name=value`."""
    found: dict[str, str] = {}
    for part in _SPACE.split(_EQUALS.sub("=", " ".join(text.split()))):
        key, sign, value = part.partition("=")
        if part and (not sign or not key or not value or "=" in value):
            return None
        if part:
            found[key.lower()] = value if key.lower() in ("value", "label", "seed", "tick_labelset") else value.lower()
    return found


def _row(survey: Survey, row: Row) -> None:
    kind = BY_NAME.get(row.type.kind)
    found = pairs_of(row.said("parameters"))
    if found is None:
        survey.fault(row, "parameters", tr("parameters 应写成 名称=值，几个之间用空格",
                                           "parameters are name=value, with spaces between"))
        return
    if kind is None:
        return
    for key, value in found.items():
        if key not in kind.parameters:
            text = tr(f"题型 {kind.name} 没有参数“{key}”", f"the type {kind.name} takes no parameter {key!r}")
            note = survey.fault if kind.parameters or kind.takes else survey.remark
            note(row, "parameters", survey.faults.meant(text, key, kind.parameters))
        else:
            _value(survey, row, key, value)
    _together(survey, row, found)


def _value(survey: Survey, row: Row, key: str, value: str) -> None:
    if key in _WORDS and value not in _WORDS[key]:
        allowed = ", ".join(_WORDS[key])
        survey.fault(row, "parameters", tr(f"{key} 只能是 {allowed}", f"{key} must be one of {allowed}"))
    elif key in _WHOLE and not _is(int, value):
        survey.fault(row, "parameters", tr(f"{key} 应为整数", f"{key} must be a whole number"))
    elif key in _NUMBERS and not _is(float, value):
        survey.fault(row, "parameters", tr(f"{key} 应为数字", f"{key} must be a number"))
    elif key in ("value", "label") and row.type.kind in FROM_FILE and not NAME.match(value):
        survey.fault(row, "parameters", tr(f"{key} 应为列名，而不是“{value}”",
                                           f"{key} must be the name of a column, not {value!r}"))
    elif key == "seed" and not REFERENCE.fullmatch(value) and not _is(float, value):
        survey.fault(row, "parameters", tr("seed 应为数字或 ${题名}", "seed must be a number or ${name}"))


def _is(kind: Callable[[str], float], value: str) -> bool:
    try:
        return abs(kind(value)) < 1e300
    except ValueError:
        return False


def _together(survey: Survey, row: Row, found: dict[str, str]) -> None:
    """Rules that join several parameters."""
    if "seed" in found and "randomize" not in found:
        survey.fault(row, "parameters", tr("有 seed 就要有 randomize=true", "seed needs randomize=true"))
    if row.type.kind == "audit" and any(key in found for key in _LOCATION) and not all(key in found for key in _LOCATION):
        listed = ", ".join(_LOCATION)
        survey.fault(row, "parameters", tr(f"要记录位置须同时有 {listed}", f"to record places give all of {listed}"))
    if "app" in found and row.said("appearance") in ("", "annotate") and not _PACKAGE.match(found["app"]):
        survey.fault(row, "parameters", tr(f"“{found['app']}”不是应用的包名", f"{found['app']!r} is no package name of an app"))
    if "reference-geometry" in found and not _has_places(survey, found["reference-geometry"]):
        survey.fault(row, "parameters", tr("reference-geometry 应为列表、文件或 ${重复组} 的名称",
                                           "reference-geometry must name a list, a file or a ${repeat}"))
    if row.type.kind == "range" and all(_is(float, found.get(key, "1")) for key in ("start", "end", "step")):
        start, end, step = (float(found.get(key, default)) for key, default in (("start", "1"), ("end", "10"), ("step", "1")))
        _range(survey, row, start, end, step)
        if any(key in found for key in _TICKS):
            _ticks(survey, row, found, start, end)


def _has_places(survey: Survey, name: str) -> bool:
    if match := REFERENCE.fullmatch(name):
        return any(row.type.kind == "begin_repeat" for row in survey.names.get(match[1], ()))
    files = {row.type.listed.rpartition(".")[0] if row.type.kind in FROM_FILE else row.name for row in survey.rows
             if row.type.kind in (*FROM_FILE, *EXTERNALS)}
    return name in files or name in survey.choices.lists or any(
        row.said("list_name") == name for row in survey.table("entities").rows)


def _ticks(survey: Survey, row: Row, found: dict[str, str], start: float, end: float) -> None:
    """Parameters that draw the scale of a range: only on a plain or vertical scale; labels are numbers on it."""
    appearance = row.said("appearance")
    if appearance and "vertical" not in appearance and "no-ticks" not in appearance:
        listed = ", ".join(key for key in _TICKS if key in found)
        survey.fault(row, "parameters", tr(f"这种 appearance 不能用 {listed}", f"{listed} do not go with this appearance"))
    labels = found.get("tick_labelset")
    if labels is None:
        return
    names = survey.choices.lists.get(labels)
    if names is None:
        survey.fault(row, "parameters", survey.faults.meant(tr(f"没有选项列表“{labels}”", f"there is no choice list {labels!r}"),
                                                            labels, survey.choices.lists))
    elif any(not _is(float, name) or not min(start, end) <= float(name) <= max(start, end) for name in names):
        survey.fault(row, "parameters", tr(f"tick_labelset 的选项名应为刻度上的数（“{labels}”）",
                                           f"the names of choices for tick_labelset must be numbers on the scale ({labels!r})"))


def _range(survey: Survey, row: Row, start: float, end: float, step: float) -> None:
    if step == 0:
        survey.fault(row, "parameters", tr("step 不能是0", "step cannot be 0"))
    elif step > abs(end - start):
        survey.fault(row, "parameters", tr("step 大于 start 与 end 之差", "step is greater than from start to end"))


def _background(survey: Survey, row: Row) -> None:
    if not row.said("trigger"):
        survey.fault(row, "trigger", tr("background-geopoint 必须有 trigger", "background-geopoint needs a trigger"))
    if row.said("calculation"):
        survey.fault(row, "calculation", tr("background-geopoint 不能有公式", "background-geopoint takes no calculation"))
