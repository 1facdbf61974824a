"""House styles of names: what is shown changes, codes, hashes and the user's own names do not."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import newind as ni
from newind.accounts.regions import STYLES, Region, Regions, apply_house_style, names, read_regions, spellings, style
from newind.analyses.circulation.provinces import province_tiles
from newind.data.attach import attach
from newind.data.readers.nbs import labels
from newind.datafiles import read_csv_rows
from newind.errors import UnknownNameError
from newind.measures.context import Context

ROOT = Path(__file__).parents[2]
PLACES = ("src/newind", "builders", "docs", "README.md", "frontend/src")
READ = (".yaml", ".csv", ".py", ".md", ".json", ".ts", ".tsx")
STATEMENT = re.compile(
    r"one China|一个中国|which is Taiwan|(Hong Kong|Macao|Taiwan)[^.]{0,40}\b(abroad|foreign|countr)"
    r"|(港澳|香港|澳门|台湾)[^。]{0,12}(境外|国外|国家)"
)


def test_the_plain_style_is_the_default_and_every_style_can_be_chosen():
    assert style() == "plain"
    assert apply_house_style("TWN").en == read_regions()["TWN"].en
    with names("un"):
        assert (apply_house_style("TWN").en, apply_house_style("KOR").en) == (
            "Taiwan Province of China",
            "Republic of Korea",
        )
    with names("worldbank"):
        assert (apply_house_style("TWN").en, apply_house_style("HKG").en) == ("Taiwan, China", "Hong Kong SAR, China")
    assert style() == "plain"


@pytest.mark.parametrize("chosen", STYLES)
def test_in_chinese_territories_have_the_official_names_in_every_style(chosen):
    with names(chosen):
        said = [apply_house_style(c).zh for c in ("TWN", "HKG", "MAC")]
    assert all(n.startswith(short) for n, short in zip(said, ("中国台湾", "中国香港", "中国澳门"), strict=True))
    assert [n.endswith("特别行政区") for n in said] == [False, chosen != "plain", chosen != "plain"]


def test_every_styled_name_is_of_a_known_economy_once_and_differs_from_another():
    rows = read_csv_rows("newind.accounts", "names.csv")
    assert len({(r["code"], r["style"]) for r in rows}) == len(rows)
    assert {r["style"] for r in rows} == set(STYLES) - {"plain"}
    known = read_regions()
    assert all((r["en"], r["zh"]) != (known[r["code"]].en, known[r["code"]].zh) for r in rows)
    assert not [r["code"] for r in rows if known[r["code"]].kind == "rest"]
    for chosen in STYLES:
        with names(chosen):
            for lang in ("en", "zh"):
                said = [getattr(apply_house_style(c), lang) for c in read_regions()]
                assert len(set(said)) == len(said)


def test_an_unknown_style_is_refused():
    with pytest.raises(UnknownNameError, match="worldbank"), names("worldbanc"):
        pass
    assert style() == "plain"


def test_a_label_of_a_file_may_be_any_name_of_a_region(tmp_path):
    w, path = ni.load("china-2017", year=2017), tmp_path / "figures.csv"
    called = spellings(w.regions.rows)["CN-XZ"]
    assert {"Tibet", "Xizang", "西藏"} == set(called)
    for name in called:
        path.write_text(f"region,name,value,unit\n{name},people,3,million\n", encoding="utf-8")
        assert attach(w, path).facts["people"].values[w.regions.index("CN-XZ")] == 3
        assert labels.region(None, f"Input-output table of {name}, 2017", None, between_provinces=False) == "CN-XZ"


def test_the_map_of_provinces_has_the_names_of_the_table():
    tiles = {t.code: t.name for t in province_tiles()}
    known = {c: {"en": r.en, "zh": r.zh} for c, r in read_regions().items() if r.kind == "province"}
    assert {c: n for c, n in tiles.items() if c in known} == {c: n for c, n in known.items() if c in tiles}


def test_accounts_and_names_of_the_users_own_do_not_change():
    w = ni.load("world", year=2011)
    plain = w.hash
    with names("un"):
        assert ni.load("world", year=2011).hash == plain
        assert w.regions.en[w.regions.index("KOR")] == "South Korea"
        assert Context.from_accounts(w, "CHN").economy("KOR").en == "Republic of Korea"
        assert apply_house_style(Region("KOR", "Korea of ours", "我们的韩国", "country", "KOR")).en == "Korea of ours"


def test_the_kind_economy_is_read_as_country():
    assert Region("XXX", "X", "X", "economy").kind == "country"
    assert Regions([Region("XXX", "X", "X", "economy")]).kind == ("country",)


def test_the_command_line_takes_a_style_and_the_environment_sets_it():
    program = [sys.executable, "-c", "from newind.cli import main; main()"]
    asked = ["--names", "un", "diagnose", "KOR", "--system", "s4", "--quick"]
    found = subprocess.run([*program, *asked], capture_output=True, text=True, check=True, encoding="utf-8")
    assert "Republic of Korea" in found.stdout
    assert "South Korea" not in found.stdout


@pytest.mark.parametrize("place", PLACES)
def test_no_text_can_be_read_as_a_statement_on_territory(place):
    read = 0
    for path in (p for p in [ROOT / place, *(ROOT / place).rglob("*")] if p.is_file() and p.suffix in READ):
        said = " ".join(path.read_text(encoding="utf-8").split())
        assert not STATEMENT.search(said), f"{path}: {STATEMENT.search(said)}"
        read += 1
    assert read, place


def test_plain_names_name_a_country_for_no_territory():
    assert [read_regions()[c].en for c in ("TWN", "HKG", "MAC")] == ["Taiwan", "Hong Kong", "Macao"]
