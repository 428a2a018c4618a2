"""Hazards and the events of their lives, for the tests of the fold."""

from datetime import date

from fieldaudit.domain.item import Event, ItemFacts, fold

INSPECTOR, SECOND, SUPERVISOR, OTHER = 11, 12, 21, 22
NOTICE, OTHER_NOTICE = 101, 102
DAY_MS = 86_400_000
START = 1_788_220_800_000 + 8 * 3_600_000  # 2026-09-01, 16:00 in Shanghai
SERVED = date(2026, 9, 2)

GENERAL = ItemFacts("general", "deadline", 15, "natural")
MAJOR = ItemFacts("major", "joint_retrofit", 60, "natural")
TO_CONFIRM = ItemFacts("major_to_confirm", "deadline", 7, "working")
EXIT = ItemFacts("general", "open_exit", 7, "natural")
WELL = ItemFacts("general", "drill_well", 60, "natural")

SAID = {
    "ordered": {"notice": NOTICE, "mode": "by_term"},
    "order_voided": {"notice": NOTICE, "reason": "单位名称有误"},
    "served": {"notice": NOTICE, "date": "2026-09-02"},
    "submitted": {"note": "已清理", "photos": 1},
    "extension_asked": {"to": "2027-01-31", "reason": "设备未到货"},
    "extended": {"to": "2027-01-31", "reason": "设备未到货"},
    "extension_refused": {"reason": "期限已足够"},
    "reinspected": {"result": "pass", "photos": 2, "second": SECOND, "exits": 3, "where": "二层东侧",
                    "well_depth_m": 80, "well_yield_m3h": 32.5},
    "fixed_on_spot": {"before": 1, "after": 1, "second": SECOND, "exits": 1, "where": "一层"},
    "cleared": {"note": ""},
    "escalated": {"number": "1", "reason": "久拖不改"},
    "referred": {"to": "消防救援", "reason": "属消防救援机构职权"},
    "accepted_equivalent": {"reason": "结构不允许", "opinion": "专家论证意见"},
    "disproved": {"reason": "复核后符合规范"},
    "ended_with_institution": {"residents_settled": 26, "residents_total": 26},
}
BY_SUPERVISOR = {"by": SUPERVISOR, "role": "supervisor"}
SUPERVISORS = {"extended", "extension_refused", "escalated", "referred", "accepted_equivalent", "disproved",
               "ended_with_institution"}


def act(n, kind, by=None, role=None, **facts):
    """The n-th event, one a day; facts given as None are left out of the usual ones."""
    said = {k: v for k, v in {**SAID.get(kind, {}), **facts}.items() if v is not None}
    role = role or ("supervisor" if kind in SUPERVISORS else "inspector")
    by = by or (SUPERVISOR if role == "supervisor" else INSPECTOR)
    return Event(id=n, hlc=1000 + n, kind=kind, at=START + n * DAY_MS, by=by, role=role, facts=said)


def story(*steps):
    """Events from kinds, or (kind, facts) pairs, in that order."""
    pairs = [(s, {}) if isinstance(s, str) else s for s in steps]
    return [act(n, kind, **facts) for n, (kind, facts) in enumerate(pairs)]


def live(item, *steps, **settings_):
    return fold(item, story(*steps), **settings_)


def whole(item, *steps, **settings_):
    """As `live`, and every step must have counted."""
    state = live(item, *steps, **settings_)
    assert state.ignored == ()
    return state


def reasons(state):
    return [str(text) for _, text in state.ignored]


TO = {
    "found": (),
    "ordered": ("ordered",),
    "in_progress": ("ordered", "served"),
    "submitted": ("ordered", "served", "submitted"),
    "passed": ("ordered", "served", "reinspected"),
    "cleared": ("ordered", "served", "reinspected", "cleared"),
    "equivalent": ("accepted_equivalent",),
    "disproved": ("disproved",),
    "ended_with_institution": ("ended_with_institution",),
}
