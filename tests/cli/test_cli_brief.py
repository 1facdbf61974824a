"""``newind brief`` writes the page, the Word file and the tables, and says where."""

from __future__ import annotations

import html
import re
import shlex
from pathlib import Path

import pytest

import boundary
import newind as ni
from nbs_layout import Layout, made
from newind.accounts.regions import region
from newind.analyses.circulation.transfer import transfer_candidates
from newind.documents import write
from newind.documents.build import build_brief
from newind.measures.measure import unknowable
from newind.questions.regional import join_industry_names

KINDS = {".html", ".docx", ".xlsx", ".csv"}


def test_files_are_written_to_briefs_and_named(run, tmp_path):
    shown = run("brief", "chn", "--quick").stdout.splitlines()  # test_docs.py writes the whole brief
    written = {p for p in (tmp_path / "briefs").rglob("*") if p.is_file()}
    assert {p.suffix for p in written} == KINDS
    assert {tmp_path / line.strip() for line in shown[1:]} == written
    assert shown[0].strip()
    assert [p.name for p in tmp_path.iterdir()] == ["briefs"]


def test_options_are_passed_on(run_json, tmp_path):
    options = ["--peers", "FRA,ITA", "--lang", "both", "--year", "2008", "--out", "germany", "--quick"]
    found = run_json("brief", "DEU", *options)
    assert found["region"] == "DEU"
    assert [b["lang"] for b in found["briefs"]] == ["en", "zh"]
    for b in found["briefs"]:
        assert b["headline"]
        assert {Path(f).suffix for f in b["files"]} >= {".html", ".docx"}
        assert all((tmp_path / f).stat().st_size for f in b["files"])
        page = next((tmp_path / f).read_text(encoding="utf-8") for f in b["files"] if f.endswith(".html"))
        assert f'lang="{b["lang"]}' in page
        assert "2008" in page
    assert not (tmp_path / "briefs").exists()


def test_the_form_is_named_by_one_option(run, tmp_path):
    """The default has four pages, and a former name of it still works."""
    files = {}
    for options in ((), ("--decision",), ("--one-page",)):
        run("brief", "CN-GD", "--out", "_".join(("out", *options)), *options)
        files[options] = {p.name: p.read_bytes() for p in (tmp_path / "_".join(("out", *options))).iterdir()}
    assert files[()] == files["--decision",]
    assert [*sorted(files["--one-page",])] == [f"newind-brief-CN-GD-2017-en-page.{kind}" for kind in ("docx", "html")]
    page = next(v for k, v in files[()].items() if k.endswith(".html")).decode()
    assert page.count('class="sheet"') == 4
    found = run("brief", "CN-GD", "--full", "--one-page", code=2)
    assert "Leave one out" in found.stderr


@pytest.mark.parametrize("words", [["CHM"], ["CHN", "--peers", "XYZ"], ["CHN", "--year", "1990"]])
def test_a_mistake_leaves_nothing_behind(run, tmp_path, words):
    run("brief", *words, code=2)
    assert list(tmp_path.iterdir()) == []


# ---- tables of one province
GUANGDONG = "广东省{year}年投入产出表（按当年生产者价格计算）"


def table(folder: Path, year: int = 2017, seed: int = 0) -> str:
    """Write a table of Guangdong in the layout of the National Bureau of Statistics."""
    return Layout(title=GUANGDONG.format(year=year)).write(made(year=year, seed=seed), folder, f"gd {year}.xlsx").name


def page_of(found, lang="en") -> str:
    (one,) = (b for b in found["briefs"] if b["lang"] == lang)
    return next(Path(f).read_text(encoding="utf-8") for f in one["files"] if f.endswith(".html"))


@pytest.fixture
def said(monkeypatch):
    """Return the briefs that a command writes, as what they say."""
    kept = []

    def keep(*words, **options):
        kept.append(build_brief(*words, **options))
        return kept[-1]

    monkeypatch.setattr(write, "build_brief", lambda *words: keep(*words))
    return kept


def test_without_the_model_the_brief_is_short_and_says_how_it_was_made(run, said):
    run("brief", "CHN", "--full", "--quick", "--year", "2008")
    (brief,) = said
    assert (brief.policies, brief.depth) == (None, ())
    assert brief.reproduce.command == "newind brief CHN --year 2008 --quick --full"
    simulated = {r.indicator for r in brief.sources if r.status == "simulated"}
    assert simulated == {"s3.power_carbon", "s3.power_effect"}  # no prices move in them


def test_the_table_of_a_province_is_compared_with_the_shipped_ones_of_its_year(run_json, said, tmp_path):
    name = table(tmp_path)
    found = run_json("brief", "--table", name, "--region", "CN-GD", "--lang", "both", "--full")
    assert found["region"] == "CN-GD"
    assert [b["lang"] for b in found["briefs"]] == ["en", "zh"]
    provinces, own = ni.load("china-2017", 2017), ni.read(name, region="CN-GD")
    for brief in said:
        assert len(brief.peers) == 7
        assert set(brief.peers) <= set(provinces.regions)
        from_where = {"en": "the estimate of all provinces of 2017;", "zh": "取自2017年各省联合估计表；"}[brief.lang]
        assert any(from_where in m for m in brief.methods)
        labour = brief.characteristics[0].proof
        shown = {r.code: r.value for r in labour.rows}
        for code, w in ((code, own if code == "CN-GD" else provinces) for code in ("CN-GD", *brief.peers)):
            rows = ni.measure(w, "people.labour_share", regions=code)
            assert shown[code] == pytest.approx(rows.loc[rows["industry"].isna(), "value"].item())
        options = [] if brief.lang == "en" else ["--lang", "zh"]
        words = ["newind", "brief", "CN-GD", "--table", name, "--full", *options]
        assert shlex.split(brief.reproduce.command) == words
        assert html.escape(brief.reproduce.command, quote=True) in page_of(found, brief.lang).replace("&#39;", "&#x27;")


def test_indicators_that_aggregation_distorts_are_not_compared(run, said, tmp_path):
    run("brief", "--full", "--table", table(tmp_path), "--region", "CN-GD")
    distorted = {entry.id for entry in ni.indicators() if entry.detail}
    rows = {r.number: r.indicator for r in said[0].sources}
    cards = [*said[0].characteristics, *(c for s in said[0].systems for c in (*s.findings, *s.more))]
    seen = set()
    for card in cards:
        codes = {r.code for r in getattr(card.proof, "rows", ())} & set(said[0].peers)
        if rows[card.refs[0]] in distorted:
            assert not codes
            assert "median" not in card.sentence
            seen.add(rows[card.refs[0]])
    assert {"s1.high_tech_import_dependence", "s1.knowledge_input_domestic_share"} <= seen


def test_a_table_of_another_year_has_no_peers(run, said, tmp_path):
    run("brief", "--full", "--table", table(tmp_path, 2018), "--region", "cn-gd")
    assert said[0].peers == ()
    assert all(len(c.proof.rows) == 1 or "CN-" not in c.proof.rows[1].code for c in said[0].characteristics)
    assert "from its own table" in said[0].subtitle


def test_the_command_is_the_one_that_was_given_and_gives_the_same_page(run_json, tmp_path):
    name = table(tmp_path)
    first = run_json("brief", "--table", name, "--region", "CN-GD", "--peers", "cn-js,CN-SD", "--lang", "zh")
    page = page_of(first, "zh")
    command = html.unescape(re.search(r"<pre[^>]*>(.*?)</pre>", page)[1])
    words = shlex.split(command)
    assert words[:2] == ["newind", "brief"]
    again = run_json(*words[1:], "--out", "again")
    assert page_of(again, "zh") == page


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_candidates_and_what_cannot_be_said_are_those_computed(run, said, tmp_path, lang):
    name = table(tmp_path)
    run("brief", "--full", "--table", name, "--region", "CN-GD", "--lang", lang)
    own, (brief,) = ni.read(name, region="CN-GD"), said
    transfer, unknown = brief.tables
    found = transfer_candidates(own, "CN-GD", ni.load("china", 2017))
    found = found[found["direction"] != ""]
    assert len(transfer.rows) == len(found) > 0
    assert [r[0] for r in transfer.rows] == [join_industry_names(code, lang) for code in found["industry"]]
    assert [r[3] for r in transfer.rows] == [f"{q:.2f}" for q in found["quotient"]]
    assert not any("c9" in r[0] for r in transfer.rows)
    assert "2017" in transfer.lead
    gone = [id for id, _ in unknowable(own, "CN-GD") if id != "s4.location_quotient"]  # the national table gives it
    listed = [label for labels, _ in unknown.rows for label in re.split("; |；", labels)]
    assert sorted(listed) == sorted(ni.indicators()[id].label[lang] for id in gone)
    assert all(why for _, why in unknown.rows)
    assert not re.search("CN-REST|ROW", "".join(why for _, why in unknown.rows))
    assert {"en": "Other provinces, Rest of world", "zh": "其他省份、世界其他地区"}[lang] in "".join(
        why for _, why in unknown.rows
    )


def test_peers_come_from_the_reference_that_is_named(run_json, said, tmp_path):
    name = table(tmp_path, 2018)
    boundary.provinces(2, year=2018).save("others.npz")
    options = ["--reference", "others.npz", "--peers", "CN-GZ", "--full"]
    run_json("brief", "--table", name, "--region", "CN-GD", *options)
    assert said[0].peers == ("CN-GZ",)
    assert said[0].reproduce.command.endswith("--peers CN-GZ --reference others.npz --full")
    assert any(m.startswith("Peers are from another table of 2018;") for m in said[0].methods)


def test_a_house_style_of_names_is_in_the_brief_and_in_the_command_that_makes_it_again(run, run_json, tmp_path):
    boundary.table([region("CN-XZ"), region("CN-QH")], (boundary.OTHERS, boundary.ROW)).save(tmp_path / "two.npz")
    options = ["CN-XZ", "--table", "two.npz", "--quick"]
    page = page_of(run_json("brief", *options, "--names", "un"))
    command = shlex.split(html.unescape(re.search(r"<pre[^>]*>(.*?)</pre>", page)[1]))
    assert command[-2:] == ["--names", "un"]
    assert page_of(run_json(*command[1:], "--out", "again")) == page
    again = ni.brief(ni.read(tmp_path / "two.npz"), "CN-XZ", model=False, names="un", out=tmp_path)
    for said in (page, again.paths[0].read_text(encoding="utf-8")):
        assert "Xizang" in said
        assert "Tibet" not in said
        assert "--names un" in said
    run("--names", "un", "brief", *options, "--out", "set-before")
    assert next((tmp_path / "set-before").glob("*.html")).read_text(encoding="utf-8") == page
    plain = page_of(run_json("brief", *options))
    assert "Tibet" in plain
    assert "--names" not in plain
    run("brief", *options, "--names", "worldbanc", code=2)


# ---- which region
def test_two_regions_that_differ_are_refused(run):
    found = run("brief", "CN-GD", "--region", "CN-JS", code=2)
    assert found.stderr == "newind: two regions, CN-GD and --region CN-JS. Name one.\n"


def test_a_region_named_twice_alike_is_one(run_json):
    assert run_json("brief", "CN-GD", "--region", "cn-gd")["region"] == "CN-GD"


def test_a_table_with_several_regions_needs_one_named(run, tmp_path):
    boundary.provinces(2).save(tmp_path / "four.npz")
    found = run("brief", "--table", "four.npz", code=2)
    assert found.stderr == (
        "newind: no region named. Name one of 'CN-GD', 'CN-JS', 'CN-SD' and 1 more, as in newind brief CN-GD.\n"
    )


def test_a_table_of_one_region_needs_none_named(run_json, tmp_path):
    boundary.province(1).save("one.npz")
    assert run_json("brief", "--table", "one.npz")["region"] == "CN-GD"


def test_a_province_without_a_table_is_that_of_the_shipped_ones(run_json, said):
    found = run_json("brief", "cn-gz", "--full")
    assert (found["region"], said[0].year, said[0].kind) == ("CN-GZ", 2017, "province")
    assert said[0].reproduce.command == "newind brief CN-GZ --full"
    assert run_json("brief", "CN-GZ", "--full", "--on", "china-2017")["briefs"][0]["headline"] == said[0].headline


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["CN-GDD", "--on", "china-2017"], "'CN-GDD'. Did you mean 'CN-GD'?"),
        (["CN-GD", "--on", "china-2018"], "'china-2018'. Did you mean 'china-2017'?"),
        (["CN-GD", "--reference", "chiina"], "'chiina'. Did you mean 'china'?"),
        (["CN-GD", "--reference", "china"], "cannot be compared with one of country regions in 2017"),
        (["CN-GD", "--reference", "world"], "cannot be compared"),
        (["ROW", "--on", "china-2017"], "ROW is an aggregate and has no brief"),
        (["CN-GD", "--peers", "USA"], "'USA'"),
    ],
)
def test_mistakes_are_told_and_leave_nothing_behind(run, tmp_path, words, message):
    found = run("brief", *words, code=2)
    assert message in found.stderr
    assert found.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
