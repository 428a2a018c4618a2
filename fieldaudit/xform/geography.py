"""Distances and areas on the earth, from texts of points `latitude longitude altitude accuracy`.

Spec: getodk.github.io/xforms-spec, `area` and `distance`: a sphere with the Earth's equatorial radius, in
metres and square metres; altitude does not count.
"""

from __future__ import annotations

import math
from itertools import pairwise

RADIUS = 6_378_100.0  # metres


def points(text: str) -> list[tuple[float, float]]:
    """Latitude and longitude of each point of a `;`-separated list; an empty list when one is no point."""
    found = []
    for part in text.split(";"):
        if not part.strip():
            continue
        try:
            latitude, longitude = (float(number) for number in part.split()[:2])
        except ValueError:
            return []
        if not (abs(latitude) <= 90 and abs(longitude) <= 180):
            return []
        found.append((latitude, longitude))
    return found


def distance(text: str) -> float:
    """Metres along the points in order; NaN when there are fewer than two."""
    path = points(text)
    if len(path) < 2:
        return math.nan
    return math.fsum(_between(a, b) for a, b in pairwise(path))


def _between(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance by the haversine formula."""
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (*a, *b))
    half = math.sin((lat_b - lat_a) / 2) ** 2 + (
        math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2)
    return 2 * RADIUS * math.asin(min(1.0, math.sqrt(half)))


def area(text: str) -> float:
    """Square metres inside the ring of points; NaN when there are fewer than three."""
    ring = points(text)
    if len(ring) < 3:
        return math.nan
    if ring[0] != ring[-1]:
        ring.append(ring[0])
    total = math.fsum(
        math.radians(b[1] - a[1]) * (2 + math.sin(math.radians(a[0])) + math.sin(math.radians(b[0])))
        for a, b in pairwise(ring))
    return abs(total) * RADIUS * RADIUS / 2
