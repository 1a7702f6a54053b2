"""From a drawing of matplotlib's to a picture that stands inside a page and follows its colours."""

from collections.abc import Mapping
from xml.etree import ElementTree as Tree

from groundwood.render.templates import printable

INK = "#000000"
_DROPPED = frozenset(("metadata", "style"))
_NOT_NEEDED = frozenset(("font-family", "version"))


def inline(drawing: str, key: str, title: str, told: str, colours: Mapping[str, str]) -> str:
    """Return the SVG for an HTML page whose policy allows no style but its own sheet.

    Styles become attributes, black becomes the colour of the text, and each of ``colours`` (its
    name by its ``#rrggbb``) the page's own: ``var(--name)``. ``title`` and ``told`` are the text
    for those who cannot see it; ``key`` begins its ids.
    """
    root = Tree.fromstring(drawing)
    used = {value for node in root.iter() for value in _references(node)}
    _clean(root, used, key, colours)
    for name in ("width", "height"):  # as large as the page lets it be
        del root.attrib[name]
    labels = f"{key}-title {key}-told"
    root.attrib |= {"role": "img", "fill": "currentColor", "aria-labelledby": labels}
    for place, (tag, name, text) in enumerate((("title", "title", title), ("desc", "told", told))):
        node = Tree.Element(tag, id=f"{key}-{name}")
        node.text = str(printable(text))
        root.insert(place, node)
    return Tree.tostring(root, encoding="unicode")


def _clean(node: Tree.Element, used: set[str], key: str, colours: Mapping[str, str]) -> None:
    node.tag = _local(node.tag)
    styles = _declarations(node.attrib.pop("style", ""))
    attributes = [*node.attrib.items(), *styles]
    node.attrib.clear()
    for name, value in attributes:
        kept = _attribute(_local(name), value, used, key, colours)
        if kept:
            node.set(_local(name), kept)
    for child in list(node):
        if _local(child.tag) in _DROPPED:
            node.remove(child)
        else:
            _clean(child, used, key, colours)


def _attribute(name: str, value: str, used: set[str], key: str, colours: Mapping[str, str]) -> str:
    """Return the value as it stands in the page; empty where it is not to."""
    if name in _NOT_NEEDED:
        return ""
    if name == "id":
        return f"{key}-{value}" if value in used else ""
    if value == INK:
        return "currentColor"
    if value in colours:
        return f"var(--{colours[value]}, {value})"
    return value.replace("#", f"#{key}-") if value.startswith(("#", "url(#")) else value


def _references(node: Tree.Element) -> list[str]:
    values = [*node.attrib.values(), *(v for _, v in _declarations(node.get("style", "")))]
    named = [v.removeprefix("url(").removesuffix(")") for v in values]
    return [value[1:] for value in named if value.startswith("#")]


def _declarations(style: str) -> list[tuple[str, str]]:
    pairs = (one.partition(":") for one in style.split(";") if one.strip())
    return [(name.strip(), value.strip()) for name, _, value in pairs]


def _local(name: str) -> str:
    return name.rpartition("}")[2]
