"""Contrast computed from the tokens: every pair they list, and every pair the stylesheet and the painters put together."""

from __future__ import annotations

import re

import pytest

from fieldaudit.ui.theme.stylesheet import stylesheet
from fieldaudit.ui.theme.tokens import TOKENS
from fieldaudit.ui.widgets import paint, segments

THEMES = ("light", "dark", "high_contrast")
TEXT, UI = 4.5, 3.0
GROUNDS = ("bg", "surface", "surface_raised", "selection", "hover")  # what rows and pages are painted on


def luminance(colour: str) -> float:
    """WCAG 2 relative luminance of #RRGGBB."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two colours."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("kind", "least"), [("text_4_5", TEXT), ("ui_3", UI)])
def test_every_listed_pair_is_as_listed_and_enough(theme: str, kind: str, least: float) -> None:
    colours, listed = TOKENS["color"][theme], TOKENS["contrast"][theme][kind]
    computed = {pair: contrast(*(colours[name] for name in pair.split(" on "))) for pair in listed}
    assert computed == pytest.approx(listed, abs=0.011)
    assert {pair: ratio for pair, ratio in computed.items() if ratio < least} == {}


def rules(sheet: str) -> list[tuple[str, dict[str, str]]]:
    """(selector, properties) of each rule of a stylesheet."""
    found = re.findall(r"([^{}]+)\{([^{}]*)\}", sheet)
    return [(selector.strip(), dict(re.findall(r"([\w-]+):\s*([^;]+?)\s*(?:;|$)", body.strip()))) for selector, body in found]


def colour_of(properties: dict[str, str], *names: str) -> str:
    """The first of these properties that names a colour, as #RRGGBB, else ""."""
    for name in names:
        match = re.search(r"#[0-9A-Fa-f]{6}", properties.get(name, ""))
        if match:
            return match.group().upper()
    return ""


@pytest.mark.parametrize("theme", THEMES)
def test_what_the_stylesheet_puts_together_can_be_read(theme: str) -> None:
    colours = TOKENS["color"][theme]
    poor = {}
    for selector, properties in rules(stylesheet(theme)):
        for fore, back in (("color", ("background", "background-color")), ("selection-color", ("selection-background-color",))):
            text, ground = colour_of(properties, fore), colour_of(properties, *back)
            grounds = [ground] if ground else [colours[name] for name in ("bg", "surface")]
            if not text or ":disabled" in selector or "toast" in selector:
                continue  # disabled text is exempt; the toast is looked at below
            for each in grounds:
                if contrast(text, each) < TEXT:
                    poor[f"{selector}: {text} on {each}"] = contrast(text, each)
    assert poor == {}


@pytest.mark.parametrize("theme", THEMES)
def test_placeholders_and_edges_of_inputs_can_be_seen(theme: str) -> None:
    poor = []
    for selector, properties in rules(stylesheet(theme)):
        ground = colour_of(properties, "background")
        hint, edge = colour_of(properties, "placeholder-text-color"), colour_of(properties, "border")
        if hint and contrast(hint, ground) < TEXT:
            poor.append((selector, hint, ground))
        if edge and "QLineEdit" in selector and contrast(edge, ground) < UI:
            poor.append((selector, edge, ground))
    assert poor == []


@pytest.mark.parametrize("theme", THEMES)
def test_words_on_a_toast_can_be_read(theme: str) -> None:
    colours = TOKENS["color"][theme]
    assert all(contrast(colours[name], colours["tooltip_bg"]) >= TEXT for name in ("tooltip_text", "tooltip_accent"))


@pytest.mark.parametrize("theme", THEMES)
def test_what_is_painted_in_rows_can_be_read_on_every_ground(theme: str) -> None:
    colours = TOKENS["color"][theme]
    pairs = [(token, ground) for tone, token in paint.TEXT_TONES.items() if tone != "disabled" for ground in GROUNDS]
    pairs += [(fore, back) for back, fore in paint.CHIP_TONES.values()]
    pairs += [(fore, fill) for fill, fore, _edge in segments.CHOSEN.values()]
    pairs += [("text_secondary", "track"), ("danger_text_on", "danger"), ("text_secondary", "surface_sunken")]
    poor = {f"{fore} on {back}": contrast(colours[fore], colours[back]) for fore, back in pairs}
    assert {pair: ratio for pair, ratio in poor.items() if ratio < TEXT} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_a_chosen_segment_differs_from_its_neighbours_by_its_edge(theme: str) -> None:
    colours = TOKENS["color"][theme]
    edges = {tone: contrast(colours[edge], colours["surface"]) for tone, (_fill, _fore, edge) in segments.CHOSEN.items()}
    assert {tone: ratio for tone, ratio in edges.items() if ratio < UI} == {}
