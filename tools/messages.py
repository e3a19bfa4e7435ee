"""Message catalogues: one a context, in src/wuxing/<context>/locale/{zh_Hans,zh_Hant}/LC_MESSAGES/django.{po,mo}.

    tools/messages.py [CONTEXT …]         extract, update the .po files, compile the .mo files
    tools/messages.py --draft-hant […]    also draft empty zh-Hant texts from zh-Hans (OpenCC, glossary), fuzzy
    tools/messages.py --reviewed […]      take the fuzzy marks off, after a person has read every draft
    tools/messages.py --check […]         change nothing; list what is untranslated, fuzzy, obsolete, missing or stale,
                                          or translated in two ways

A text that another context has translated already is taken over. Needs Babel and OpenCC, not GNU gettext.
"""

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "wuxing"
GLOSSARY = ROOT / "docs" / "reference" / "glossary.md"
LOCALES = ("zh_Hans", "zh_Hant")
KEYWORDS: dict[str, object] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "say": None,  # core.reasons: pure rules name their messages, doors translate them
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HOLES = re.compile(r"%\(\w+\)[#0\- +]?[\d.]*[a-zA-Z]|%[\d.]*[sdfr]|\{\w*\}")
# words that OpenCC would turn into others than ours; like the glossary's they are put in before it runs
OWN_WORDS = {
    "设备": "設備", "调度": "調度", "程序": "程序", "账号": "帳號", "账本": "帳本",
    "账户": "帳戶", "区间": "區間", "打开": "打開", "打印": "列印", "窗口": "期間",
    "审核": "審核", "通行密钥": "通行密鑰", "重签": "重簽", "签字": "簽字", "个中": "個中",
    "联系": "聯繫", "邮箱": "電子郵件", "导航": "導覽", "数据": "數據", "数据库": "資料庫",
    "权限": "權限", "对象": "對象", "响应": "響應", "质量": "質量", "视图": "檢視",
    "得分": "得分", "台": "台",
}  # fmt: skip
Key = tuple[str | None, tuple[str, ...]]


def contexts() -> list[str]:
    """Return the contexts: folders of the package with an apps.py."""
    return sorted(path.parent.name for path in SOURCE.glob("*/apps.py"))


def key_of(message: Message) -> Key:
    """Return what makes a message the same: its context and its English text(s)."""
    return message.context, (message.id,) if isinstance(message.id, str) else tuple(message.id)


def texts(message: Message) -> tuple[str, ...]:
    """Return the translated text(s) of a message."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def is_translated(message: Message) -> bool:
    """Say whether every text is there."""
    return bool(texts(message)) and all(texts(message))


def _found_in(path: Path) -> Iterator[tuple[object, list[str], str | None]]:
    data = path.read_bytes()
    if path.suffix in {".html", ".txt"}:
        from django.template import engines  # noqa: F401  (templatize needs Django's template package)
        from django.utils.translation.template import templatize

        data = templatize(data.decode(), origin=str(path)).encode()
    for _line, message, comments, context in extract("python", BytesIO(data), KEYWORDS, ("Translators:",)):
        yield message, comments, context


def extracted(context: str) -> Catalog:
    """Return every message of a context's Python files and templates."""
    catalog = Catalog(charset="utf-8")
    folder = SOURCE / context
    paths = [*folder.rglob("*.py"), *folder.rglob("templates/**/*.html"), *folder.rglob("templates/**/*.txt")]
    for path in sorted(path for path in paths if "migrations" not in path.parts):
        for message, comments, about in _found_in(path):
            if message:
                place = [(str(path.relative_to(folder)), 0)]
                catalog.add(message, None, place, auto_comments=comments, context=about)
    return catalog


def po_path(context: str, locale: str) -> Path:
    """Return where a catalogue lies."""
    return SOURCE / context / "locale" / locale / "LC_MESSAGES" / "django.po"


def loaded(path: Path, locale: str) -> Catalog:
    """Return a catalogue as it lies on disk, or an empty one."""
    if not path.exists():
        return Catalog(locale=locale, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=locale, charset="utf-8")


def messages(catalog: Catalog) -> dict[Key, Message]:
    """Return the messages of a catalogue without its header."""
    return {key_of(message): message for message in catalog if message.id}


def merged(template: Catalog, old: Catalog, others: dict[Key, Message], locale: str) -> Catalog:
    """Return `template` with the translations of `old`, and of other contexts where `old` has none."""
    known = messages(old)
    fresh = Catalog(locale=locale, charset="utf-8", fuzzy=False)
    for key, message in sorted(messages(template).items(), key=lambda item: (item[0][1], item[0][0] or "")):
        source = known.get(key)
        if source is None or not is_translated(source):
            source = others.get(key, source)
        plural = not isinstance(message.id, str)
        string: str | tuple[str, ...] = ("",) if plural else ""
        flags = message.flags - {"fuzzy"}
        if source is not None and is_translated(source):
            string = source.string if plural or isinstance(source.string, str) else source.string[0]
            flags |= source.flags & {"fuzzy"}
        places = sorted({place for place, _line in message.locations})
        fresh.add(
            message.id,
            string,
            [(place, 0) for place in places],
            flags,
            auto_comments=message.auto_comments,
            user_comments=source.user_comments if source else (),
            context=message.context,
        )
    return fresh


def as_po(catalog: Catalog) -> bytes:
    """Write a catalogue without dates and versions, so that it changes only when a text does."""
    body = BytesIO()
    write_po(body, catalog, width=120, omit_header=True, sort_output=False, include_lineno=False)
    header = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Language: {catalog.locale}\\n"\n"Plural-Forms: {catalog.plural_forms}\\n"\n\n'
    )
    return header.encode() + body.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    """Compile a catalogue (fuzzy texts stay out)."""
    ready = Catalog(locale=catalog.locale, charset="utf-8", fuzzy=False)
    for message in messages(catalog).values():
        if is_translated(message) and not message.fuzzy:
            ready.add(message.id, message.string, context=message.context)
    out = BytesIO()
    write_mo(out, ready)
    return out.getvalue()


def compiled(path: Path) -> dict[Key, tuple[str, ...]]:
    """Return what a .mo file says, to compare it with its .po."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        found = {key_of(m): texts(m) for m in read_mo(file) if m.id}
    return {
        (str(about, "utf-8") if isinstance(about, bytes) else about, ids): said for (about, ids), said in found.items()
    }


def problems(context: str, locale: str, template: Catalog) -> Iterator[str]:
    """Yield what is wrong with one catalogue."""
    path = po_path(context, locale)
    wanted, found = messages(template), messages(loaded(path, locale))
    name = f"{context}/{locale}"
    for key in wanted.keys() - found.keys():
        yield f"{name}: missing: {key[1][0]!r}"
    for key in found.keys() - wanted.keys():
        yield f"{name}: obsolete: {key[1][0]!r}"
    for key, message in found.items():
        if not is_translated(message):
            yield f"{name}: untranslated: {key[1][0]!r}"
        elif message.fuzzy:
            yield f"{name}: fuzzy, to be read by a person: {key[1][0]!r}"
        elif any(set(HOLES.findall(text)) != set(HOLES.findall(key[1][-1])) for text in texts(message)):
            yield f"{name}: placeholders differ: {key[1][0]!r} -> {texts(message)[0]!r}"
    said = {k: texts(m) for k, m in found.items() if is_translated(m) and not m.fuzzy}
    if compiled(path.with_suffix(".mo")) != said:
        yield f"{name}: the .mo file is stale; run tools/messages.py {context}"


def conflicts(locale: str) -> Iterator[str]:
    """Yield what two contexts translate differently: all share one domain, and the order of the apps would choose."""
    said: dict[Key, dict[tuple[str, ...], list[str]]] = {}
    for context in contexts():
        for key, message in messages(loaded(po_path(context, locale), locale)).items():
            if is_translated(message) and not message.fuzzy:
                said.setdefault(key, {}).setdefault(texts(message), []).append(context)
    for (_about, ids), ways in said.items():
        if len(ways) > 1:
            told = ", ".join(f"{way[0]!r} in {'/'.join(where)}" for way, where in ways.items())
            yield f"{locale}: translated in two ways: {ids[0]!r}: {told}; make them one, or give one a context"


def glossary() -> list[tuple[str, str]]:
    """Return (zh-Hans, zh-Hant) of the glossary and our own words, the longest first; remarks in brackets stay out."""
    pairs = set(OWN_WORDS.items())
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if GLOSSARY.exists() else ():
        cells = [re.sub(r"\(.*?\)", "", cell).strip() for cell in line.strip("| \n").split("|")]
        if len(cells) >= 4 and not set(cells[2]) <= set("- "):
            pairs |= set(zip(cells[2].split(" / "), cells[3].split(" / "), strict=False))
    return sorted(pairs, key=lambda pair: -len(pair[0]))


def draft_hant(hans: Catalog, hant: Catalog) -> int:
    """Fill the empty zh-Hant texts from zh-Hans, as drafts (fuzzy); return how many."""
    from opencc import OpenCC

    words, convert, count = glossary(), OpenCC("s2twp").convert, 0
    source = messages(hans)
    for key, message in messages(hant).items():
        simple = source.get(key)
        if is_translated(message) or simple is None or not is_translated(simple):
            continue
        drafts = []
        for text in texts(simple):
            known = text
            for place, (left, _right) in enumerate(words):
                known = known.replace(left, chr(0xE000 + place))
            known = convert(known)
            for place, (_left, right) in enumerate(words):
                known = known.replace(chr(0xE000 + place), right)
            drafts.append(known)
        message.string = drafts[0] if isinstance(message.id, str) else tuple(drafts)
        message.flags.add("fuzzy")
        count += 1
    return count


def update(names: Iterable[str], *, draft: bool, reviewed: bool) -> None:
    """Extract, merge, draft and write the catalogues of `names`."""
    everywhere: dict[str, dict[Key, Message]] = {locale: {} for locale in LOCALES}
    for context in contexts():
        for locale in LOCALES:
            found = messages(loaded(po_path(context, locale), locale))
            everywhere[locale] |= {k: m for k, m in found.items() if is_translated(m) and not m.fuzzy}
    for context in names:
        template = extracted(context)
        if not messages(template):
            continue
        made = {
            locale: merged(template, loaded(po_path(context, locale), locale), everywhere[locale], locale)
            for locale in LOCALES
        }
        drafted = draft_hant(made["zh_Hans"], made["zh_Hant"]) if draft else 0
        for locale, catalog in made.items():
            if reviewed:
                for message in catalog:
                    message.flags.discard("fuzzy")
            path = po_path(context, locale)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(as_po(catalog))
            path.with_suffix(".mo").write_bytes(as_mo(catalog))
            empty = sum(not is_translated(m) for m in messages(catalog).values())
            print(f"{context}/{locale}: {len(messages(catalog))} texts, {empty} to translate, {drafted} drafted")


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("contexts", nargs="*", metavar="CONTEXT")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--draft-hant", action="store_true")
    parser.add_argument("--reviewed", action="store_true")
    options = parser.parse_args()
    names = options.contexts or contexts()
    if unknown := set(names) - set(contexts()):
        parser.error(f"no such context: {', '.join(sorted(unknown))}; there are: {', '.join(contexts())}")
    if not options.check:
        update(names, draft=options.draft_hant, reviewed=options.reviewed)
        return 0
    found = [line for name in names for locale in LOCALES for line in problems(name, locale, extracted(name))]
    found += [line for locale in LOCALES for line in conflicts(locale)]
    print("\n".join(found) or f"messages: {len(names)} contexts complete in {' and '.join(LOCALES)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
