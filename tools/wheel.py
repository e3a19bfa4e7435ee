"""Prove that the wheel is whole (`make wheelcheck`): built, installed into an empty environment, started, asked.

It is installed with the releases of requirements.lock, away from the checkout, and started on an empty data folder.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import Request, urlopen

TOP = Path(__file__).resolve().parent.parent
INSIDE = (
    r"wuxing/packs/[^/]+/scheme\.yaml",
    r"wuxing/procedures\.toml",
    r"wuxing/web/templates/web/base\.html",
    r"wuxing/service/templates/service/repair/board\.html",
    r"wuxing/web/static/wx/wx\.js",
    r"wuxing/web/static/vendor/htmx/htmx\.min\.js",
    r"wuxing/web/static/vendor/inter/[^/]+\.woff2",
    r"wuxing/web/fonts/[^/]+\.ttf",
    r"wuxing/web/locale/zh_Hans/LC_MESSAGES/django\.mo",
    r"wuxing/web/locale/zh_Hant/LC_MESSAGES/django\.mo",
    r"wuxing/evidence/foreign/.+\.yaml",
    r"wuxing/web/handbook/content/.+\.yaml",
    r"wuxing/web/handbook/frames/.+\.docx",
    r"wuxing/.+\.typ",
    r"wuxing/core/migrations/0001_.+\.py",
    r"wuxing-[^/]+\.dist-info/licenses/LICENSE",
)
UV = shutil.which("uv", path=str(Path(sys.executable).parent)) or "uv"


def main() -> int:
    """Build, look inside, install, start; return 1 with a sentence when something is missing."""
    work = Path(tempfile.mkdtemp(prefix="wuxing-wheel-"))
    work.chmod(0o755)
    try:
        wheel = _built(work)
        if missing := _missing(wheel):
            print("not in the wheel:", *missing, sep="\n  ", file=sys.stderr)
            return 1
        _install(wheel, work)
        _help(work)
        _start(work)
    except AssertionError as fault:
        print(f"the wheel: {fault}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(f"{wheel.name} installs, starts and answers")
    return 0


def _built(work: Path) -> Path:
    subprocess.run([UV, "build", "--quiet", "--wheel", "--out-dir", work / "dist", TOP], check=True)
    [wheel] = (work / "dist").glob("*.whl")
    return wheel


def _missing(wheel: Path) -> list[str]:
    names = zipfile.ZipFile(wheel).namelist()
    return [wanted for wanted in INSIDE if not any(re.fullmatch(wanted, name) for name in names)]


def _install(wheel: Path, work: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", work / "venv"], check=True)
    install: list[str | Path] = [UV, "pip", "install", "--quiet", "--python", work / "venv/bin/python"]
    subprocess.run([*install, "--requirement", TOP / "requirements.lock"], check=True)
    subprocess.run([*install, "--no-deps", wheel], check=True)
    subprocess.run([UV, "pip", "check", "--quiet", "--python", work / "venv/bin/python"], check=True)


def _help(work: Path) -> None:
    for words in (["--help"], ["up", "--help"], ["assess", "--help"]):
        said = _run(work, *words)
        assert said.startswith("usage: wuxing"), f"`wuxing {' '.join(words)}` says {said!r}"


def _start(work: Path) -> None:
    with subprocess.Popen(
        [work / "venv/bin/wuxing", "up", "--no-demo", "--data", work / "data"],
        cwd=work,
        env=_environment(),
        stdout=subprocess.PIPE,
        text=True,
    ) as house:
        try:
            assert house.stdout is not None
            ready = house.stdout.readline().strip()
            assert ready.startswith("Ready: "), f"`wuxing up` says {ready!r}"
            _ask(ready.removeprefix("Ready: "))
        finally:
            house.terminate()
            house.wait()
    assert house.returncode == 0, f"`wuxing up` ended with {house.returncode}"


def _ask(url: str) -> None:
    page = _get(url + "/accounts/login/").decode()
    linked = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(linked) > 3, f"the first page links {linked}"
    for path in linked:
        content = _get(url + path.split("#")[0])
        assert content, f"{path} is empty"
        for name in re.findall(rb'url\("?([^")]+\.woff2)', content):
            assert _get(urljoin(url + path, name.decode())), f"{name!r} is empty"
    assert b'"openapi"' in _get(url + "/api/openapi.json")


def _get(url: str) -> bytes:
    with urlopen(Request(url, headers={"Accept": "*/*", "Accept-Language": "zh-CN"})) as answer:
        assert answer.status == 200, f"{url} answers {answer.status}"
        return bytes(answer.read())


def _run(work: Path, *words: str) -> str:
    done = subprocess.run(
        [work / "venv/bin/wuxing", *words], cwd=work, env=_environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"`wuxing {' '.join(words)}` ends with {done.returncode}: {done.stderr}"
    return done.stdout


def _environment() -> dict[str, str]:
    return {"PATH": os.defpath, "HOME": "/nonexistent", "LANG": "C.UTF-8"}


if __name__ == "__main__":
    sys.exit(main())
