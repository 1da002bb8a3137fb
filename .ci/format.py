#!/usr/bin/env python3
"""Lays out C files: format.py [--check] FILE.c…

clang-format does what .clang-format says; then the parameters of function definitions are
lined up, one on each line, as GNOME writes them.
"""
import pathlib
import re
import subprocess
import sys

HEAD = re.compile(r"^([a-z]\w* \()((?:[^();{}\n]+,\n)+[^();{}\n]+)\)$", re.MULTILINE)
GETTEXT = re.compile(r"\b(_|C_|N_|NC_) \(")
PARAMETER = re.compile(r"(?P<type>.*?[\w ])\s*(?P<stars>\**)(?P<name>\w+(?:\[[\w ]*\])*)$")


def line_up(match):
    parameters = [PARAMETER.fullmatch(p.strip()) for p in match[2].split(",")]
    if not all(parameters):
        return match[0]
    types = [p["type"].strip() for p in parameters]
    width = max(map(len, types)) + 1 + max(len(p["stars"]) for p in parameters)
    lines = [t + (p["stars"] + p["name"]).rjust(width - len(t) + len(p["name"])) for t, p in zip(types, parameters)]
    return match[1] + (",\n" + " " * len(match[1])).join(lines) + ")"


def main():
    check = "--check" in sys.argv[1:2]
    style = pathlib.Path(__file__).resolve().parent.parent / ".clang-format"
    changed = 0
    for path in map(pathlib.Path, sys.argv[1 + check:]):
        before = path.read_text(encoding="utf-8")
        done = subprocess.run(["clang-format", f"--style=file:{style}", str(path)], capture_output=True,
                              encoding="utf-8", check=True)
        after = HEAD.sub(line_up, GETTEXT.sub(r"\1(", done.stdout))
        if after == before:
            continue
        changed += 1
        print(path)
        if not check:
            path.write_text(after, encoding="utf-8")
    return 1 if check and changed else 0


sys.exit(main())
