#!/usr/bin/env python3
"""Measures what people wait for and holds it against the bars of figures.py; see docs/PERFORMANCE.md.

Times are medians. Where a peer is named the two are run in turn and the ratio of the medians
counts: it holds on a busy machine, the seconds do not.
"""
import argparse
import json
import os
import pathlib
import sys
import textwrap
import unicodedata

import groups
import tools
from figures import BY_NAME, GROUPS, KINDS, Figures, rounded, shown

SIZES = [1000, 10000, 100000, 1000000]
BARS_FOR = 1000000
STARTS = 5              # of a window, for each of --runs: they are short, and differ more than what takes longer
WIDTH = 120             # of what is printed


def parse():
    parser = argparse.ArgumentParser(prog="./dev bench", description="Measures what people wait for.")
    parser.add_argument("--build", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--cache", type=pathlib.Path, help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--children", type=int, help="children of the archive (100,000; its bars are for 1,000,000, "
                        "which take 13 GB and a quarter of an hour the first time)")
    parser.add_argument("--archive", type=pathlib.Path, metavar="DIR", help="measure on this archive, named after the "
                        f"number of its children (1000.chuyan), its password {tools.PASSWORD}; with --growth it is the "
                        "largest")
    parser.add_argument("--archives", type=pathlib.Path, metavar="DIR", help="the same for a folder of such archives")
    parser.add_argument("--only", metavar="GROUP,…", help=f"measure only some of: {', '.join(GROUPS)}")
    parser.add_argument("--runs", type=int, default=3, help="how often each program is run, of which the medians are "
                        f"shown (3); a start is measured {STARTS} times as often")
    parser.add_argument("--all", action="store_true", help="show also what only those who work on it look at")
    parser.add_argument("--growth", action="store_true", help="measure at 1,000, 10,000 … children, up to --children")
    parser.add_argument("--quick", action="store_true", help="everything once and small: only whether it works")
    # ./dev has installed it before this is run.
    parser.add_argument("--contacts", action="store_true", help="install gnome-contacts too, as a peer (420 MB)")
    options = parser.parse_args()
    if options.archive is not None:
        name = options.archive.name.removesuffix(".chuyan")
        if not name.isdigit():
            parser.error("--archive: its name is the number of its children")
        if not (options.archive / "archive.json").exists():
            parser.error(f"--archive: there is none in {options.archive}")
        options.children, options.archives = int(name), options.archive.parent
    wanted = options.only.split(",") if options.only else list(GROUPS)
    for name in wanted:
        if name not in GROUPS:
            parser.error(f"--only: {name} is none of {', '.join(GROUPS)}")
    options.only = wanted
    options.children = options.children or (200 if options.quick else 100000)
    if options.runs < 1:
        parser.error("--runs: at least once")
    options.starts, options.warm_up = options.runs * STARTS, 1
    if options.quick:
        options.runs, options.starts, options.warm_up = 1, 1, 0
    options.rows = options.children if options.quick else 100000
    options.demo_children = 200 if options.quick else 20000
    options.due_children = 200 if options.quick else 100000
    options.growing = False
    options.cache = options.cache or pathlib.Path.home() / ".cache/chuyan-dev/bench"
    return options


def measure(options, store, only):
    figures = Figures()
    for names, group in groups.GROUPS.items():
        if set(names) & set(only):
            tools.say(", ".join(GROUPS[name] for name in names))
            group(options, store, figures)
            for name in names:
                figures.lacking(name, "not measured in this run")
    return figures


def measure_growth(options, store):
    """The main figures at growing sizes, and by how much each grew from one size to the next."""
    sizes = [size for size in SIZES if size < options.children] + [options.children]
    if len(sizes) == 1:
        sizes.insert(0, options.children // 10)
    grown = {kind.group for kind in KINDS if kind.growth}
    columns = []
    options.growing = True
    for size in sizes:
        tools.say(f"{size:,} children")
        options.children = size
        columns.append(measure(options, store, [name for name in options.only if name in grown]).as_json())
    rows = []
    values = [{entry["name"]: entry["value"] for entry in column} for column in columns]
    for last in columns[-1]:
        if last["name"] not in BY_NAME or not BY_NAME[last["name"]].growth:
            continue
        of_size = [value.get(last["name"]) for value in values]
        rows.append({"name": last["name"], "title": last["title"], "unit": last["unit"], "values": of_size,
                     "ratios": [rounded(b / a) if a and b is not None else None for a, b in zip(of_size, of_size[1:])],
                     "bar": last["bar"], "sense": last["sense"], "met": last["met"]})
    return {"sizes": sizes, "figures": rows}, columns[-1]


def width(text):
    """How many columns of a terminal it takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def left(text, columns):
    return text + " " * (columns - width(text))


def with_groups(rows):
    """The rows, each with its group's words when it is the first of it."""
    group = None
    for row in rows:
        former, group = group, row["name"].split(".")[0]
        yield row, GROUPS.get(group, group) if group != former else None


def factor(ratio):
    return "–" if ratio is None else f"{ratio:.1f}×" if ratio < 9.95 else f"{ratio:,.0f}×"


def print_growth(growth):
    print(f"{'':<60}" + "".join(f"{size:>10,}" for size in growth["sizes"]) + "  growth of each step")
    for row, group in with_groups(growth["figures"]):
        if group is not None:
            print(f"\n{group}")
        print((f"  {left(row['title'], 53)} {row['unit']:<4}" + "".join(f"{shown(v):>10}" for v in row["values"])
               + " " + "".join(f"{factor(ratio):>6}" for ratio in row["ratios"])).rstrip())
    for row in growth["figures"]:
        if row["met"] is False:
            print(f"\nNot met at {growth['sizes'][-1]:,}: {row['title']}, {shown(row['values'][-1])} {row['unit']}, "
                  f"{row['sense']} {row['bar']:,}")


def spread(entry):
    """The least and the most of several runs."""
    runs = entry.get("runs", [])
    return f"{shown(min(runs))} … {shown(max(runs))}" if len(runs) > 1 else ""


def print_table(entries, options):
    print(f"{'':<62}{'figure':>10}      {'of runs':<19} {'bar':<9} met")
    told = None
    for entry, group in with_groups(entries):
        if group is not None:
            print(f"\n{group}")
        bar = "" if entry["bar"] is None else f"{entry['sense']} {entry['bar']:,}"
        met, note = {None: "", True: "yes", False: "NO"}[entry["met"]], entry.get("note")
        print(f"  {left(entry['title'], 60)}{shown(entry['value']):>10} {entry['unit']:<4} {spread(entry):<19} {bar:<9} "
              f"{met}".rstrip())
        if note is not None and note != told and (options.all or entry["met"] is False or entry["value"] is None):
            print(textwrap.fill(note, WIDTH, initial_indent="      ", subsequent_indent="      "))
        told = note
    if options.quick:
        print("\n--quick: everything was small, whatever the names say. No figure here counts.")
    elif options.children < BARS_FOR:
        print(f"\nMeasured on {options.children:,} children; the bars of search and window are for {BARS_FOR:,}.")


def main():
    options = parse()
    about = tools.machine(options.build)
    store = tools.Store(options.build, options.cache, options.archives)
    answer = {"machine": about, "children": options.children, "figures": []}
    if options.growth:
        answer["growth"], answer["figures"] = measure_growth(options, store)
    else:
        answer["figures"] = measure(options, store, options.only).as_json()
    about["load_after"] = os.getloadavg()[0]
    if options.json:
        print(json.dumps(answer, ensure_ascii=False))
        return
    print(textwrap.fill(
        f"{about['processor']}, {about['processors']} processors, {about['memory_mib']:,} MiB, GTK {about['gtk']}, "
        f"{about['renderer']} on {about['display']}, {about['build'].get('buildtype', '')}, "
        f"load {about['load']:.1f} to {about['load_after']:.1f}, medians of {options.runs} "
        f"{'run' if options.runs == 1 else 'runs'}", WIDTH) + "\n")
    if options.growth:
        print_growth(answer["growth"])
    else:
        print_table(answer["figures"], options)


sys.exit(main())
