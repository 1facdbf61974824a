"""Catalogues of words: all messages of a language read, and each filled in; beside gettext with Babel, and Fluent.

The peers get the same messages, written in their own form: gettext as a compiled catalogue, and as the text that
translators edit, which Babel reads; Fluent as its own text. Filled in, a message has the same values everywhere.

Run: python benchmarks/messages.py [--threads N] [--repeats N]; peers where babel and fluent.runtime are installed
"""

from __future__ import annotations

import gettext
import io
import json
import re
from importlib.resources import files
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from common import Row, arguments, blas_threads, report, timed
from newind import messages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LANG, VALUE = "zh", 7
PLACE = re.compile(r"\{(\w*)[^{}]*\}")
SIMPLE = re.compile(r"([^{}]|\{[a-zA-Z]\w*\})*")
"""What all of them can hold: words, and values with a name."""


def read_all() -> dict[str, Any]:
    """Return all catalogues, read again."""
    for cached in (messages.message_group, messages._read):
        cached.cache_clear()
    names = [f.name.removesuffix(".json") for f in files(messages).joinpath("en").iterdir()]
    return {name: messages.message_group(name) for name in names}


def flat(found: dict[str, Any], place: str = "m") -> Iterator[tuple[str, str]]:
    """Yield id and words of the messages whose values have names, in one language."""
    for key, said in found.items():
        id = f"{place}-" + re.sub(r"\W", "-", key)
        if isinstance(said, dict) and isinstance(said.get(LANG), str):
            if SIMPLE.fullmatch(said[LANG]):
                yield id, said[LANG]
        elif isinstance(said, dict):
            yield from flat(said, id)


def format_all(words: dict[str, str], values: dict[str, dict[str, Any]]) -> None:
    """Fill every message in."""
    for id, said in words.items():
        messages.fill_words(said, LANG, **values[id])


def gettext_rows(words: dict[str, str]) -> tuple[Callable[[], Any], Callable[[], Any]]:
    """Return what reads a compiled catalogue, and the text of one."""
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po, write_po

    catalogue, compiled, text = Catalog(locale=LANG), io.BytesIO(), io.BytesIO()
    for id, said in words.items():
        catalogue.add(id, said)
    write_mo(compiled, catalogue)
    write_po(text, catalogue)
    return (
        lambda: gettext.GNUTranslations(io.BytesIO(compiled.getvalue())),
        lambda: read_po(io.BytesIO(text.getvalue())),
    )


def fluent_rows(words: dict[str, str]) -> tuple[Callable[[], Any], Callable[[], Any]]:
    """Return what reads a text in Fluent's form, and what fills every message in."""
    from fluent.runtime import FluentBundle, FluentResource

    def write(said: str) -> str:
        placed = PLACE.sub(lambda found: f"{{ $v{found[1]} }}", said).replace("\n", " ")
        return f'{{ "" }}{placed}'

    text = "".join(f"{id} = {write(said)}\n" for id, said in words.items())
    bundle = FluentBundle(["zh-CN"], use_isolating=False)
    bundle.add_resource(FluentResource(text))
    values = {id: {f"v{name}": VALUE for name in PLACE.findall(said)} for id, said in words.items()}

    def fill() -> None:
        for id in words:
            pattern = bundle.get_message(id).value
            if pattern is not None:
                bundle.format_pattern(pattern, values[id])

    return lambda: FluentResource(text), fill


def main() -> None:
    """Measure, and print a table."""
    options = arguments(str(__doc__).partition("\n")[0]).parse_args()
    with blas_threads(options.threads) as setting:
        words = dict(flat(read_all()))
        rows = [Row(f"read, all languages ({len(words):,} messages each)", timed(read_all, options.repeats))]
        values = {id: dict.fromkeys(PLACE.findall(said), VALUE) for id, said in words.items()}
        filled = timed(lambda: format_all(words, values), options.repeats)
        rows.append(Row("fill every message in, one language", filled))
        plain = json.dumps(words, ensure_ascii=False)
        rows.append(Row("read one language, JSON alone", timed(lambda: json.loads(plain), options.repeats)))
        if find_spec("babel"):
            compiled, text = gettext_rows(words)
            rows.append(Row("gettext, compiled", rows[2].ours, timed(compiled, options.repeats), note="one language"))
            rows.append(Row("gettext, text read by Babel", rows[2].ours, timed(text, options.repeats)))
        if find_spec("fluent"):
            read, fill = fluent_rows(words)
            rows.append(Row("Fluent, read", rows[2].ours, timed(read, options.repeats)))
            rows.append(Row("Fluent, fill in", filled, timed(fill, options.repeats)))
        report("Catalogues of words", setting, rows)


if __name__ == "__main__":
    main()
