"""Distances, areas and fences on the earth, from texts of points `latitude longitude altitude accuracy`.

Spec: getodk.github.io/xforms-spec, `area` and `distance`: a sphere with the Earth's equatorial radius, in metres and
square metres; altitude does not count. docs.getodk.org: `geofence`, `intersects`, `distance` of several points.
Importing this module registers the functions. What is no geometry has no measure (NaN), lies nowhere and crosses
nothing (false).
"""

from __future__ import annotations

import math
from bisect import bisect_right
from itertools import pairwise

from ...i18n import tr
from .dialect import EvaluationError, Value, to_number, to_string
from .registry import MANY, register, texts_of
from .world import Context

RADIUS = 6_378_100.0  # metres
MAX_PAIRS = 10_000_000  # of segments of one line
_NEAR = 1e-11  # degrees, about a micrometre: so near a border is on it

Point = tuple[float, float]  # latitude and longitude, degrees


def points(text: str) -> list[Point]:
    """Each point of a `;`-separated list; an empty list when one is no point."""
    found = []
    for part in text.split(";"):
        numbers = [to_number(number) for number in part.split()]
        if not numbers:
            continue
        if not 2 <= len(numbers) <= 4 or any(math.isnan(number) for number in numbers):
            return []
        latitude, longitude = numbers[:2]
        if abs(latitude) > 90 or abs(longitude) > 180:
            return []
        found.append((latitude, longitude))
    return found


# -- measures ----------------------------------------------------------------------------------------------
def distance(text: str) -> float:
    """Metres along the points in order: 0 of a single point, NaN without any."""
    path = points(text)
    return math.fsum(_between(a, b) for a, b in pairwise(path)) if path else math.nan


def _between(a: Point, b: Point) -> float:
    """Great-circle distance by the haversine formula."""
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (*a, *b))
    half = math.sin((lat_b - lat_a) / 2) ** 2 + (
        math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2)
    return 2 * RADIUS * math.asin(min(1.0, math.sqrt(half)))


def area(text: str) -> float:
    """Square metres inside the ring of points, closed or not: 0 of fewer than three points, NaN without any."""
    ring = points(text)
    if not ring:
        return math.nan
    total = math.fsum(
        math.radians(_turn(b[1] - a[1])) * (2 + math.sin(math.radians(a[0])) + math.sin(math.radians(b[0])))
        for a, b in pairwise([*ring, ring[0]]))
    return abs(total) * RADIUS * RADIUS / 2 if len(ring) > 2 else 0.0


def _turn(degrees: float) -> float:
    """The shorter way between two longitudes, also across the 180th meridian."""
    return degrees - 360 if degrees > 180 else degrees + 360 if degrees < -180 else degrees


# -- places ------------------------------------------------------------------------------------------------
def inside(point: str, shape: str) -> bool:
    """Whether a point lies in a shape or on its border, edges taken as straight between longitudes and latitudes."""
    places, ring = points(point), points(shape)
    if len(places) != 1 or len(ring) < 3:
        return False
    latitude, longitude = places[0]
    flat = ring[:1]  # longitudes that go on past the 180th meridian
    for y, x in [*ring[1:], ring[0]]:
        flat.append((y, flat[-1][1] + math.remainder(x - flat[-1][1], 360)))
    return any(_encloses([(y - latitude, x - longitude - turn) for y, x in flat]) for turn in (-360, 0, 360))


def _encloses(ring: list[Point]) -> bool:
    """Whether the origin lies in a closed ring or on it."""
    edges = list(pairwise(ring))
    return any(_on(a, b) for a, b in edges) or sum(_crossed(a, b) for a, b in edges) % 2 == 1


def _on(a: Point, b: Point) -> bool:
    """Whether the origin lies on the edge from a to b."""
    length = math.hypot(b[0] - a[0], b[1] - a[1])
    if length <= _NEAR:
        return math.hypot(*a) <= _NEAR
    along = -(a[0] * (b[0] - a[0]) + a[1] * (b[1] - a[1])) / length
    return abs(a[1] * b[0] - a[0] * b[1]) <= _NEAR * length and -_NEAR <= along <= length + _NEAR


def _crossed(a: Point, b: Point) -> bool:
    """Whether the edge crosses the half-line from the origin eastwards."""
    if (a[0] > 0) == (b[0] > 0):
        return False
    return a[1] - a[0] * (b[1] - a[1]) / (b[0] - a[0]) > 0


def crosses_itself(text: str) -> bool:
    """Whether two segments that are not neighbours cross or touch; that a shape ends where it began is no crossing.

    Raises EvaluationError when there are more than MAX_PAIRS to compare.
    """
    path = points(text)
    path = [path[0], *(b for a, b in pairwise(path) if a != b)] if path else []
    count = len(path) - 1
    closed = count > 0 and path[0] == path[-1]
    segments = sorted((min(a[1], b[1]), max(a[1], b[1]), at, a, b) for at, (a, b) in enumerate(pairwise(path)))
    wests, left = [segment[0] for segment in segments], MAX_PAIRS
    for place, (_, east, at, a, b) in enumerate(segments):
        reached = bisect_right(wests, east, place + 1)  # sorted from the west: no later one reaches back to this one
        left -= reached - place
        if left < 0:
            raise EvaluationError(tr("线的点过多，无法判断是否自交", "the line has too many points to find crossings"))
        south, north = min(a[0], b[0]), max(a[0], b[0])
        for _, _, other, c, d in segments[place + 1:reached]:
            if (c[0] < south and d[0] < south) or (c[0] > north and d[0] > north):
                continue
            apart = abs(at - other)
            if apart > 1 and not (closed and apart == count - 1) and _meet(a, b, c, d):
                return True
    return False


def _meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    one, two, three, four = _side(a, b, c), _side(a, b, d), _side(c, d, a), _side(c, d, b)
    if one != two and three != four:
        return True
    return (one == 0 and _spans(a, b, c)) or (two == 0 and _spans(a, b, d)) or (
        three == 0 and _spans(c, d, a)) or (four == 0 and _spans(c, d, b))


def _side(a: Point, b: Point, c: Point) -> int:
    """On which side of the line from a to b the point c lies; 0: on it."""
    turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (turn > 0) - (turn < 0)


def _spans(a: Point, b: Point, c: Point) -> bool:
    """Whether c, which is on the line through a and b, lies between them."""
    return min(a[0], b[0]) <= c[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= c[1] <= max(a[1], b[1])


# -- functions ---------------------------------------------------------------------------------------------
register("area", 1, MANY, tr("geoshape 或各点围成的面积，平方米", "square metres inside a geoshape or between points"))(
    lambda context, *shape: area(";".join(texts_of(shape))))
register("distance", 1, MANY, tr("沿 geotrace、geoshape 或各点的长度，米", "metres along a geotrace, a geoshape or points"))(
    lambda context, *path: distance(";".join(texts_of(path))))
register("intersects", 1, None, tr("geotrace 或 geoshape 是否自交", "whether a geotrace or geoshape crosses itself"), source="odk")(
    lambda context, path: crosses_itself(to_string(path)))


@register("geofence", 2, None, tr("点是否在 geoshape 内或边上", "whether a point lies in a geoshape or on its border"),
          source="odk")
def _geofence(context: Context, point: Value, shape: Value) -> Value:
    return inside(to_string(point), to_string(shape))
