#!/usr/bin/env python3
"""No file outgrows what a reader holds in the head: check-lengths.py SOURCE_ROOT"""
import pathlib
import sys

# Tests are read case by case, so they may be longer.
KINDS = (("src", "*.c", 600), ("src", "*.h", 600), ("src", "*.sql", 600), ("ui", "*.blp", 600),
         ("tests", "*.c", 1000), ("tests", "*.py", 600))


def main():
    root = pathlib.Path(sys.argv[1])
    long = []
    for top, kind, most in KINDS:
        for path in (root / top).rglob(kind):
            lines = path.read_text(encoding="utf-8").count("\n")
            if lines > most:
                long.append(f"{path.relative_to(root)}: {lines} lines; split it by concern (at most {most})")
    print("\n".join(sorted(long)) or "every file is short enough")
    return 1 if long else 0


sys.exit(main())
