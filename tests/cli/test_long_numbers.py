"""Numbers of thousands of digits, which Python does not read, are refused in a line wherever an option is a text."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from newind.cli import app

LONG = "9" * 5000
COMMANDS = {
    "benchmark": (f"green charge CHN --benchmark {LONG}", "--benchmark: String should have at most 40"),
    "coverage": (f"green charge CHN --coverage {LONG}", "is no share"),
    "energy": (f"green kaya CHN --energy {LONG}=1", "is no year. Write it as in Y=E"),
    "level": (f"green divide CHN --peak 2030 --level {LONG}=-10%", "is no year"),
    "base": (f"green divide CHN --peak 2030 --level 2035=-10% --base {LONG}=3", "is no year"),
    "years": (f"manufacturing growth CHN --years 1995,{LONG}", "is not two years"),
    "year": (f"measure --ids s4.upstreamness --year {LONG}", "is not a year"),
    "years from and to": (f"measure --ids s4.upstreamness --year 1995-{LONG}", "is not a year"),
    "starts": (f"search CHN --starts {LONG}", "are no years"),
    "industries": (f"data template --out x.xlsx --regions CN-GD --industries {LONG}", "industries"),
    "year of an index": (f"index build --year {LONG}", "is not a year"),
    "assumption": (f"simulate carbon-market --set trade_elasticity={LONG}", "trade_elasticity inf makes no sense"),
    "draws": (f"pathway carbon-market --draws {LONG}", "'--draws'"),
}


@pytest.mark.parametrize(("command", "said"), COMMANDS.values(), ids=COMMANDS)
def test_a_number_that_cannot_be_read_is_refused(command: str, said: str, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = CliRunner().invoke(app, command.split())
    assert isinstance(found.exception, SystemExit), found.exception
    assert said in found.output.replace(LONG, "LONG")
    assert "set_int_max_str_digits" not in found.output
