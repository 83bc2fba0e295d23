"""A vendor's logo: SVG of which only shapes and letters are let through."""

from __future__ import annotations

import re
from html import escape
from xml.etree.ElementTree import Element, ParseError, XMLParser

from dealdesk.errors import RenderError, printable

HEIGHT = 18.0
WIDTH = 150.0
"""The box, in pt, that a logo is fitted into."""

_LARGEST = 64 * 1024
_DEEPEST = 20
_LETTERS = 200
_SVG = "{http://www.w3.org/2000/svg}"
_DESCRIBED = f"{_SVG}desc"
"""Where drawing programs say who drew it, and with what."""

_ELEMENTS = frozenset(
    ["svg", "g", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"]
)
_ATTRIBUTES = frozenset(
    re.findall(
        r"[\w-]+",
        "viewBox d x y x1 y1 x2 y2 cx cy r rx ry width height points transform "
        "fill fill-rule fill-opacity clip-rule stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit "
        "stroke-opacity opacity font-family font-size font-weight letter-spacing text-anchor",
    )
)
_IGNORED = frozenset(["id", "class", "version", "role", "focusable", "xml:space", "baseProfile", "preserveAspectRatio"])
_PLAIN = re.compile(r"[\w\s.,#%()+'\"-]*", re.ASCII)
_HUGE = re.compile(r"(?<![\d.])\d{7,}|\d[eE]\+?\d")
_COLOUR = re.compile(r"#\w+")
_FUNCTIONS = frozenset(["translate", "scale", "rotate", "matrix", "skewX", "skewY", "rgb"])
_FAMILIES = {"DD Display": "Inter Display", "Inter Display": "Inter Display"}


def clean_logo(svg: str, vendor: str = "") -> str:
    """Return a logo as SVG that is safe to place into a page, sized in pt to fit its box.

    A logo without a title of its own is read aloud as the vendor's name.

    Only shapes, text and groups are allowed, with attributes of geometry, colour and type.  What editors leave behind
    and does nothing (`id`, `class`, `data-…`, comments, `<desc>`) is left out.

    Raises:
        RenderError: It is not SVG, or holds anything else: the message names it.
    """
    if len(svg) > _LARGEST:
        raise RenderError(f"logo: larger than {_LARGEST // 1024} KB")
    if "<!DOCTYPE" in svg or "<!ENTITY" in svg:
        raise RenderError("logo: a document type is not allowed in a logo; delete the <!DOCTYPE …>")
    parser = XMLParser()
    try:
        parser.feed(svg)
        root = parser.close()
    except (ParseError, ValueError) as failure:
        raise RenderError(f"logo: not well-formed SVG: {failure}") from failure
    if root.tag != f"{_SVG}svg":
        raise RenderError('logo: not an SVG picture: it must start with <svg xmlns="http://www.w3.org/2000/svg">')
    left, top, width, height = _view_box(root)
    scale = min(HEIGHT / height, WIDTH / width)
    size = f'width="{width * scale:.2f}pt" height="{height * scale:.2f}pt"'
    box = f'viewBox="{left:g} {top:g} {width:g} {height:g}"'
    if sum(len(text) for element in root.iter("*") for text in (element.text or "", element.tail or "")) > _LETTERS:
        raise RenderError(f"logo: more than {_LETTERS} letters; draw them as shapes")
    inside = "".join(_copied(child, 1) for child in root if child.tag != _DESCRIBED)
    titled = any(child.tag == f"{_SVG}title" for child in root)
    title = "" if titled or not vendor else f"<title>{escape(vendor)}</title>"
    return f'<svg xmlns="http://www.w3.org/2000/svg" class="logo" role="img" {box} {size}>{title}{inside}</svg>'


def _view_box(root: Element) -> tuple[float, float, float, float]:
    text = root.get("viewBox") or f"0 0 {root.get('width', '')} {root.get('height', '')}"
    try:
        left, top, width, height = (float(each.removesuffix("px")) for each in text.replace(",", " ").split())
    except ValueError:
        raise RenderError('logo: it needs a size: viewBox="0 0 120 25"') from None
    if not (0 < width <= 10_000 and 0 < height <= 10_000 and abs(left) <= 10_000 and abs(top) <= 10_000):
        raise RenderError("logo: its viewBox must have a width and a height from 0 to 10000")
    return left, top, width, height


def _copied(element: Element, depth: int) -> str:
    name = str(element.tag).removeprefix(_SVG)
    if name not in _ELEMENTS or name == "svg" or depth > _DEEPEST:
        allowed = " ".join(sorted(_ELEMENTS - {"svg"}))
        raise RenderError(f"logo: <{printable(name[:40])}> is not allowed in a logo; allowed are {allowed}")
    attributes = "".join(
        _attribute(name, *each)
        for each in element.items()
        if not (each[0] in _IGNORED or each[0].startswith(("data-", "aria-", "{http://www.w3.org/XML/")))
    )
    inside = "".join(
        ("" if child.tag == _DESCRIBED else _copied(child, depth + 1)) + escape(child.tail or "") for child in element
    )
    return f"<{name}{attributes}>{escape(element.text or '')}{inside}</{name}>"


def _attribute(element: str, name: str, value: str) -> str:
    where = f"logo: {printable(name[:40])}={printable(value[:40])!r} of <{element}>"
    if name not in _ATTRIBUTES:
        raise RenderError(f"{where} is not allowed in a logo; draw with plain shapes, fill and stroke")
    functions = set(re.findall(r"([\w-]+)\s*\(", value))
    if not _PLAIN.fullmatch(value) or not functions <= _FUNCTIONS:
        raise RenderError(f"{where} is not plain geometry, colour or type")
    if _HUGE.search(_COLOUR.sub("", value)):
        raise RenderError(f"{where} holds a number that no logo needs; a million is the most")
    if name == "font-family":
        value = _FAMILIES.get(value.strip("'\" "), "Inter")
    return f' {name}="{escape(value)}"'
