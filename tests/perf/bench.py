#!/usr/bin/env python3
"""Measures what people wait for: bench.py --build DIR [--json] [--runs N] [--children N]

Times are medians. Where a peer is named the two are run in turn and the ratio counts: it
holds on a busy machine, the milliseconds do not.
"""
import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

PASSWORD = "bench-password-1"


class Archive:
    """chuyanctl on an archive of its own."""

    def __init__(self, folder):
        self.folder = folder

    def run(self, *arguments):
        """Runs a command; gives what it says and the seconds it took."""
        reader, writer = os.pipe()
        os.write(writer, PASSWORD.encode() + b"\n")
        os.close(writer)
        start = time.monotonic()
        done = subprocess.run(["chuyanctl", "--archive", str(self.folder), "--password-fd", str(reader), "--json",
                               *map(str, arguments)], stdout=subprocess.PIPE, pass_fds=[reader])
        took = time.monotonic() - start
        os.close(reader)
        if done.returncode != 0:
            sys.exit(f"chuyanctl {arguments[0]} failed ({done.returncode})")
        return json.loads(done.stdout or "{}"), took

    def median(self, runs, *arguments):
        return statistics.median(self.run(*arguments)[1] for _ in range(runs))


def first_frames(build, runs):
    """Start to first picture of the empty window and of the program, in turn."""
    watcher = build / "tests/perf/first-frame"
    commands = {"empty": [build / "tests/perf/empty-window"], "chuyan": [build / "src/chuyan"]}
    times = {name: [] for name in commands}
    memory = {name: [] for name in commands}
    for _ in range(runs + 1):  # the first fills the disk cache
        for name, command in commands.items():
            done = subprocess.run([watcher, *command], capture_output=True, text=True)
            if done.returncode != 0:
                sys.exit(f"{name} showed no window: {done.stderr}")
            shown, peak = done.stdout.split()
            times[name].append(float(shown))
            memory[name].append(int(peak) / 1024)
    return ({name: statistics.median(t[1:]) for name, t in times.items()},
            {name: statistics.median(m[1:]) for name, m in memory.items()})


def seconds_of_ssconvert(roster):
    """What gnumeric takes merely to turn the file into CSV; None where it is not installed."""
    if shutil.which("ssconvert") is None:
        return None
    start = time.monotonic()
    subprocess.run(["ssconvert", roster, roster.with_suffix(".csv")], capture_output=True, check=True)
    return time.monotonic() - start


def measure(options):
    results = []

    def add(name, value, unit, ratio=None, bar=None, least=False):
        """A figure. What is to be met is the ratio where there is one; @least: more is better."""
        shown = ratio if ratio is not None else value
        met = None if bar is None else shown >= bar if least else shown <= bar
        results.append({"name": name, "value": round(value, 3), "unit": unit, "bar": bar, "met": met,
                        **({"ratio": round(ratio, 3)} if ratio is not None else {})})

    frames, memory = first_frames(options.build, options.runs)
    add("empty window: start to first picture", frames["empty"], "ms")
    add("chuyan: start to first picture", frames["chuyan"], "ms", frames["chuyan"] / frames["empty"], 1.25)
    add("chuyan: peak memory after it", memory["chuyan"], "MiB", memory["chuyan"] / memory["empty"])

    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(pathlib.Path(folder) / "bench.chuyan")
        archive.run("create")
        took = archive.run("demo", "--children", options.children, "--seed", 1)[1]
        runs = max(3, options.runs // 2)
        opened = archive.median(runs, "schemes")
        add("children a minute that demo makes, without unlock", options.children * 60 / (took - opened), "",
            bar=50000, least=True)
        add("unlock and a trifle (part of each line below)", opened, "s")
        add("due list of all", archive.median(runs, "due"), "s")
        add("search by initials", archive.median(runs, "children", "--search", "lm", "--limit", 50), "s")
        roster = pathlib.Path(folder) / "roster.xlsx"
        add("roster out as .xlsx", archive.run("report", "roster", "--out", roster)[1], "s")
        copy = Archive(pathlib.Path(folder) / "copy.chuyan")
        copy.run("create")
        answer, took = copy.run("import", roster)
        name = f"that roster in again ({answer['imported']} children)"
        converted = seconds_of_ssconvert(roster)
        if converted is None:
            add(name, took, "s")
        else:
            add("ssconvert: that roster to CSV", converted, "s")
            add(name, took, "s", took / converted, 1)

    done = subprocess.run([options.build / "tests/perf/care-due"], capture_output=True, text=True, check=True)
    full, one = map(float, done.stdout.split())
    add("due list: 100,000 children, 2,000,000 contacts", full, "ms", bar=1000)
    add("due list of one of them", one, "ms", bar=5)

    done = subprocess.run([options.build / "tests/perf/roster", "bench", str(options.roster)],
                          capture_output=True, text=True, check=True)
    order, key, slow_key, page = map(float, done.stdout.split())
    add(f"roster of {options.roster} children: the first order (processor)", order, "ms")
    add("a key of its search, median (processor)", key, "ms", bar=16)
    add("a key of its search, 95 of 100 (processor)", slow_key, "ms", bar=16)
    add("a page of its rows, 95 of 100 (processor)", page, "ms")
    return results


def main():
    parser = argparse.ArgumentParser(prog="./dev bench")
    parser.add_argument("--build", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--children", type=int, default=2000)
    parser.add_argument("--roster", type=int, default=100000, help="children of the roster that is searched")
    options = parser.parse_args()
    results = measure(options)
    if options.json:
        print(json.dumps({"renderer": os.environ.get("GSK_RENDERER", "default"), "figures": results}))
        return
    for r in results:
        ratio = f"{r['ratio']:6.2f} ×" if "ratio" in r else ""
        met = "" if r["met"] is None else f"bar {r['bar']:<7} {'met' if r['met'] else 'NOT MET'}"
        print(f"{r['name']:<52} {r['value']:10.3f} {r['unit']:<4} {ratio:<9} {met}".rstrip())


main()
