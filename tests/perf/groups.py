"""The groups of figures of ./dev bench, a function each: it is handed the options, the store of archives
and the figures, which it adds to."""
import os
import pathlib
import shutil
import subprocess
import sys
from statistics import median

import tools
from figures import BY_NAME, BY_SOURCE, WRITES
from tools import Run

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
    """Starts the programs in turn: times and peak memory of each. The first round fills the disk cache."""
    rounds = [{name: shows(options.build, command) for name, command in commands.items()}
              for _ in range(options.starts + options.warm_up)][options.warm_up:]
    return {name: [list(figures) for figures in zip(*(r[name] for r in rounds))] for name in commands}


def add_ratio(figures, name, ours, theirs):
    """The ratio of the medians, and that of each pair that was run in turn."""
    figures.add(name, [a / b for a, b in zip(ours, theirs)], median(ours) / median(theirs))


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
    add_ratio(figures, "start.ratio", took["chuyan"][0], took["empty"][0])
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
    add_ratio(figures, "contacts.ratio", took["chuyan"][0], took["contacts"][0])
    figures.add("contacts.memory", took["contacts"][1])
    fill = [sys.executable, pathlib.Path(__file__).with_name("fill-contacts.py"), str(PEOPLE)]
    if subprocess.run(fill).returncode != 0:
        return figures.lacking("contacts", "its address book could not be filled")
    archive = store.of(PEOPLE)
    full = {"full": [], "full-chuyan": []}
    for _ in range(options.runs):
        full["full"].append(tools.rests(["gnome-contacts"]))
        full["full-chuyan"].append(tools.rests(
            [options.build / "src/chuyan", "--archive", archive.folder, "--page", "children"], unlocks=True))
    for name, runs in full.items():
        figures.add(f"contacts.{name}-cpu", [cpu for cpu, _ in runs])
        figures.add(f"contacts.{name}-memory", [memory for _, memory in runs])
    add_ratio(figures, "contacts.full-ratio", figures.runs["contacts.full-chuyan-cpu"],
              figures.runs["contacts.full-cpu"])
    return None


def opening(options, store, figures):
    """Unlocking and the first answer: what a person waits for who comes to work in the morning, and then again."""
    archive = store.of(options.children)
    cold, warm = [], []
    for _ in range(options.runs):
        archive.forget()
        cold.append(archive.run("children", "--limit", 50))
        warm.append(archive.run("children", "--limit", 50))
    figures.add("open.cold", [run.seconds for run in cold])
    figures.add("open.warm", [run.seconds for run in warm])
    figures.add("open.memory", [run.memory for run in cold])
    figures.add("open.size", [archive.size / 1024 / options.children])


def add_lines(options, figures, group, runs):
    """Of what programs have printed: what the table knows, or all of it."""
    figures.add_lines(group, [[line for line in lines if options.all or (group, line["name"]) in BY_SOURCE]
                              for lines in runs])


def search(options, store, figures):
    archive, runs = store.of(options.children), []
    for _ in range(options.runs):
        with tools.password_fd() as fd:
            runs.append(tools.json_lines([options.build / "tests/perf/roster", "archive", archive.folder, fd], fd=fd))
    add_lines(options, figures, "search", runs)


def in_window(options, archive, *parts, writes=False):
    """The real window, in the process of a program that drives and watches it."""
    more = {"CHUYAN_BENCH_PASSWORD": tools.PASSWORD}
    if options.quick:
        more["CHUYAN_BENCH_QUICK"] = "1"
    if writes:
        more["CHUYAN_BENCH_WRITE"] = "1"
    return tools.json_lines([options.build / "tests/perf/window", archive.folder, *parts], env={**os.environ, **more})


def window(options, store, figures):
    archive, cold, warm = store.of(options.children), [], []
    for _ in range(options.runs):
        archive.forget()
        cold.append({line["name"]: line["value"] for line in in_window(options, archive, "opening")})
        warm.append(in_window(options, archive, "search", "scrolling", "reference"))
    for name in ("window.first-rows", "window.unlock"):
        figures.add(f"{name}-cold", [run[BY_NAME[name].source] for run in cold])
    add_lines(options, figures, "window", warm)


def today(options, store, figures):
    archive = store.of(options.children)
    add_lines(options, figures, "today", [in_window(options, archive, "today") for _ in range(options.runs)])


def acts(options, store, figures):
    """What only reads is done on any archive; what writes on a copy, which is small enough to be made for each run."""
    writes = {f"acts.{name}{part}" for name in WRITES for part in ("", "-stall")}
    fits = options.children <= WRITE_UP_TO
    runs = [written(options, store, options.children) if fits else in_window(options, store.of(options.children), "acts")
            for _ in range(options.runs)]
    add_lines(options, figures, "acts", runs)
    if fits:
        return
    if options.growing:
        for name in writes:
            figures.miss(name, f"only done on a copy, of at most {WRITE_UP_TO:,} children")
        return
    sources = {BY_NAME[name].source for name in writes}
    runs = [[line for line in written(options, store, WRITE_UP_TO) if line["name"] in sources]
            for _ in range(options.runs)]
    add_lines(options, figures, "acts", runs)
    for name in writes:
        figures.notes[name] = f"on a copy of {WRITE_UP_TO:,} children"


def written(options, store, children):
    """The acts, those that write among them."""
    archive = store.copy(store.of(children))
    lines = in_window(options, archive, "acts", writes=True)
    shutil.rmtree(archive.folder)
    return lines


def due(options, store, figures):
    if not options.growing:     # a database of its own, always of the size that the bar names
        n = options.due_children
        add_lines(options, figures, "due", [tools.json_lines([options.build / "tests/perf/care-due", n, n * 20])
                                            for _ in range(options.runs)])
    archive = store.of(options.children)
    runs = [archive.run("due") for _ in range(options.runs)]
    figures.add("due.archive", [run.seconds for run in runs])
    figures.add("due.archive-cpu", [run.cpu for run in runs])
    figures.add("due.memory", [run.memory for run in runs])


def exchange(options, store, figures):
    """The roster out as a workbook, and in again, in turn with ssconvert."""
    source, roster = store.of(options.rows), store.run / "roster.xlsx"
    out = []
    for _ in range(options.runs):
        roster.unlink(missing_ok=True)
        out.append(source.run("report", "roster", "--out", roster))
    figures.add("export.roster", [run.seconds for run in out])
    figures.add("export.roster-cpu", [run.cpu for run in out])
    figures.add("export.memory", [run.memory for run in out])
    imports, conversions = [], []
    peer = shutil.which("ssconvert")
    for _ in range(options.runs):
        imports.append(store.fresh("import").run("import", roster))
        if peer is not None:
            conversions.append(Run([peer, roster, store.run / "roster.csv"]))
    figures.add("import.chuyan", [run.seconds for run in imports])
    figures.add("import.chuyan-cpu", [run.cpu for run in imports])
    figures.add("import.memory", [run.memory for run in imports])
    if peer is None:
        return figures.lacking("import", "ssconvert is not installed", peer_only=True)
    figures.add("import.ssconvert", [run.seconds for run in conversions])
    figures.add("import.ssconvert-cpu", [run.cpu for run in conversions])
    figures.add("import.memory-ssconvert", [run.memory for run in conversions])
    for part in ("", "-cpu"):
        add_ratio(figures, f"import.ratio{part}", figures.runs[f"import.chuyan{part}"],
                  figures.runs[f"import.ssconvert{part}"])
    return None


def demo(options, store, figures):
    children = min(options.children, options.demo_children)
    runs = []
    for _ in range(options.runs):
        archive = store.fresh("demo")
        trifle = archive.run("schemes")     # unlocking is not making
        runs.append((trifle, archive.run("demo", "--children", children, "--seed", tools.SEED)))
    figures.add("demo.minute", [children * 60 / max(made.seconds - trifle.seconds, 0.001) for trifle, made in runs])
    figures.add("demo.minute-cpu", [children * 60 / max(made.cpu - trifle.cpu, 0.001) for trifle, made in runs])
    figures.add("demo.memory", [made.memory for _, made in runs])


# By the groups of figures that they measure.
GROUPS = {
    ("start",): start,
    ("contacts",): contacts,
    ("open",): opening,
    ("search",): search,
    ("window",): window,
    ("today",): today,
    ("acts",): acts,
    ("due",): due,
    ("export", "import"): exchange,
    ("demo",): demo,
}
