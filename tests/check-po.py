#!/usr/bin/env python3
"""Holds the translations complete: check-po.py SOURCE_ROOT sources|languages

sources: every file with translatable text is in po/POTFILES.in, and the text can be extracted.
languages: each of po/LINGUAS has every message of a freshly extracted template, translated,
not fuzzy, its formats valid.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

CALL = re.compile(r'(?<!\w)(?:_|C_|N_|NC_|Q_|ngettext|gettext|g_dngettext|g_dpgettext2)\s*\(\s*"')
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
KEYWORDS = """_ N_ C_:1c,2 NC_:1c,2 Q_:1g gettext ngettext:1,2 g_dcgettext:2 g_dngettext:2,3
    g_dpgettext2:2c,3""".split()


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", **options)


def check_list(root):
    """POTFILES.in against the sources; returns problems."""
    listed = [l.strip() for l in (root / "po/POTFILES.in").read_text(encoding="utf-8").splitlines()]
    listed = [l for l in listed if l and not l.startswith("#")]
    problems = [f"po/POTFILES.in: {l} does not exist" for l in listed if not (root / l).is_file()]
    if len(listed) != len(set(listed)):
        problems.append("po/POTFILES.in: a line stands there twice")
    sources = [p for s in ("*.c", "*.h") for p in (root / "src").rglob(s)] + list((root / "ui").rglob("*.blp"))
    wanted = {str(p.relative_to(root)) for p in sources if CALL.search(COMMENT.sub(" ", p.read_text(encoding="utf-8")))}
    wanted |= {str(p.relative_to(root)) for s in ("*.desktop.in", "*.metainfo.xml.in") for p in (root / "data").glob(s)}
    problems += [f"{p}: has text to translate and is not in po/POTFILES.in" for p in sorted(wanted - set(listed))]
    return problems


def extract(root, pot):
    keywords = [f"--keyword={k}" for k in KEYWORDS]
    flags = ["--flag=g_strdup_printf:1:c-format", "--flag=g_string_append_printf:2:c-format",
             "--flag=g_dngettext:2:pass-c-format"]
    done = run("xgettext", f"--output={pot}", f"--directory={root}", f"--files-from={root}/po/POTFILES.in",
               "--from-code=UTF-8", "--add-comments=Translators", *keywords, *flags)
    return [] if done.returncode == 0 else [f"xgettext: {done.stderr.strip()}"]


def messages(text):
    """The msgid of each entry, the header left out."""
    return [m for m in re.findall(r'^msgid (".*?)(?=^msgstr|^msgid_plural)', text, re.MULTILINE | re.DOTALL)
            if m.strip() != '""']


def check_language(root, language, pot):
    po = root / "po" / f"{language}.po"
    done = run("msgfmt", "--check", "--output-file=/dev/null", str(po))
    if done.returncode != 0:
        return [f"{po.name}: {done.stderr.strip()}"]
    merged = run("msgmerge", "--quiet", "--no-fuzzy-matching", "--output-file=-", str(po), str(pot)).stdout
    problems = []
    for what, option in (("not translated", "--untranslated"), ("fuzzy", "--only-fuzzy")):
        left = messages(run("msgattrib", option, "--no-obsolete", "-", input=merged).stdout)
        if left:
            problems.append(f"{po.name}: {len(left)} messages {what}, first {left[0].strip()}")
    return problems


def main():
    root, what = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
    problems = check_list(root) if what == "sources" else []
    with tempfile.TemporaryDirectory() as folder:
        pot = pathlib.Path(folder) / "chuyan.pot"
        problems += extract(root, pot)
        if what == "languages" and pot.exists():
            for language in (root / "po/LINGUAS").read_text(encoding="utf-8").split():
                problems += check_language(root, language, pot)
    print("\n".join(problems) or f"{what}: nothing is missing")
    return 1 if problems else 0


sys.exit(main())
