#!/usr/bin/env python3
"""./dev bench in its quick form measures every figure that it knows; no time is judged.

test-bench.py BUILD
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import unicodedata

from figures import KINDS

HERE = pathlib.Path(__file__).resolve().parent
# What the bench is for: these may not go missing from the table.
WANTED = {"start.ratio", "open.cold", "search.key-95", "window.first-rows", "window.memory", "window.key-95",
          "window.scroll-end", "today.memory-roster", "acts.select-stall", "acts.today-stall", "acts.saved", "acts.bulk",
          "acts.bulk-undone", "due.full",
          "due.one", "import.ratio", "import.ratio-cpu", "export.roster", "demo.minute"}
cases = 0


def check(what, wrong):
    """One case, failed where there is anything wrong."""
    global cases
    cases += 1
    print(f"{'not ok' if wrong else 'ok'} {cases} - {what}", flush=True)
    for line in wrong:
        print(f"# {line}", flush=True)


def bench(cache, *words):
    done = subprocess.run([sys.executable, HERE / "bench.py", "--build", sys.argv[1], "--cache", cache, "--quick",
                           "--children", "200", *words], stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        print(f"Bail out! bench.py ended with {done.returncode}")
        sys.exit(1)
    return json.loads(done.stdout) if "--json" in words else done.stdout


def columns(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def wrong_entry(entry):
    missing = {"name", "value", "unit", "bar", "met"} - entry.keys()
    if missing:
        return f"{entry}: lacks {missing}"
    if entry["value"] is None:
        return None if entry.get("note") else f"{entry['name']}: neither a value nor why not"
    if not isinstance(entry["value"], (int, float)) or entry["value"] < 0:
        return f"{entry['name']}: {entry['value']}"
    if not entry["runs"]:
        return f"{entry['name']}: the runs it is the median of are not told"
    if isinstance(entry["met"], bool) != (entry["bar"] is not None):
        return f"{entry['name']}: bar {entry['bar']}, met {entry['met']}"
    return None


def main():
    with tempfile.TemporaryDirectory() as cache:
        answer = bench(cache, "--json")
        values = {entry["name"]: entry["value"] for entry in answer["figures"]}
        check("every figure of the table is there", [kind.name for kind in KINDS if kind.name not in values])
        check("what the bench is for is in the table", sorted(WANTED - {kind.name for kind in KINDS}))
        check("only peers have no value", [kind.name for kind in KINDS if values.get(kind.name) is None
                                           and not kind.peer])
        check("each entry is whole", list(filter(None, map(wrong_entry, answer["figures"]))))
        check("the machine is described", [name for name in ("processor", "processors", "memory_mib", "build")
                                           if not answer["machine"].get(name)])
        answer = bench(cache, "--json", "--growth", "--only", "open,today,due")
        growth, names = answer["growth"], {entry["name"] for entry in answer["figures"]}
        sizes = len(growth["sizes"])
        check("growth has a value at each size", [row["name"] for row in growth["figures"]
                                                  if len(row["values"]) != sizes or None in row["values"]])
        check("growth has figures and steps", [] if growth["figures"] and sizes > 1 else [str(growth)])
        check("growth tells the figures of its largest size", [row["name"] for row in growth["figures"]
                                                              if row["name"] not in names])
        for table in (bench(cache, "--all", "--only", "open,search"), bench(cache, "--growth", "--only", "open")):
            check("a table fits in 120 columns", [line for line in table.splitlines() if columns(line) > 120])
            check("a table has its figures", [] if "peak memory" in table else table.splitlines())
        check("only the archives are left", [str(path) for path in pathlib.Path(cache).glob("run-*")])
    print(f"1..{cases}")


main()
