#!/usr/bin/env python3
"""./dev bench in its quick form measures every figure that it knows; no time is judged.

test-bench.py BUILD
"""
import json
import pathlib
import subprocess
import sys
import tempfile

from figures import KINDS

HERE = pathlib.Path(__file__).resolve().parent
# What the bench is for: these may not go missing from the table.
WANTED = {"start.ratio", "open.cold", "search.key-95", "window.first-rows", "window.memory", "window.key-95",
          "window.scroll-end", "acts.select-stall", "acts.today-stall", "acts.saved", "acts.bulk", "due.full",
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
                           "--json", *words], stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        print(f"Bail out! bench.py ended with {done.returncode}")
        sys.exit(1)
    return json.loads(done.stdout)


def wrong_entry(entry):
    missing = {"name", "value", "unit", "bar", "met"} - entry.keys()
    if missing:
        return f"{entry}: lacks {missing}"
    if entry["value"] is None:
        return None if entry.get("note") else f"{entry['name']}: neither a value nor why not"
    if not isinstance(entry["value"], (int, float)) or entry["value"] < 0:
        return f"{entry['name']}: {entry['value']}"
    if isinstance(entry["met"], bool) != (entry["bar"] is not None):
        return f"{entry['name']}: bar {entry['bar']}, met {entry['met']}"
    return None


def main():
    with tempfile.TemporaryDirectory() as cache:
        answer = bench(cache, "--children", "200")
        values = {entry["name"]: entry["value"] for entry in answer["figures"]}
        check("every figure of the table is there", [kind.name for kind in KINDS if kind.name not in values])
        check("what the bench is for is in the table", sorted(WANTED - {kind.name for kind in KINDS}))
        check("only peers have no value", [kind.name for kind in KINDS if values.get(kind.name) is None
                                           and not kind.peer])
        check("each entry is whole", list(filter(None, map(wrong_entry, answer["figures"]))))
        check("the machine is described", [name for name in ("processor", "processors", "memory_mib", "build")
                                           if not answer["machine"].get(name)])
        growth = bench(cache, "--growth", "--only", "open,due", "--children", "200")["growth"]
        sizes = len(growth["sizes"])
        check("growth has a value at each size", [row["name"] for row in growth["figures"]
                                                  if len(row["values"]) != sizes or None in row["values"]])
        check("growth has figures and steps", [] if growth["figures"] and sizes > 1 else [str(growth)])
        check("only the archives are left", [str(path) for path in pathlib.Path(cache).glob("run-*")])
    print(f"1..{cases}")


main()
