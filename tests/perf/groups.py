"""The groups of figures of ./dev bench, a function each: it is handed the options, the store of archives
and the figures, which it adds to."""
import os
import pathlib
import shutil
import subprocess
import sys

import tools
from figures import BY_SOURCE
from tools import Run, median

PEOPLE = 10000          # in the address book of gnome-contacts
WRITE_UP_TO = 100000    # children of an archive that is copied to be written to


def shows(build, command):
    """Starts a program until its window shows a picture: milliseconds, and its peak memory in MiB."""
    with tools.password_fd() as fd:
        done = subprocess.run([build / "tests/perf/first-frame", *command], capture_output=True, text=True,
                              pass_fds=[fd])
    if done.returncode != 0:
        sys.exit(f"bench: {command[0]} showed no window: {done.stderr}")
    milliseconds, kibibytes = done.stdout.split()
    return float(milliseconds), int(kibibytes) / 1024


def in_turn(options, commands):
    """Starts the programs in turn; the median time and memory of each. The first round fills the disk cache."""
    rounds = [{name: shows(options.build, command) for name, command in commands.items()}
              for _ in range(options.runs + options.warm_up)][options.warm_up:]
    return {name: (median(rounds, lambda r: r[name][0]), median(rounds, lambda r: r[name][1])) for name in commands}


def small_archive(options, store):
    archive = store.fresh("small")
    archive.run("demo", "--children", min(100, options.children), "--seed", tools.SEED)
    return archive


def start(options, store, figures):
    archive = small_archive(options, store)
    took = in_turn(options, {
        "empty": [options.build / "tests/perf/empty-window"],
        "chuyan": [options.build / "src/chuyan", "--archive", archive.folder],
    })
    figures.add("start.empty", took["empty"][0])
    figures.add("start.chuyan", took["chuyan"][0])
    figures.add("start.ratio", took["chuyan"][0] / took["empty"][0])
    figures.add("start.memory-empty", took["empty"][1])
    figures.add("start.memory", took["chuyan"][1])


def contacts(options, store, figures):
    if shutil.which("gnome-contacts") is None:
        return figures.lacking("contacts", "gnome-contacts is not installed")
    archive = small_archive(options, store)
    took = in_turn(options, {
        "contacts": ["gnome-contacts"],
        "chuyan": [options.build / "src/chuyan", "--archive", archive.folder],
    })
    figures.add("contacts.start", took["contacts"][0])
    figures.add("contacts.ratio", took["chuyan"][0] / took["contacts"][0])
    figures.add("contacts.memory", took["contacts"][1])
    fill = [sys.executable, pathlib.Path(__file__).with_name("fill-contacts.py"), str(PEOPLE)]
    if subprocess.run(fill).returncode != 0:
        return figures.lacking("contacts", "its address book could not be filled")
    archive = store.of(PEOPLE)
    full = [(tools.rests(["gnome-contacts"]), tools.rests(
        [options.build / "src/chuyan", "--archive", archive.folder, "--page", "children"], unlocks=True))
        for _ in range(options.few)]
    for i, name in enumerate(("full", "full-chuyan")):
        figures.add(f"contacts.{name}-cpu", median(full, lambda r: r[i][0]))
        figures.add(f"contacts.{name}-memory", median(full, lambda r: r[i][1]))
    figures.add("contacts.full-ratio", median(full, lambda r: r[1][0]) / median(full, lambda r: r[0][0]))
    return None


def opening(options, store, figures):
    """Unlocking and the first answer: what a person waits for who comes to work in the morning, and then again."""
    archive = store.of(options.children)
    cold, warm = [], []
    for _ in range(options.few):
        archive.forget()
        cold.append(archive.run("children", "--limit", 50))
        warm.append(archive.run("children", "--limit", 50))
    figures.add("open.cold", median(cold, lambda r: r.seconds))
    figures.add("open.warm", median(warm, lambda r: r.seconds))
    figures.add("open.memory", median(cold, lambda r: r.memory))
    figures.add("open.size", archive.size / 1024 / options.children)


def add_lines(options, figures, group, lines):
    figures.add_lines(group, [line for line in lines if options.all or (group, line["name"]) in BY_SOURCE])


def search(options, store, figures):
    archive = store.of(options.children)
    with tools.password_fd() as fd:
        lines = tools.json_lines([options.build / "tests/perf/roster", "archive", archive.folder, fd], fd=fd)
    add_lines(options, figures, "search", lines)


def in_window(options, archive, *parts):
    """The real window, in the process of a program that drives and watches it."""
    os.environ["CHUYAN_BENCH_PASSWORD"] = tools.PASSWORD
    if options.quick:
        os.environ["CHUYAN_BENCH_QUICK"] = "1"
    return tools.json_lines([options.build / "tests/perf/window", archive.folder, *parts])


def window(options, store, figures):
    lines = in_window(options, store.of(options.children), "search", "scrolling", "reference")
    add_lines(options, figures, "window", lines)


def acts(options, store, figures):
    """What only reads is done on any archive, what writes on a copy."""
    archive = store.of(options.children)
    writes = options.children <= WRITE_UP_TO
    if writes:
        archive = store.copy(archive)
        os.environ["CHUYAN_BENCH_WRITE"] = "1"
    lines = in_window(options, archive, "acts")
    os.environ.pop("CHUYAN_BENCH_WRITE", None)
    if writes:
        shutil.rmtree(archive.folder)
    else:
        for name in ("acts.saved", "acts.saved-stall", "acts.bulk", "acts.bulk-stall"):
            figures.add(name, None)
            figures.notes[name] = f"only done on a copy, of at most {WRITE_UP_TO:,} children"
    add_lines(options, figures, "acts", lines)


def due(options, store, figures):
    if not options.growing:     # a database of its own, always of the size that the bar names
        n = options.due_children
        add_lines(options, figures, "due", tools.json_lines([options.build / "tests/perf/care-due", n, n * 20]))
    archive = store.of(options.children)
    runs = [archive.run("due") for _ in range(options.few)]
    figures.add("due.archive", median(runs, lambda r: r.seconds))
    figures.add("due.archive-cpu", median(runs, lambda r: r.cpu))
    figures.add("due.memory", median(runs, lambda r: r.memory))


def exchange(options, store, figures):
    """The roster out as a workbook, and in again, in turn with ssconvert."""
    source, roster = store.of(options.rows), store.run / "roster.xlsx"
    out = []
    for _ in range(options.few):
        roster.unlink(missing_ok=True)
        out.append(source.run("report", "roster", "--out", roster))
    figures.add("export.roster", median(out, lambda r: r.seconds))
    figures.add("export.roster-cpu", median(out, lambda r: r.cpu))
    figures.add("export.memory", median(out, lambda r: r.memory))
    imports, conversions = [], []
    peer = shutil.which("ssconvert")
    for _ in range(options.few):
        imports.append(store.fresh("import").run("import", roster))
        if peer is not None:
            conversions.append(Run([peer, roster, store.run / "roster.csv"]))
    figures.add("import.chuyan", median(imports, lambda r: r.seconds))
    figures.add("import.chuyan-cpu", median(imports, lambda r: r.cpu))
    figures.add("import.memory", median(imports, lambda r: r.memory))
    if peer is None:
        return figures.lacking("import", "ssconvert is not installed", peer_only=True)
    figures.add("import.ssconvert", median(conversions, lambda r: r.seconds))
    figures.add("import.ssconvert-cpu", median(conversions, lambda r: r.cpu))
    figures.add("import.memory-ssconvert", median(conversions, lambda r: r.memory))
    figures.add("import.ratio", median(imports, lambda r: r.seconds) / median(conversions, lambda r: r.seconds))
    figures.add("import.ratio-cpu", median(imports, lambda r: r.cpu) / median(conversions, lambda r: r.cpu))
    return None


def demo(options, store, figures):
    children = min(options.children, options.demo_children)
    runs = []
    for _ in range(options.few):
        archive = store.fresh("demo")
        trifle = archive.run("schemes")     # unlocking is not making
        runs.append((trifle, archive.run("demo", "--children", children, "--seed", tools.SEED)))
    figures.add("demo.minute", median(runs, lambda r: children * 60 / max(r[1].seconds - r[0].seconds, 0.001)))
    figures.add("demo.minute-cpu", median(runs, lambda r: children * 60 / max(r[1].cpu - r[0].cpu, 0.001)))
    figures.add("demo.memory", median(runs, lambda r: r[1].memory))


# By the groups of figures that they measure.
GROUPS = {
    ("start",): start,
    ("contacts",): contacts,
    ("open",): opening,
    ("search",): search,
    ("window",): window,
    ("acts",): acts,
    ("due",): due,
    ("export", "import"): exchange,
    ("demo",): demo,
}
