"""Make the tables of the class that take longer than a minute to simulate: `python notebooks/class_data.py`.

They lie in notebooks/source/data, small, with the stamp of what they rest on: this script, and the fits that ship.
A new fit asks for new tables, an edit elsewhere does not: the stamp of all sources would ask for them at nearly every
commit, for numbers that a class reads by eye. `python notebooks/class_data.py --check` compares stamps, at once.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
from pathlib import Path

import pandas as pd

DATA = Path(__file__).resolve().parent / "source" / "data"
STAMP = DATA / "stamp.txt"
WORKERS = 2

GRID = {
    "name": "grid", "question": {"en": "Which coupon?", "zh": "什么样的优惠券？"}, "scenarios": ["coupons"],
    "population": {"users": 2000}, "horizon": {"days": 90}, "replicates": 4, "fixed": True,
    "metrics": ["base_retention", "rebuy_rate"], "segments": ["all"],
    "factors": {"value": {"field": "coupons.options.value", "values": ["2 yuan", "5 yuan", "10 yuan", "20 yuan"]},
                "every": {"field": "coupons.options.every", "values": ["7d", "14d", "21d", "28d"]},
                "budget": {"field": "coupons.cost.budget", "values": ["1000 million yuan"], "example": True}},
}  # fmt: skip
UNKNOWN = {
    "open_trust": ("weight of trust in opening", "信任在打开中的权重"),
    "open_satisfaction": ("weight of satisfaction in opening", "满意度在打开中的权重"),
    "bounce_fit": ("pull of a fitting room", "合胃口的直播间的吸引力"),
    "buy_fit": ("pull of a fitting room on buying", "合胃口对购买的促进"),
    "buy_trust": ("weight of trust in buying", "信任在购买中的权重"),
    "satisfaction_watch": ("lift of satisfaction by a long visit", "长时间观看对满意度的提升"),
}
STRENGTHS = {
    "coupons_strength": ("coupons.strength", "strength of coupons", "优惠券的力度"),
    "winback_strength": ("dormant_winback.strength", "strength of win-back", "召回的力度"),
}
OPTIONS = ["coupons", "dormant_winback"]
FACTORS = {
    **{name: {"field": f"parameters.{name}", "distribution": "prior", "title": {"en": en, "zh": zh}}
       for name, (en, zh) in UNKNOWN.items()},
    **{name: {"field": field, "range": "25%..100%", "title": {"en": en, "zh": zh}}
       for name, (field, en, zh) in STRENGTHS.items()},
}  # fmt: skip
FUTURES = {
    "name": "futures", "question": {"en": "What matters?", "zh": "什么最重要？"}, "scenarios": OPTIONS,
    "population": {"users": 1500}, "horizon": {"days": 90}, "replicates": 1, "fixed": True, "metrics": ["rebuy_rate"],
    "segments": ["all"], "outcomes": [{"metric": "rebuy_rate", "segment": "all"}], "factors": FACTORS,
    "design": {"kind": "latin_hypercube", "points": 48, "seed": 1},
}  # fmt: skip


def asked(question: dict[str, object], folder: Path) -> Path:
    """A sweep as a file, for the loader."""
    import json

    path = folder / f"{question['name']}.yaml"
    path.write_text(json.dumps(question, ensure_ascii=False), encoding="utf-8")  # JSON is YAML too
    return path


def targets(folder: Path) -> pd.DataFrame:
    """Every number of the baseline beside what was reported: `off` in tolerances, named in both languages."""
    from calibration.moments import Setting
    from calibration.validate import validate
    from sim.cast.fit import SHIPPED
    from sim.reports.validation import lines

    size = Setting(users=1500, burn_in=400, days=400, seed=2)
    rows = validate(size, own_fit=str(SHIPPED)).rows  # a fit that is named: no effects of strategies are simulated
    english, chinese = (lines(rows, lang) for lang in ("en", "zh"))
    told = [(line.cells["target"], other.cells["target"], line.off, line.met)
            for line, other in zip(english, chinese, strict=True) if line.kind != "order"]  # fmt: skip
    return pd.DataFrame(told, columns=["name_en", "name_zh", "off", "met"]).dropna()


def elder_mode_replicates(folder: Path) -> pd.DataFrame:
    """The effect of elder mode on base retention of silver users [percentage points], replicate by replicate."""
    from sim import compare

    rows = compare("baseline", "elder_mode", users=2000, days=90, replicates=40, seed=1, workers=WORKERS, cache=False,
                   metrics=["base_retention"], segments=["silver"]).replicates
    rows = rows[(rows["metric"] == "base_retention") & (rows["segment"] == "silver")]
    value = (rows["numerator"] / rows["denominator"]).groupby([rows["replicate"], rows["arm"]]).first().unstack()
    return (100 * (value["elder_mode"] - value["baseline"])).rename("effect").reset_index()


def coupon_grid(folder: Path) -> pd.DataFrame:
    """Effects of coupons by value [yuan] and interval [days]."""
    from sim.explore.sweeping import sweep

    effects = sweep(asked(GRID, folder), folder / "grid", workers=WORKERS, cache=False).effects
    effects = effects[effects["metric"] != "cost"]  # what a world paid stands there too
    return effects[["value", "every", "metric", "difference", "low", "high"]]


def morris(folder: Path) -> pd.DataFrame:
    """How far each unknown moves the effect of coupons on buying again, with its names."""
    from sim.explore.sensing import sensitivity

    found = sensitivity(asked(FUTURES, folder), folder / "morris", samples=6, workers=WORKERS, cache=False).sensitivity
    assert found is not None
    wide = found[found["scenario"] == "coupons"].pivot(index="factor", columns="index", values="value")
    titles = pd.DataFrame({name: factor["title"] for name, factor in FACTORS.items()}).T.add_prefix("title_")
    return wide[["mu_star", "sigma"]].join(titles).drop("winback_strength").reset_index(names="factor")


def futures(folder: Path) -> pd.DataFrame:
    """One future a row: all unknowns, and the effect of each option on buying again."""
    from sim.explore.sweeping import sweep

    results = sweep(asked(FUTURES, folder), folder / "futures", workers=WORKERS, cache=False).results
    results = results[results["metric"] == "rebuy_rate"]
    wide = results.pivot(index=list(FACTORS), columns="scenario", values="difference")
    return wide[OPTIONS].reset_index()


TABLES = (targets, elder_mode_replicates, coupon_grid, morris, futures)


def stamp() -> str:
    """A hash of what the tables rest on, the line ends of another system aside."""
    from sim.cast.fit import FITS, SHIPPED

    parts = [path.read_bytes().replace(b"\r\n", b"\n") for path in (Path(__file__), SHIPPED, FITS / "levers.yaml")]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def is_stale() -> bool:
    """True when a table is missing, or the script or a fit is not that of the tables."""
    missing = [table for table in TABLES if not (DATA / f"{table.__name__}.csv").is_file()]
    return bool(missing) or not STAMP.is_file() or STAMP.read_text(encoding="utf-8").strip() != stamp()


def main() -> int:
    """Make all tables, or with --check say whether they have to be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="simulate nothing; code 1 where tables are stale")
    if parser.parse_args().check:
        if is_stale():
            print("the tables of the class are stale: python notebooks/class_data.py && python notebooks/build.py")
        return int(is_stale())
    DATA.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        for table in TABLES:
            print(table.__name__, flush=True)
            made = table(Path(scratch)).to_csv(index=False, float_format="%.6g", lineterminator="\n")
            (DATA / f"{table.__name__}.csv").write_text(made, encoding="utf-8", newline="\n")
    STAMP.write_text(stamp() + "\n", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
