#!/usr/bin/env python3
"""No file outgrows what a reader holds in the head: check-lengths.py SOURCE_ROOT"""
import pathlib
import sys

MOST = 600
KINDS = (("src", "*.c"), ("src", "*.h"), ("src", "*.sql"), ("ui", "*.blp"), ("tests", "*.c"), ("tests", "*.py"))


def main():
    root = pathlib.Path(sys.argv[1])
    long = []
    for top, kind in KINDS:
        for path in (root / top).rglob(kind):
            lines = path.read_text(encoding="utf-8").count("\n")
            if lines > MOST:
                long.append(f"{path.relative_to(root)}: {lines} lines; split it by concern (at most {MOST})")
    print("\n".join(sorted(long)) or "every file is short enough")
    return 1 if long else 0


sys.exit(main())
