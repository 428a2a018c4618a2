"""What the demo's inspectors answer: every question of both checklists, in keeping with the home and its hazards.

Owns the choice of an answer from the facts of a home and the names of the questions that fail there. Knows no
workspace: a question in, an answer out; "" leaves a question blank that does not apply.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ..xform import Question
from .city import Home

# readings beside a verdict: when it is pass, when it is fail
_READINGS: Mapping[str, tuple[str, str]] = {
    "exit_count_n": ("3", "1"),
    "windows_to_open_n": ("0", "4"),
    "emergency_light_n": ("90", "20"),
    "sprinkler_pressure_n": ("0.12", "0.02"),
    "alarm_standalone_n": ("14", "3"),
    "alarm_panel_n": ("0", "6"),
    "tank_volume_n": ("108", "24"),
    "well_capacity_n": ("30", "4"),
    "well_capacity_depth_n": ("90", "22"),
    "hydrant_indoor_n": ("0.35", "0.05"),
    "extinguisher_count_n": ("24", "6"),
    "night_carers_n": ("4", "1"),
    "grease_duct_n": ("45", "210"),
    "drill_n": ("2", "1"),
    "staff_skill_n": ("3", "1"),
    "earlier_hazards_n": ("0", "2"),
    "health_certificates_n": ("0", "2"),
    "cold_chain_n": ("4", "13"),
    "cold_chain_freezer_n": ("-18", "-6"),
    "cooked_through_n": ("82", "58"),
    "sample_retention_n": ("150", "60"),
}
_READING_OF = {"well_capacity_depth_n": "well_capacity", "cold_chain_freezer_n": "cold_chain"}
_DRILLED, _NOT_DRILLED = 40, 260  # days since the last drill


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit to a home: what its facts are, which questions fail, whether it was inspected before."""

    home: Home
    facts: Mapping[str, str]
    failing: Collection[str]
    day: date
    again: bool = False

    def answer(self, question: Question) -> str:
        """The answer to a question of this visit ("" for one left blank)."""
        name = question.name
        if name in self.facts:
            return self.facts[name]
        if question.fa.get("fail"):
            return self._verdict(name)
        if name in _READINGS:
            verdict = self._verdict(_READING_OF.get(name, name.removesuffix("_n")))
            return "" if verdict == "na" else _READINGS[name][verdict == "fail"]
        if name == "last_drill":
            days = _NOT_DRILLED if "drill" in self.failing else _DRILLED
            return (self.day - timedelta(days=days)).isoformat()
        return "现场由负责人陪同，检查情况已当面告知" if name == "remark" else ""

    def _verdict(self, name: str) -> str:
        if name in self.failing:
            return "fail"
        return "na" if name in self._not_applicable() else "pass"

    def _not_applicable(self) -> set[str]:
        found = {"hot_work"} if self.again else {"hot_work", "earlier_hazards"}
        if self.home.beds < 20:
            found |= {"sprinkler_system", "alarm_detectors", "yearly_test", "hydrant_indoor", "hydrant_box"}
        else:
            found |= {"sprinkler_local"}
        if float(self.facts["floor_area"]) >= 500:
            found |= {"alarm_standalone"}
        if "well" not in self.facts["water_kind"]:
            found |= {"well_capacity"}
        if self.facts["water_kind"] == "none":
            found |= {"hydrant_indoor", "hydrant_box", "hydrant_outdoor", "frost"}
        return found
