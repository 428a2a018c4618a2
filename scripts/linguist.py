"""Keep the Qt Linguist files: put strings in, list them, compile them.

    python scripts/linguist.py put < lines      each line: key | 中文 | English        (or: key | 中文 | one %n | many %n)
    python scripts/linguist.py list [CONTEXT]
    python scripts/linguist.py drop KEY...
    python scripts/linguist.py compile          .ts -> .qm; `put` and `drop` do it as well

A key is context.name; each context has one .ts file a language, sorted by key, so that changes are easy to read.
"""

from __future__ import annotations

import fcntl
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path
from xml.sax.saxutils import escape

I18N = Path(__file__).resolve().parents[1] / "fieldaudit" / "assets" / "i18n"
LANGUAGES = ("zh_CN", "en")
LRELEASE = Path(sys.executable).with_name("pyside6-lrelease")


def read(language: str, context: str) -> dict[str, list[str]]:
    """key -> the word, or its plural forms, of one file."""
    path = I18N / language / f"{context}.ts"
    if not path.exists():
        return {}
    found = {}
    for message in ET.parse(path).iter("message"):
        translation = message.find("translation")
        forms = [form.text or "" for form in translation.iter("numerusform")]
        found[message.findtext("source")] = forms or [translation.text or ""]
    return found


def write(language: str, context: str, words: dict[str, list[str]], plural: set[str]) -> None:
    """Write one file, sorted; an empty one is removed."""
    path = I18N / language / f"{context}.ts"
    if not words:
        path.unlink(missing_ok=True)
        return
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<!DOCTYPE TS>"]
    lines += [f'<TS version="2.1" language="{language}" sourcelanguage="key">', "<context>", f"    <name>{context}</name>"]
    for key in sorted(words):
        numerus = key in plural
        lines += ['    <message numerus="yes">' if numerus else "    <message>", f"        <source>{escape(key)}</source>"]
        if numerus:
            forms = "".join(f"<numerusform>{escape(form)}</numerusform>" for form in words[key])
            lines.append(f"        <translation>{forms}</translation>")
        else:
            lines.append(f"        <translation>{escape(words[key][0])}</translation>")
        lines.append("    </message>")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*lines, "</context>", "</TS>", ""]), "utf-8")


def plurals(context: str) -> set[str]:
    """Keys of a context that have plural forms."""
    path = I18N / "en" / f"{context}.ts"
    return {m.findtext("source") for m in ET.parse(path).iter("message") if m.get("numerus")} if path.exists() else set()


def change(puts: list[list[str]], drops: list[str]) -> None:
    """Put and drop strings, file by file."""
    for context in sorted({key.partition(".")[0] for key in [*(line[0] for line in puts), *drops]}):
        zh, en, plural = read("zh_CN", context), read("en", context), plurals(context)
        for key, *words in (line for line in puts if line[0].partition(".")[0] == context):
            zh[key], en[key] = [words[0]], words[1:]
            (plural.add if len(words) == 3 else plural.discard)(key)
        for key in drops:
            zh.pop(key, None), en.pop(key, None)
        write("zh_CN", context, zh, plural)
        write("en", context, en, plural)


def compile_all(into: Path = I18N) -> None:
    """Compile every language's files into one .qm."""
    for language in LANGUAGES:
        files = [str(path) for path in sorted((I18N / language).glob("*.ts"))]
        subprocess.run([str(LRELEASE), "-silent", *files, "-qm", str(into / f"{language}.qm")], check=True)


def main(arguments: list[str]) -> None:
    """Run one command."""
    command, *rest = arguments or ["compile"]
    I18N.mkdir(parents=True, exist_ok=True)
    with open(Path(tempfile.gettempdir()) / "fieldaudit-linguist.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if command == "put":
            lines = [[part.strip().replace("\\n", "\n") for part in line.split("|")] for line in sys.stdin if line.strip()]
            wrong = [line for line in lines if len(line) not in (3, 4) or "." not in line[0]]
            if wrong:
                sys.exit(f"not key | zh | en [| en plural]: {wrong[0]}")
            change(lines, [])
        elif command == "drop":
            change([], rest)
        elif command == "list":
            for path in sorted((I18N / "en").glob("*.ts")):
                if not rest or path.stem in rest:
                    zh = read("zh_CN", path.stem)
                    for key, words in read("en", path.stem).items():
                        print(" | ".join([key, *zh.get(key, ["?"]), *words]))
        compile_all()


if __name__ == "__main__":
    main(sys.argv[1:])
