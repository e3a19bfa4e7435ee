"""How fast a sealed certificate becomes a signed PDF/A, by processor time: `python -m benchmarks.certificate_pdf` prints it.

Every certificate is another one: name, number, QR code, attached proofs. *Drawn* is typst and the QR code, *signed* is PAdES by a
P-256 key of two certificates; *sealed* is the credential and the code themselves. The goal is ten papers a second.
"""

import os
import time
from base64 import b64encode
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from typing import Any

PAPERS = 60
CONTENT: dict[str, Any] = {
    "type": "AfterSalesServiceCertificate",
    "number": "2026HUAPING00001",
    "revision": 1,
    "body": {
        "name": "华评认证中心有限公司", "name_en": "Huaping Certification Centre Co., Ltd.",
        "did": "did:web:register.example.cn:bodies:huaping", "approval": "CNCA-R-2026-999",
    },
    "holder": {
        "name": "青禾电器有限公司", "name_en": "", "credit_code": "91350100MA2XY1234K", "address": "福建省福州市鼓楼区五四路 18 号"
    },
    "scheme": {
        "id": f"cn.gbt.27922@2011.2#sha256:{'ab' * 32}",
        "title": {"zh-Hans": "商品售后服务评价体系", "zh-Hant": "商品售後服務評價體系", "en": "Evaluation of after-sales service"},
        "basis": ["GB/T 27922-2011"],
    },
    "level": {"id": "star4", "stars": 4, "name": {"zh-Hans": "四星级", "zh-Hant": "四星級", "en": "Four-star"}},
    "score": "93.20",
    "scope": "家用空调、冰箱、洗衣机的安装、维修与配件供应服务",
    "sites": [{"name": f"第{place}服务网点", "address": f"福州市鼓楼区五四路 {place} 号"} for place in range(1, 13)],
    "issued_on": "2026-11-22", "valid_until": "2029-11-21", "last_evaluated_on": "2026-11-18",
    "surveillance_due_on": "2027-11-18", "replaces": None,
    "status": {"list": "https://register.example.cn/status/huaping/r1", "index": 1},
    "log": "register.example.cn/log/huaping",
    "url": "https://register.example.cn/register/huaping/2026HUAPING00001/",
}  # fmt: skip


def contents(count: int) -> list[dict[str, Any]]:
    """Return certificates that differ from each other."""
    made = []
    for place in range(count):
        one = deepcopy(CONTENT)
        one["number"] = f"2026HUAPING{place:05d}"
        one["holder"]["name"] = f"青禾第{place}电器有限公司"
        one["status"]["index"] = place
        one["url"] = f"https://register.example.cn/register/huaping/{one['number']}/"
        made.append(one)
    return made


def measure() -> dict[str, float]:
    """Return how many a second are sealed, drawn, signed, and made as a whole."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wuxing.config.settings")
    django.setup()
    from wuxing.certification.credentials.drawing import pdf, sheets, signing
    from wuxing.certification.credentials.drawing.sheets import File, Paper
    from wuxing.certification.keys import x509
    from wuxing.certification.keys.store import private
    from wuxing.proof import codes, content, credentials, keys

    now, base, key = datetime.now(UTC), "https://register.example.cn", keys.new_key()
    authority, document = private.fresh("ES256"), private.fresh("ES256")
    root = x509.root(authority, organisation="华评认证", at=now - timedelta(days=1))
    chain = x509.leaf(
        document.public.raw, kid=document.kid, issuer=authority, issuer_pem=root, organisation="华评认证",
        rehearsal=False, at=now,
    )  # fmt: skip
    proof = "\n".join(b64encode(os.urandom(32)).decode() for _ in range(24))
    times = {"sealed": 0.0, "drawn": 0.0, "signed": 0.0}
    for place, one in enumerate([CONTENT, *contents(PAPERS)]):
        began = time.process_time()
        token = credentials.issue(one, key=key, did=one["body"]["did"], base=base, signed_at=now)
        code = codes.code(one, key=key, base=base, signed_at=now)
        sealed = time.process_time()
        paper = Paper(language="zh-hans", original="zh-hans", kind="original", copy=0, made_on=date(2026, 11, 22))
        attached = [
            File("certificate.json", content.canonical(one).decode(), "application/json", "source"),
            File("certificate.jwt", token, "application/jwt", "alternative"),
            File("certificate.tlog-proof", proof, "text/plain", "supplement"),
        ]
        digest = content.digest(one).hex()
        unsigned = pdf.draw(sheets.sheet(one, paper, code=code, digest=digest, kid=key.kid, files=attached))
        drawn = time.process_time()
        signing.signed(unsigned, key=document, chain=chain, name=one["body"]["name"], reason="签发证书")
        done = time.process_time()
        if place:  # the first one loads the libraries
            times["sealed"] += sealed - began
            times["drawn"] += drawn - sealed
            times["signed"] += done - drawn
    times["whole"] = sum(times.values())
    return {name: round(PAPERS / seconds, 1) for name, seconds in times.items()}


if __name__ == "__main__":
    for name, rate in measure().items():
        print(f"{name:8} {rate:10,.1f} a second")
