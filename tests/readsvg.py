"""Charts drawn and read back: their marks, their texts and the room that these take."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree

from diagrams import TOLD
from newind.charts import PAGE, chart, draw

LONG = "Another economy whose name is far too long for any column"
LONG_ZH = "名称很长的一个经济体或者行业的全称"
WIDTHS = (draw.WIDTH, PAGE)


def drawn(proof, lang="en", names=None, wide=draw.WIDTH, key="1"):
    return chart(proof, names or (lambda c: TOLD[lang].get(c, c)), lang, "What it shows", key, wide)


def parsed(proof, **kw):
    return ElementTree.fromstring(drawn(proof, **kw))


def marks(root, tag, css):
    return [e for e in root.iter(tag) if css in e.get("class", "").split()]


def words(text):
    return "".join(text.itertext()) if text.find("title") is None else text.find("title").tail


def boxes(root):
    """Return the box of each upright text: what it says, left, right, top, bottom, by the widths reckoned with."""
    found = []
    groups = [(root, 0.0), *((g, float(re.search(r" ([\d.]+)\)", g.get("transform"))[1])) for g in root.iter("g"))]
    for parent, shift in groups:
        for text in parent.findall("text"):
            css = text.get("class", "").split()
            if text.get("transform"):
                continue
            size = 12
            wide = draw.width(words(text), size, bold="me" in css or "strong" in css)
            left = (
                float(text.get("x")) - {"start": 0, "middle": wide / 2, "end": wide}[text.get("text-anchor", "start")]
            )
            y = float(text.get("y")) + shift
            found.append((words(text), left, left + wide, y - 0.8 * size, y + 0.12 * size))
    return found


def overlapping(root):
    pairs = itertools.combinations(boxes(root), 2)
    return [
        (a[0], b[0])
        for a, b in pairs
        if min(a[2], b[2]) - max(a[1], b[1]) > 0.6 and min(a[4], b[4]) - max(a[3], b[3]) > 0.6
    ]


def d(path):
    return [float(v) for v in re.findall(r"-?[\d.]+", path.get("d"))]
