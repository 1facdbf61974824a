"""``newind simulate``: a package on an economy, in words, tables and JSON; a user's mistakes in one line."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from functools import cache

import numpy as np
import pytest
from numpy.testing import assert_allclose
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

import newind as ni
from each import check_each
from newind.accounts.regions import region
from newind.cli import app
from newind.cli.output import width, wrap_text
from newind.equilibrium import path as module
from newind.equilibrium.contributions import ALONG, SHAPLEY
from newind.measures.headline import CHARACTERISTICS, changes
from newind.policy.levers import FAMILIES
from newind.policy.ranges import Range
from newind.policy.signs import AMBIGUOUS, CENTRAL, SIGNS, STATED
from newind.questions.policies import answers_simulation as told
from newind.questions.policies.answers import line, load_words
from newind.questions.policies.declared import SimulateOptions
from newind.questions.policies.trials import state_effect
from newind.questions.question import question
from solved import replace_solver

TABLE = {"en": ("Real income, %", "Where it comes from", "What each part adds", "Government", "six characteristics"),
         "zh": ("实际收入，%", "来源", "各部分的贡献", "政府收支变化", "六大特征")}  # fmt: skip


def in_text(number: str) -> str:
    """Return a number as text has it, with a true minus."""
    return number.replace("-", "−")


def name_of(code: str, lang: str = "en") -> str:
    return getattr(region(code), lang)


@pytest.fixture(scope="module")
def tried():
    return ni.simulate(ni.load("world").last, ni.package("all-families"))


@pytest.fixture(scope="module")
def printed():
    """Return a function that runs a command that writes no file, once, and returns what it prints."""

    @cache
    def call(*words):
        done = CliRunner().invoke(app, list(words), prog_name="newind")
        assert done.exit_code == 0, done.output
        return done.stdout

    return call


@pytest.fixture
def mine(tmp_path):
    """Return a function that writes a package."""

    def write(text, name="mine.yaml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


# ---- what is shown
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_everything_that_is_asked_for_is_shown(printed, tried, lang):
    shown = printed("simulate", "all-families", "--lang", lang)
    for title in TABLE[lang]:
        assert title in shown
    assert ni.package("all-families").label[lang] in shown
    for code in tried.baseline.regions.codes:
        assert f"\n{name_of(code, lang)} " in shown
    for name in tried.contributions:
        assert FAMILIES[name][lang] in shown
    assert line("simulate-output_tax")[lang] in shown
    assert load_words()["methods"][SHAPLEY][lang] in shown


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_sentence_tells_who_gains_how_much_why_and_what_it_costs(printed, lang):
    tried = ni.simulate(ni.load("world").last, ni.package("opening-up"))
    shown = printed("simulate", "opening-up", "--lang", lang).replace("\n", " " if lang == "en" else "")
    found = tried.range()
    amount = tried.welfare[0] * tried.laboratory.benchmark.final[0]
    assert f"{100 * tried.welfare[0]:.3f}" in shown
    assert f"{100 * found.low[0]:+.3f} … {100 * found.high[0]:+.3f}" in shown
    assert f"{amount:,.0f} M.USD" in shown
    assert f"{abs(tried.bill[0]):,.0f} M.USD" in shown
    sources = tried.decomposition.components
    largest = max(sources, key=lambda k: abs(sources[k][0]))
    assert load_words()["values"]["cause"][largest][lang] in shown.partition(line("simulate-gains")[lang])[0]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("columns", [80, 120])
def test_lines_fit_the_terminal(monkeypatch, lang, columns):
    screen = io.StringIO()
    screen.isatty = lambda: True
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setattr(sys, "stdout", screen)
    app(["simulate", "green-turn", "--lang", lang, "--regions", "CHN,USA,DEU"], standalone_mode=False)
    assert max(width(line) for line in screen.getvalue().splitlines()) <= columns


def test_where_the_sign_is_not_sure_there_is_no_headline(run, printed):
    tried = ni.simulate(ni.load("world").last, ni.package("green-turn"))
    found = tried.range()
    shown = printed("simulate", "green-turn", "--lang", "en").partition(line("simulate-budget", unit="M.USD")["en"])[0]
    lines = {re.split(" {2,}", line)[0]: line for line in shown.splitlines() if line.strip()}
    checked = 0
    for i, code in enumerate(tried.baseline.regions.codes):
        way = state_effect(tried, i).verdict
        said = lines[name_of(code)]
        ends = [in_text(f"{100 * v[i]:+.3f}%") for v in (found.low, found.high)]
        ends = [re.sub(r"^[+−]0\.000", "0.000", end) for end in ends]
        cells = re.split(" {2,}", said)[1:]
        assert cells[-1] == SIGNS[way]["en"]
        assert cells[-3:-1] == ends
        assert len(cells) == (5 if way in STATED else 3), said
        checked += way not in STATED
    assert checked > 2
    code = next(code for code, way in zip(tried.baseline.regions.codes, found.sign, strict=True) if way == "none")
    shown = run("simulate", "green-turn", "--regions", code).stdout
    assert f"For {name_of(code)} the direction is open, as some market structures have no equilibrium" in " ".join(
        shown.split()
    )


@pytest.mark.parametrize(("package", "lang"), [("all-families", "zh"), ("green-turn", "en")])
def test_no_number_is_printed_without_its_range(printed, package, lang):
    """Every row has both ends of its range; one whose class is no sure sign has no number beside them."""
    shown = printed("simulate", package, "--lang", lang)
    head, _, tables = shown.partition(line("simulate-gains")[lang])
    tables = tables.partition(line("simulate-limits")[lang][:10])[0]
    number = r"[+−]?\d[\d,]*(?:\.\d+)?%?"
    classes = {v[lang]: k for k, v in SIGNS.items()}
    checked = unsure = 0
    for block in tables.split("\n\n"):
        if CENTRAL[lang] in block:
            continue
        for row in block.strip().splitlines()[1:]:
            *cells, way = re.split(" {2,}", row)
            if way not in classes:
                assert way == {"en": "Sign", "zh": "方向"}[lang], row
                continue
            assert all(re.fullmatch(number, cell) for cell in cells[1:]), row
            before = line("simulate-six")[lang] in block
            assert len(cells) - 1 - before >= 2, row  # both ends; a number beside them but for what is mostly assumed
            if classes[way] not in STATED:
                assert len(cells) - 1 - before == 2, row
                unsure += 1
            checked += 1
    assert unsure > 2
    assert checked > 20
    signed, ranged = r"[+−][\d,]+(?:\.\d+)?", r"[+−]?[\d,.]+ … [+−]?[\d,.]+"
    assert re.search(ranged, head)
    assert not re.search(rf" {signed}", re.sub(ranged, "", head.replace("\n", " "))), head


def test_what_is_printed_as_zero_is_zero():
    r = Range(*(np.array([v]) for v in (1e-6, -4e-6, 0.01)), (), np.zeros((1, 1)))
    assert r.sign.tolist() == ["ambiguous"]
    assert told._classify(r, 0, told.INCOME) == "zero or positive"
    cells = told._measure(r, 0, told.INCOME, "real_income")
    assert (cells["low"], cells["high"], cells["sign"]) == (-4e-6, 0.01, "zero or positive")
    assert np.isnan(cells["real_income"])


def test_regions_are_named_in_any_case_or_by_group(run):
    shown = run("simulate", "green-turn", "--regions", "usa,rcep").stdout
    heads = [s for s in shown.splitlines() if s.endswith("Sign") and "Change" in s]
    assert {re.split(" {2,}", s)[0] for s in heads} >= {"United States", "China", "Japan", "South Korea"}


def test_small_amounts_are_nothing(run):
    found = question("policies.simulate").ask(ni.load("world"), "", SimulateOptions(package="green-turn"))
    assert found.cell("real_income", -4e-9, "en") == "0.000%"
    assert found.cell("revenue", -0.4, "en") == "0"
    assert found.cell("before", 0.123456, "en") == "0.1235"


# ---- JSON and files
def test_json_is_the_simulation(run_json, tried):
    found = run_json("simulate", "all-families")
    assert_allclose(list(found["welfare"].values()), tried.welfare)
    stands = tried.range().stated & ~tried.assumed.rests
    assert found["range"]["headline"] == {
        code: pytest.approx(v) if known else None
        for code, v, known in zip(tried.baseline.regions.codes, tried.welfare, stands, strict=True)
    }
    assert set(stands) == {True, False}
    assert found["contributions_method"] == SHAPLEY
    assert_allclose([v["CHN"] for v in found["contributions"].values()], [v[0] for v in tried.contributions.values()])
    assert sum(v["CHN"] for v in found["decomposition"].values()) == pytest.approx(np.log1p(tried.welfare[0]))
    assert [c["topic"] for c in found["characteristics"]] == list(CHARACTERISTICS)
    assert found["otherwise_financed"]["financing"] == "output_tax"
    assert found["not_found"] == []
    assert found["package"]["name"] == "all-families"


def test_parameters_and_year_and_horizon_are_used(run_json):
    words = ("simulate", "carbon-market", "--year", "2008", "--horizon", "long")
    found = run_json(*words, "--set", "trade_elasticity=4", "--set", "shares=common", "--set", "tariffs=2005")
    s = ni.simulate(
        ni.load("world", year=2008), ni.package("carbon-market"), "long", {"trade_elasticity": 4.0, "shares": "common"}
    )
    assert found["welfare"]["CHN"] == s.welfare[0]
    assert found["given"] == ["shares", "tariffs", "trade_elasticity"]
    assert found["benchmark"]["year"] == 2008


def test_the_new_economy_is_saved(run, tmp_path, tried):
    done = run("simulate", "all-families", "--out", "new.npz")
    assert "newind: wrote new.npz" in done.stderr
    assert ni.read(tmp_path / "new.npz", format="newind").equals(tried.accounts)


def test_files_hold_the_tables_and_the_picture(run, run_json, tmp_path):
    words = ("simulate", "green-turn", "--regions", "CHN,USA")
    done = run(*words, "--out", "t.xlsx", "--plot", "t.svg", "--lang", "zh")
    assert not done.stdout
    found = run_json(*words, "--out", "t.csv")
    book = CalamineWorkbook.from_path(tmp_path / "t.xlsx")
    assert len(book.sheet_names) == 1 + len(found["tables"])
    gains = book.get_sheet_by_name(book.sheet_names[1]).to_python()
    assert [row[0] for row in gains[1:]] == [row["region"] for row in found["tables"]["gains"]]
    assert "中国" in (tmp_path / "t.svg").read_text(encoding="utf-8")
    assert (tmp_path / "t.csv").read_text(encoding="utf-8-sig").startswith("region,real_income,amount,low,high,sign")


def test_each_table_has_its_range_or_says_that_it_has_none(run_json):
    found = run_json("simulate", "all-families")
    bare = set(found["central_case_no_range"])
    for name, rows in found["tables"].items():
        assert name in bare or any({f"{p}low", f"{p}high"} <= set(rows[0]) for p in ("", "revenue_", "relative_"))
    for row in found["tables"]["gains"]:
        headline = found["range"]["headline"][row["region"]]
        assert row["real_income"] == (headline if row["sign"] in STATED else None)
        ends = [found["range"][end][row["region"]] for end in ("low", "high")]
        assert [row["low"], row["high"]] == pytest.approx(ends, rel=1e-9)


def test_a_package_of_ones_own(run_json, mine):
    path = mine("name: mine\nshocks:\n  - {lever: tariff, value: 0.1, region: USA, partner: CHN}\n")
    found = run_json("simulate", path)
    s = ni.simulate(ni.load("world").last, ni.Shock("tariff", 0.1, region="USA", partner="CHN"))
    assert found["welfare"]["USA"] == s.welfare[1]


def test_more_than_eight_actions_are_labelled(run, mine):
    shocks = "".join(
        f"  - {{lever: productivity, value: 0.00{k}, region: CHN, industry: c{k}, action: step {k}}}\n"
        for k in range(1, 10)
    )
    path = mine(f"name: nine\nshocks:\n{shocks}")
    shown = run("simulate", path, "--horizon", "short").stdout
    assert ALONG in shown
    assert "step 9" in shown


def test_nothing_heavy_is_imported_on_the_way():
    """No pandas, nor what only tests or charts need, from the command to the last line."""
    code = (
        "import sys; from newind.cli import app; sys.argv = ['newind', 'simulate', 'all-families']\n"
        "try: app(prog_name='newind')\n"
        "except SystemExit: print([m for m in ('pandas', 'pyarrow', 'matplotlib', 'hypothesis') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert "For China the direction is open" in done.stdout


# ---- what cannot be found is said, and does not hide the rest
def test_what_has_no_equilibrium_is_said_beside_the_rest(run, run_json, monkeypatch):
    real, find, kept = module.solve, told.report_simulation, []

    def once(*given):
        """Text and JSON show the same."""
        if not kept:
            kept.append(find(*given))
        return kept[0]

    def impatient(model, problem, **start):
        central = not problem.shocks.output_tax and not problem.elasticities.delta.any()
        return real(model, problem, **start) if central else real(model, problem, most=0)

    replace_solver(monkeypatch, impatient)
    monkeypatch.setattr(module, "_solve_by_damping", lambda *_: None)  # which ends with the impatient one, after long
    monkeypatch.setattr(told, "report_simulation", once)
    shown = run("simulate", "carbon-market").stdout
    said = "Real income if a tax on output balanced the budget, %: no equilibrium found in 0 iterations"
    assert said in " ".join(shown.split())
    assert shown.count("\ntrade_elasticity") == 4
    found = run_json("simulate", "carbon-market")
    assert found["otherwise_financed"]["failed"].startswith("no equilibrium found")
    assert len(found["range"]["failed"]) > 4


def test_no_equilibrium_is_a_failure(run, monkeypatch):
    real = module.solve
    replace_solver(monkeypatch, lambda model, problem, **_: real(model, problem, most=0))
    done = run("simulate", "carbon-market", code=1)
    assert not done.stdout
    assert done.stderr.startswith("newind: no equilibrium found in 0 iterations: residual")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["gren-turn"], "unknown package 'gren-turn'. Did you mean 'green-turn'?"),
        (["nope.yaml"], "nope.yaml: cannot be read (No such file or directory). Give the YAML file of a package."),
        (["a/nope"], "nope: cannot be read (No such file or directory)"),
        (["green-turn", "--set", "theta=3"], "unknown parameter of a simulation 'theta'."),
        (["green-turn", "--set", "theta"], "--set: 'theta' is not a name and a number"),
        (["green-turn", "--set", "trade_elasticity=-1"], "trade_elasticity -1 is out of bounds"),
        (["green-turn", "--set", "shares=mine"], "shares 'mine' is not one of 'user', 'common'."),
        (["green-turn", "--set", "scale=0.5"], "scale elasticities must be below 1 / trade elasticity"),
        (["green-turn", "--regions", "FIN"], "unknown label or group 'FIN'."),
        (["green-turn", "--year", "1990"], "no accounts for 1990"),
        (["green-turn", "--on", "china"], "have a boundary, 'ROW'"),
        (["green-turn", "--horizon", "now"], "'now' is not one of 'short', 'medium', 'long'"),
    ],
)
def test_mistakes_are_one_clear_line(run, words, said):
    done = run("simulate", *words, code=2)
    assert not done.stdout
    assert done.stderr.count("\n") == 1
    assert said in done.stderr


@pytest.mark.parametrize(
    ("shock", "said"),
    [
        ("{lever: tariff, value: -2, region: CHN}", ":3:28: value -2 is out of bounds for tariff"),
        ("{lever: tariff, value: 0.1, partner: USX}", ":3:42: shock 1: unknown label or group 'USX'. Did you mean"),
        ("{lever: tarif, value: 0.1}", ":3:13: unknown lever 'tarif'. Did you mean 'tariff'?"),
        ("{lever: tariff, valu: 0.1}", ":3:21: "),
    ],
)
def test_mistakes_of_a_file_have_their_place(run, mine, shock, said):
    path = mine(f"name: mine\nshocks:\n  - {shock}\n")
    done = run("simulate", path, code=2)
    assert f"{path}{said}" in done.stderr


# ---- words
def test_all_that_results_are_made_of_has_a_word(tried):
    words = load_words()["values"]
    assert set(tried.decomposition.components) <= set(words["cause"])
    assert set(tried.government) <= set(words["item"])
    assert {c.topic for c in changes(tried.baseline, tried.baseline)} <= set(words["topic"])
    assert {SHAPLEY, ALONG} == set(load_words()["methods"])
    assert all(f"simulate-{way}" in load_words()["lines"] for way in SIGNS if way != AMBIGUOUS)


@check_each("columns", [10, 33, 80])
@check_each(
    "text", ["one two, three (four) five-six: seven", "贸易条件改善，实际收入增加1.637%（区间）。", "aaaaaaaaaaaaaaa b"]
)
def test_wrapped_lines_hold_the_text(text, columns):
    lines = wrap_text(text, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line) <= columns or " " not in line for line in lines)
    assert not any(line.startswith(("，", "。", "）", ",", ":")) for line in lines)


def test_a_package_without_shocks_says_that_nothing_changes(run, tmp_path):
    (tmp_path / "none.yaml").write_text("name: none\nshocks: []\n", encoding="utf-8")
    done = run("simulate", str(tmp_path / "none.yaml"))
    assert "has no shocks: nothing changes" in " ".join(done.stdout.split())
