#!/usr/bin/env python3
"""Sums what `meson test` left in build folders: one line, "N passed, N failed".

A test that speaks TAP counts by its cases; one that ends badly without a failed case counts
as one failure more.
"""
import json
import pathlib
import re
import sys

CASE = re.compile(r"^(not ok|ok)\b(.*)$", re.MULTILINE)


def count(entry):
    """The passed and failed cases of one test, and whether it was left out."""
    passed = failed = 0
    for verdict, rest in CASE.findall(entry.get("stdout", "")):
        if re.search(r"#\s*(SKIP|TODO)", rest, re.IGNORECASE):
            continue
        passed, failed = (passed + 1, failed) if verdict == "ok" else (passed, failed + 1)
    result = entry["result"]
    if result in ("OK", "EXPECTEDFAIL"):
        return max(passed, 1 if not CASE.search(entry.get("stdout", "")) else 0), 0
    if result == "SKIP":
        return 0, 0
    return passed, max(failed, 1)


def main():
    passed = failed = 0
    for folder in sys.argv[1:]:
        log = pathlib.Path(folder) / "meson-logs" / "testlog.json"
        if not log.exists():
            failed += 1
            continue
        for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
            p, f = count(json.loads(line))
            passed, failed = passed + p, failed + f
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


sys.exit(main())
