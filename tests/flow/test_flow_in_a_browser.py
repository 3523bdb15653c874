"""The page of ``moneyquote flow`` in Chromium: what lights up, what a click opens, what a search keeps."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tests.flow.invented import many_edges

from moneyquote.flow import page

webdriver = pytest.importorskip("selenium.webdriver", reason="needs selenium: pip install 'moneyquote[dev]'")
waiting = pytest.importorskip("selenium.webdriver.support.ui")
# A line that has nothing before it at a tenth of its length, and that place in the window.
_A_LINE_IN_SIGHT = """
for (const path of document.querySelectorAll("a.edge path")) {
  path.scrollIntoView({block: "center"});
  const at = path.getPointAtLength(path.getTotalLength() / 10).matrixTransform(path.getScreenCTM());
  const place = [Math.round(at.x), Math.round(at.y)];
  if (document.elementFromPoint(...place) === path) return [path.parentElement, ...place];
}
"""
LEAST_CONTRAST = 4.5  # of text. References: WCAG 2.2, 1.4.3


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Chromium without a window, on a page of 200 edges. MONEYQUOTE_NEEDS_BROWSER makes its absence a failure."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        reason = "no Chromium here: apt-get install chromium chromium-driver"
        if os.environ.get("MONEYQUOTE_NEEDS_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    # Chromium's sandbox refuses root; continuous integration has little /dev/shm.
    for word in (
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--window-size=1300,1000",
    ):
        options.add_argument(word)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    path = tmp_path_factory.mktemp("flow") / "flow.html"
    path.write_text(page(many_edges(), "invented news", most=200), encoding="utf-8")
    found = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    found.address = path.as_uri()
    yield found
    found.quit()


@pytest.fixture
def opened(browser: Any) -> Any:
    """The page as it is when it has just been opened."""
    browser.get("about:blank")
    browser.get(browser.address)
    return browser


def all_of(browser: Any, css: str) -> list[Any]:
    return list(browser.find_elements("css selector", css))


def hover(browser: Any, css: str) -> None:
    """Move the mouse to the middle of an element that can be seen."""
    target = browser.find_element("css selector", css)
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", target)
    webdriver.ActionChains(browser).move_to_element(target).perform()


def contrast(one: str, other: str) -> float:
    """The ratio of the luminances of two colours as browsers tell them."""

    def luminance(colour: str) -> float:
        parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_it_opens_without_a_complaint_and_shows_200_lines(opened: Any) -> None:
    assert len(all_of(opened, "a.edge")) == 200
    assert len(all_of(opened, "svg")) == 4
    assert not [entry for entry in opened.get_log("browser") if entry["level"] == "SEVERE"]
    assert opened.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")


def test_names_stay_inside_the_picture_and_do_not_overlap(opened: Any) -> None:
    boxes = opened.execute_script(
        "return [...document.querySelectorAll('svg')].map(svg => { const v = svg.viewBox.baseVal;"
        " return {width: v.width, height: v.height, names: [...svg.querySelectorAll('g.name text')].map(text =>"
        " { const b = text.getBBox(); return [b.x, b.y, b.x + b.width, b.y + b.height, text.textContent]; })}; })"
    )
    for box in boxes:
        assert len(box["names"]) > 4
        for left, top, right, bottom, name in box["names"]:
            assert 0 <= left < right <= box["width"], name
            assert -2 <= top < bottom <= box["height"] + 2, name
        for side in (0, 1):
            half = sorted(
                (n for n in box["names"] if (n[0] > box["width"] / 2) == bool(side)), key=lambda name: name[1]
            )
            for upper, lower in pairwise(half):
                assert upper[3] <= lower[1] + 2, (upper[4], lower[4])


def test_the_mouse_on_a_name_lights_its_lines_and_their_other_ends(opened: Any) -> None:
    name = opened.find_element("css selector", "g.name.from")
    hover(opened, "g.name.from text")
    own = [edge for edge in all_of(opened, "svg:first-of-type a.edge") if edge.get_attribute("class").endswith(" on")]
    assert own
    assert {edge.get_attribute("data-from") for edge in own} == {name.get_attribute("data-name")}
    lit = {found.get_attribute("data-name") for found in all_of(opened, "g.name.to.on")}
    assert lit == {edge.get_attribute("data-to") for edge in own}
    assert float(own[0].find_element("css selector", "path").value_of_css_property("stroke-opacity")) > 0.9
    dim = opened.find_element("css selector", "a.edge:not(.on) path")
    assert float(dim.value_of_css_property("stroke-opacity")) < 0.2
    hover(opened, "h1")
    assert not all_of(opened, ".on")
    assert not all_of(opened, "svg.some")


def test_a_click_on_a_line_opens_its_evidence_in_sight(opened: Any) -> None:
    line, x, y = opened.execute_script(_A_LINE_IN_SIGHT)
    row = opened.find_element("css selector", f"tr{line.get_dom_attribute('href')}")
    assert not row.is_displayed()
    mouse = webdriver.ActionChains(opened)
    mouse.w3c_actions.pointer_action.move_to_location(x, y).click()
    mouse.perform()
    waiting.WebDriverWait(opened, 10).until(lambda _: row.is_displayed())
    top, bottom, height = opened.execute_script(
        "const b = arguments[0].getBoundingClientRect(); return [b.top, b.bottom, window.innerHeight]", row
    )
    assert 0 <= top < bottom <= height
    assert "for its roof and the gutters" in row.text


def test_a_search_keeps_what_matches_and_a_name_is_searched_by_a_click(opened: Any) -> None:
    field, told = opened.find_element("id", "search"), opened.find_element("id", "found")
    field.send_keys("orsk fund")
    kept = all_of(opened, "a.edge.on")
    assert told.text == f"{len(kept)} of 200 lines"
    assert 0 < len(kept) < 200
    assert all("Orsk Fund" in edge.get_attribute("data-from") for edge in kept)
    field.clear()
    field.send_keys("zzzz")
    assert told.text == "0 of 200 lines"
    assert not all_of(opened, "a.edge.on")
    field.clear()
    field.send_keys(" ")
    assert told.text == ""
    name = opened.find_element("css selector", "g.name.to")
    hover(opened, "g.name.to text")
    name.find_element("css selector", "text").click()
    assert field.get_attribute("value") == name.get_attribute("data-name")
    assert all_of(opened, "a.edge.on")


def test_on_a_narrow_window_the_picture_scrolls_and_names_keep_their_size(opened: Any) -> None:
    metrics = {"width": 420, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    opened.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        assert opened.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")
        assert opened.find_element("css selector", "svg text").rect["height"] > 9
    finally:
        opened.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_names_in_the_table_break_between_words(opened: Any) -> None:
    opened.execute_script("document.querySelector('details').open = true")
    widths = opened.execute_script(
        "return [...document.querySelectorAll('section:first-of-type td:first-child')].map(cell => {"
        " const range = document.createRange(), text = cell.firstChild; const word = text.data.split(' ').pop();"
        " range.setStart(text, text.length - word.length); range.setEnd(text, text.length);"
        " return range.getClientRects().length; })"
    )
    assert set(widths) == {1}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_are_readable_in_light_and_dark(opened: Any, scheme: str) -> None:
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    ground = opened.find_element("css selector", "body").value_of_css_property("background-color")
    for css, property_name in (
        ("body", "color"),
        ("header p", "color"),
        ("svg text", "fill"),
        ("svg .sum", "fill"),
        ("small", "color"),
        ("#search", "color"),
    ):
        colour = opened.find_element("css selector", css).value_of_css_property(property_name)
        assert contrast(colour, ground) >= LEAST_CONTRAST, (css, colour, ground)
    assert (contrast(ground, "rgb(255, 255, 255)") < 2) == (scheme == "light")
    screenshots = os.environ.get("MONEYQUOTE_SCREENSHOTS")  # a folder, for a person to look at
    if screenshots:
        opened.save_screenshot(str(Path(screenshots) / f"flow-{scheme}.png"))
