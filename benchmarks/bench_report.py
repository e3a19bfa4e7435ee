"""How fast an evaluation report is drawn: `python -m benchmarks.bench_report [FOLDER]` prints the table, and keeps the papers.

A case of 43 indicators and 60 findings, as Word file and PDF, in each language, in one process. The first drawing of a process
takes the fonts in; it stands apart. Reading the case from the database comes to it in the product: some 20 statements.
"""

# ruff: noqa: E402, E501  # the settings come first; tables, one thing a line

import os
import sys
import time
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wuxing.config.settings")
os.environ.setdefault("WUXING_DATABASE", "postgresql://nowhere/none")
os.environ.setdefault("WUXING_SECRET_KEY", "for measuring only")

import django

django.setup()

from django.utils import translation

from wuxing.certification.report import facts, rules
from wuxing.certification.report.drawing import Papers, draw
from wuxing.certification.report.rules import Cause, Line
from wuxing.evidence.populations.registry import POPULATIONS
from wuxing.evidence.readiness import words
from wuxing.schemes.packs import loading, shipped
from wuxing.schemes.packs.structure import Pack
from wuxing.schemes.scoring.rules import score

FINDINGS, TURNS, SAMPLE = 60, 5, 12
CATALOGUE = {name: population.types for name, population in POPULATIONS.items()}


def sample(pack: Pack, language: str) -> dict[str, Any]:
    """Return the facts of a case with a finding on almost every indicator."""
    with translation.override(language):
        return _sample(pack, language)


def _sample(pack: Pack, language: str) -> dict[str, Any]:
    leaves = [leaf.id for leaf in pack.leaves]
    sampled = [leaf.id for leaf in pack.leaves if leaf.deduction == "proportional"]
    causes = [Cause(sampled[place % len(sampled)], place + 1, SAMPLE, 1) for place in range(FINDINGS - 4)]
    failed = {leaf: sum(one.failures or 0 for one in causes if one.leaf == leaf) for leaf in sampled}
    ratios = {leaf: 1 - Decimal(failed.get(leaf, 0)) / SAMPLE for leaf in leaves}
    lines = [Line(leaf, ratios[leaf].quantize(Decimal("0.000001")), SAMPLE, "看过", ("甲", "乙")) for leaf in leaves]
    licensed = {leaf.id: leaf.placeholder_points for leaf in pack.leaves}
    inputs = rules.inputs_with(pack, lines, {}, special_deductions=2, special_bonus=1, licensed=licensed)
    found = score(pack, inputs)
    texts = {"en": "3 of 12 repair sheets name no charges; the customer was told by telephone only."}
    text = texts.get(language, "抽查 12 张维修单，其中 1 张没有写明收费项目，仅电话告知顾客。")
    kinds = [
        *(("deduction", cause) for cause in causes),
        ("special", None),
        ("special", None),
        ("bonus", None),
        ("observation", None),
    ]
    return {
        "format": facts.FORMAT, "language": language, "body": {"name": "华评认证（北京）有限公司"},
        "client": {"name": "青禾电器有限公司", "credit_code": "91350100MA0000001X", "address": "福州市鼓楼区", "city": "福州"},
        "case": {
            "number": "CA-2026-0041", "kind": words.text(pack.title), "target": words.text(pack.levels[-1].title),
            "scope": "家用电器的销售与售后服务", "products": "空调、冰箱、洗衣机", "regions": "福建、浙江", "trade_code": "SC03",
            "categories": 3, "headcount": 420, "short_notice": False, "reason": "", "from": "2026-11-10",
            "until": "2026-11-13", "rehearsal": False,
        },
        "scheme": {
            "identity": pack.identity, "id": pack.id, "edition": pack.edition, "sha256": pack.sha256,
            "title": words.text(pack.title), "basis": ["GB/T 27922-2011"], "places": 2, "total": "100",
        },
        "team": [{"name": name, "registration": f"2024-SR-{place}", "part": part, "leaves": [], "ended": False}
                 for place, (name, part) in enumerate((("林静", "评价组长"), ("赵启", "评价员")))],
        "plan": {
            "version": 2, "remote": "partly", "remote_reason": "仓库以视频查看", "short_notice_reason": "", "person_days": "8.00",
            "methods": ["documents", "records", "interviews"],
            "lines": [{"day": f"2026-11-{10 + place // 4}", "starts": "09:00", "ends": "12:00", "site": "总部", "person": "林静",
                       "method": "records", "leaves": leaves[place * 2 : place * 2 + 2]} for place in range(16)],
        },
        "meetings": [{"kind": kind, "at": "2026-11-10 09:00", "place": "总部会议室", "present": [
            {"side": "body", "name": "林静", "post": "评价组长"}, {"side": "client", "name": "叶青", "post": "售后总监"}]}
            for kind in ("opening", "closing")],
        "sites": [{"kind": "outlet", "name": f"{place} 号网点", "city": "福州", "address": "", "headcount": 8,
                   "chosen": place % 3 == 0, "why": "抽取" if place % 3 == 0 else ""} for place in range(1, 31)],
        "draws": [{"rule": "1.0 × √n", "promise": "a" * 64, "word": "海阔天空", "seed": "b" * 64, "population": "c" * 64,
                   "count": 30, "drawn": ["3 号网点", "6 号网点"]}],
        "score": facts.score(found, official=True, level=words.level(pack, found.level_likely), inputs_digest="d" * 64, stamp=""),
        "indicators": facts.indicators(pack, found, language, ratios=ratios, automatic=ratios, causes=causes, overridden={leaves[0]: 1}, carried={}),
        "losses": facts.losses(pack, found, causes, [57, 58], {leaves[0]: 1}, {}),
        "unseen": [],
        "findings": [{
            "number": place, "kind": kind, "grade": "minor" if kind in ("deduction", "special") else "",
            "leaf": cause.leaf if cause else "", "reason": words.text(pack.rules.deduction_reasons[0].title) if kind == "special" else "",
            "site": "3 号网点", "text": text, "evidence": f"WX-2026-{place:04d}", "sample_size": SAMPLE if cause else None,
            "failures": 1 if cause else None, "state": "closed" if place % 2 else "answered", "due_on": "2026-12-10",
            "closed_at": "2026-11-20 10:00" if place % 2 else None,
        } for place, (kind, cause) in enumerate(kinds, 1)],
        "exclusions": [],
        "overrides": [{"number": 1, "leaf": leaves[0], "before": "0.00", "after": "100.00", "reason": "补看了制度原件",
                       "source": "team", "proposed_by": "赵启", "confirmed_by": "林静", "at": "2026-11-14 10:00"}],
        "set_aside": [],
    }  # fmt: skip


def drawn(content: dict[str, Any]) -> Papers:
    """Draw both papers."""
    digest = facts.digest_of(content)
    return draw(content, digest=digest, version=1, made_at=datetime(2026, 11, 22, tzinfo=UTC), zone="Asia/Shanghai")


def measured(pack: Pack, language: str) -> dict[str, float]:
    """Return the seconds of the first drawing in this process or language, and of the median one after it."""
    content = sample(pack, language)
    times = []
    for _turn in range(TURNS + 1):
        begin = time.perf_counter()
        drawn(content)
        times.append(time.perf_counter() - begin)
    return {"first": times[0], "then": sorted(times[1:])[TURNS // 2]}


def main() -> None:
    """Print the table; keep the papers where a folder is named."""
    root = next(one for one in shipped.directories() if one.name == "gbt27922-2011")
    pack = loading.load(root, CATALOGUE)
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    print(f"{'43 indicators, 60 findings, Word and PDF':44} {'first':>8} {'then':>8}  seconds; goal 2")
    for language in ("zh-hans", "zh-hant", "en"):
        found = measured(pack, language)
        print(f"{language:44} {found['first']:8.2f} {found['then']:8.2f}")
        if out:
            papers = drawn(sample(pack, language))
            (out / f"report.{language}.pdf").write_bytes(papers.pdf)
            (out / f"report.{language}.docx").write_bytes(papers.docx)


if __name__ == "__main__":
    main()
