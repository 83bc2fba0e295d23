"""Charts read back: the boxes of their texts and shapes, for tests."""

import re

from dealdesk.documents.assets import assets
from dealdesk.documents.fonts import BOLD, TEXT, face

FONTS = assets("quote").fonts
FACES = (face(FONTS / TEXT), face(FONTS / BOLD))
_TEXTS = re.compile(
    r'<text x="([-\d.]+)" y="([-\d.]+)" [^>]*font-size="([\d.]+)" font-weight="(\d+)"[^>]*>([^<]*)</text>'
)
_RECTS = re.compile(r'<rect x="([-\d.naif]+)" y="([-\d.naif]+)" width="([-\d.naif]+)" height="([-\d.naif]+)"')
_SIZE = re.compile(r'width="([\d.]+)pt" height="([\d.]+)pt" viewBox="0 0 ([\d.]+) ([\d.]+)"')


def boxes(svg: str) -> list[tuple[float, float, float, float, str]]:
    """Left, top, right and bottom of every text, as the typeface's advance widths have it."""
    found = []
    for x, y, size, weight, text in _TEXTS.findall(svg):
        one, points = FACES[weight == "600"], float(size)
        plain = text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
        found.append((float(x), float(y) - 0.73 * points, float(x) + one.width(plain, points), float(y), plain))
    return found


def size(svg: str) -> tuple[float, float]:
    found = _SIZE.search(svg)
    assert found
    assert (found[1], found[2]) == (found[3], found[4])
    return float(found[1]), float(found[2])


def faults(svg: str) -> list[str]:
    """What is wrong with a picture: texts outside it or upon each other, shapes outside it."""
    right, bottom = size(svg)
    found = []
    texts = boxes(svg)
    for x0, y0, x1, y1, text in texts:
        if x0 < 0 or y0 < 0 or x1 > right + 0.02 or y1 > bottom + 0.02:
            found.append(f"{text!r} is outside")
    for number, a in enumerate(texts):
        for b in texts[number + 1 :]:
            if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]:
                found.append(f"{a[4]!r} is upon {b[4]!r}")
    for each in _RECTS.findall(svg):
        x, y, width, height = map(float, each)
        if not (x >= -0.01 and y >= -0.01 and width >= 0 and height >= 0 and x + width <= right + 0.5):
            found.append(f"a shape at {x}, {y} is outside")
        if y + height > bottom + 0.5:
            found.append(f"a shape at {x}, {y} is below")
    return found
