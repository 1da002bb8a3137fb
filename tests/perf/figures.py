"""Every figure of ./dev bench, in the order it is shown, with the bar it is to meet.

The one home of the bars. A figure that a measuring program prints and this table does not know
is shown as well, without one.
"""
import dataclasses
import statistics

MOST, LEAST, BELOW = "≤", "≥", "<"


@dataclasses.dataclass(frozen=True)
class Kind:
    """What is known of a figure before it is measured."""

    name: str
    title: str
    unit: str
    bar: float | None = None
    sense: str = MOST
    peer: bool = False      # measured only where the peer is installed
    growth: bool = False    # shown by --growth
    source: str = ""        # what the program that measures it calls it, where that is another name

    @property
    def group(self):
        return self.name.split(".")[0]

    def met(self, value):
        if self.bar is None or value is None:
            return None
        return {MOST: value <= self.bar, LEAST: value >= self.bar, BELOW: value < self.bar}[self.sense]


GROUPS = {
    "start": "start, beside an empty AdwApplicationWindow",
    "contacts": "start, beside gnome-contacts",
    "open": "opening the archive",
    "search": "the engine of the roster and its search",
    "window": "in the window",
    "today": "in the window, where Today is shown first",
    "acts": "in the window, from an act to the frame that shows it",
    "due": "what is due",
    "import": "import, beside ssconvert",
    "export": "export",
    "demo": "making the archive of fictional data",
}

# By name: what tests/perf/window-acts.c calls it, and whether --growth shows it. What writes is in WRITES too.
ACTS = [
    ("sort", "another order, by school", True),
    ("turn", "the order turned round", False),
    ("sort-back", "back to the order by name", False),
    ("filter", "a filter, left behind", True),
    ("unfilter", "the filter taken away", False),
    ("select", "all selected", True),
    ("unselect", "none selected", False),
    ("ask", "the question of a bulk action on all", True),
    ("bulk", "a bulk action on all", True),
    ("bulk-undone", "a bulk action on all, undone", True),
    ("file", "a child's file", True),
    ("dialog", "the dialog of a contact", True),
    ("saved", "a contact saved, Today up to date", True),
    ("today", "Today", True),
    ("place", "Today, one place of it", False),
    ("places", "Today, all places again", True),
]
WRITES = ("saved", "bulk", "bulk-undone")

KINDS = [
    Kind("start.empty", "empty window: start to first picture", "ms"),
    Kind("start.chuyan", "Chuyan with a small archive: start to first picture", "ms"),
    Kind("start.ratio", "Chuyan against the empty window", "×", 1.25),
    Kind("start.memory-empty", "empty window: peak memory", "MiB"),
    Kind("start.memory", "Chuyan on its unlock screen: peak memory", "MiB"),

    Kind("contacts.start", "gnome-contacts: start to first picture", "ms", peer=True),
    Kind("contacts.ratio", "Chuyan against gnome-contacts", "×", peer=True),
    Kind("contacts.memory", "gnome-contacts: peak memory", "MiB", peer=True),
    Kind("contacts.full-cpu", "gnome-contacts with 10,000 people: processor until it rests", "s", peer=True),
    Kind("contacts.full-chuyan-cpu", "Chuyan with 10,000 children, unlocking included", "s", peer=True),
    Kind("contacts.full-ratio", "Chuyan against gnome-contacts, by processor time", "×", peer=True),
    Kind("contacts.full-memory", "gnome-contacts with 10,000 people: peak memory", "MiB", peer=True),
    Kind("contacts.full-chuyan-memory", "Chuyan with 10,000 children", "MiB", peer=True),

    Kind("open.cold", "unlock, first rows, chuyanctl, archive not in memory", "s", growth=True),
    Kind("open.warm", "the same, archive in memory", "s", growth=True),
    Kind("open.memory", "peak memory of it", "MiB", growth=True),
    Kind("open.size", "the archive for each child", "KiB", growth=True),

    Kind("search.key", "a key of a search, processor, median", "ms", growth=True, source="key of a search, median"),
    Kind("search.key-95", "the same, 95 of 100", "ms", 16, growth=True, source="key of a search, 95 of 100"),
    Kind("search.key-longest", "the same, the longest", "ms", source="key of a search, longest"),
    Kind("search.page-95", "a page of 128 rows anywhere, 95 of 100", "ms", growth=True,
         source="page of 128 rows anywhere, 95 of 100"),
    Kind("search.order", "all children by name, for the first time", "ms", growth=True, source="order by name, cold"),

    Kind("search.sort", "another order for the first time: by school", "ms", growth=True,
         source="order by school, first"),
    Kind("search.filter", "a filter for the first time: left behind", "ms", growth=True,
         source="filter left behind, first"),

    Kind("window.first-rows", "end of unlocking to the first rows of the roster", "s", 0.3, growth=True,
         source="roster, from the end of unlocking to the first rows"),
    Kind("window.unlock", "pressing Unlock to the first rows", "s", growth=True,
         source="roster, from pressing Unlock to the first rows"),
    Kind("window.first-rows-cold", "end of unlocking to them, archive not in memory", "s", growth=True),
    Kind("window.unlock-cold", "pressing Unlock to them, archive not in memory", "s", growth=True),
    Kind("window.open-stall", "longest stall while it opens", "ms", growth=True,
         source="roster, longest stall while it opens"),
    Kind("window.memory", "peak memory with the roster open", "MiB", 200, growth=True,
         source="memory, peak, first rows"),
    Kind("window.key", "a key of a search to new rows, median", "ms", growth=True,
         source="search, a key to new rows, median"),
    Kind("window.key-95", "the same, 95 of 100", "ms", 50, growth=True, source="search, a key to new rows, 95 of 100"),
    Kind("window.key-longest", "the same, the longest", "ms", source="search, a key to new rows, worst"),
    Kind("window.key-stall", "longest stall while searching", "ms", growth=True, source="search, longest stall"),
    Kind("window.memory-search", "peak memory after the searches", "MiB", growth=True,
         source="memory, peak, after the search"),
    *[kind for way, growth in (("end to end", True), ("by wheel", False), ("by pages", False),
                               ("by random jumps", True))
      for kind in (
          Kind(f"window.scroll-{way.split()[-1]}", f"scrolling {way}: longest stall caused by us", "ms", 16,
               growth=growth, source=f"scrolling {way}, longest stall caused by us"),
          Kind(f"window.scroll-{way.split()[-1]}-all", f"scrolling {way}: longest stall of any cause", "ms",
               source=f"scrolling {way}, longest stall"),
          Kind(f"window.scroll-{way.split()[-1]}-plain", "a plain GTK list: longest stall of any cause", "ms",
               source=f"plain list of GTK {way}, longest stall"))],
    Kind("window.jump-rows", "a jump to its rows, 95 of 100", "ms", growth=True,
         source="scrolling by random jumps, a jump to its rows, 95 of 100"),
    Kind("window.memory-end", "peak memory after scrolling", "MiB", growth=True,
         source="memory, peak, after scrolling"),

    Kind("today.first-rows", "end of unlocking to the rows of Today", "s", growth=True,
         source="Today, from the end of unlocking to its rows"),
    Kind("today.unlock", "pressing Unlock to the rows of Today", "s", growth=True,
         source="Today, from pressing Unlock to its rows"),
    Kind("today.stall", "longest stall while it opens", "ms", growth=True,
         source="Today, longest stall while it opens"),
    Kind("today.rows", "its rows", "", growth=True, source="Today, its rows"),
    Kind("today.memory", "peak memory with Today", "MiB", growth=True, source="memory, peak, Today"),
    Kind("today.roster", "the roster opened after it, to its rows", "s", growth=True,
         source="the roster after Today, its rows"),
    Kind("today.memory-roster", "peak memory with Today and the roster open", "MiB", 200, growth=True,
         source="memory, peak, the roster after Today"),

    *[kind for name, act, growth in ACTS
      for kind in (Kind(f"acts.{name}", act, "ms", growth=growth, source=act),
                   Kind(f"acts.{name}-stall", "longest stall", "ms", growth=growth, source=f"{act}, longest stall"))],
    Kind("acts.today-rows", "Today, its rows", "", growth=True, source="Today, rows"),
    Kind("acts.memory", "peak memory with Today", "MiB", growth=True, source="memory, peak, with Today"),

    Kind("due.full", "due list, 100,000 children, 2,000,000 contacts, 4 schemes", "ms", 1000, source="full"),
    Kind("due.one", "due list of one of them", "ms", 5, source="one child"),
    Kind("due.archive", "chuyanctl due of the whole archive, written as JSON", "s", growth=True),
    Kind("due.archive-cpu", "the same, processor", "s", growth=True),
    Kind("due.memory", "peak memory of it", "MiB", growth=True),

    Kind("import.chuyan", "import of the rows into an encrypted archive", "s"),
    Kind("import.ssconvert", "ssconvert turns the same file into CSV", "s", peer=True),
    Kind("import.ratio", "import against ssconvert, by the clock", "×", 1, BELOW, peer=True),
    Kind("import.chuyan-cpu", "import, processor", "s"),
    Kind("import.ssconvert-cpu", "ssconvert, processor", "s", peer=True),
    Kind("import.ratio-cpu", "import against ssconvert, by processor time", "×", 1, BELOW, peer=True),
    Kind("import.memory", "import: peak memory", "MiB"),
    Kind("import.memory-ssconvert", "ssconvert: peak memory", "MiB", peer=True),

    Kind("export.roster", "those rows out as .xlsx", "s"),
    Kind("export.roster-cpu", "the same, processor", "s"),
    Kind("export.memory", "peak memory of it", "MiB"),

    Kind("demo.minute", "children a minute, by the clock", "", 50000, LEAST),
    Kind("demo.minute-cpu", "children a minute of processor time", "", 50000, LEAST),
    Kind("demo.memory", "peak memory of it", "MiB"),
]

BY_NAME = {kind.name: kind for kind in KINDS}
BY_SOURCE = {(kind.group, kind.source): kind for kind in KINDS if kind.source}


class Figures:
    """What was measured so far: a value for each name, or why there is none."""

    def __init__(self):
        self.values = {}
        self.runs = {}          # of each name: what each run gave; the value is their median
        self.notes = {}         # why there is none, or what caused it
        self.units = {}

    def add(self, name, runs, value=None, unit=None):
        """A figure of one or several runs. A ratio has a value of its own: that of the medians."""
        self.units[name] = unit if unit is not None else BY_NAME[name].unit
        self.runs[name] = list(runs) if self.units[name] else [round(run) for run in runs]      # a number of things
        self.values[name] = statistics.median(self.runs[name]) if value is None else value

    def add_lines(self, group, runs):
        """What each run of a program of a group has printed: {"name", "value", "unit"} and perhaps "detail"."""
        by_name = {}
        for lines in runs:
            for line in lines:
                by_name.setdefault(line["name"], []).append(line)
        for source, lines in by_name.items():
            kind = BY_SOURCE.get((group, source))
            name = kind.name if kind else f"{group}.{source}"
            self.add(name, [line["value"] for line in lines], unit=lines[0]["unit"])
            middle = sorted(lines, key=lambda line: line["value"])[len(lines) // 2]
            if middle.get("detail"):
                self.notes[name] = middle["detail"]

    def miss(self, name, reason):
        self.values[name], self.notes[name] = None, reason

    def lacking(self, group, reason, peer_only=False):
        """Notes why the rest of a group has no value."""
        for kind in KINDS:
            if kind.group == group and kind.name not in self.values and (kind.peer or not peer_only):
                self.miss(kind.name, reason)

    def kinds(self):
        """The kinds of what was measured, in the table's order; those not in it behind their group."""
        strangers = [Kind(name, name.split(".", 1)[1], self.units[name]) for name in self.values if name not in BY_NAME]
        order = {kind.name: i for i, kind in enumerate(KINDS)}
        groups = list(GROUPS)
        every = [kind for kind in KINDS if kind.name in self.values] + strangers
        return sorted(every, key=lambda k: (groups.index(k.group) if k.group in groups else len(groups),
                                            order.get(k.name, len(order)), k.name))

    def as_json(self):
        entries = []
        for kind in self.kinds():
            value = self.values[kind.name]
            entry = {"name": kind.name, "title": kind.title, "value": rounded(value),
                     "unit": self.units.get(kind.name, kind.unit),
                     "bar": kind.bar, "sense": kind.sense if kind.bar is not None else None, "met": kind.met(value)}
            if value is not None:
                entry["runs"] = [rounded(run) for run in self.runs[kind.name]]
            if kind.name in self.notes:
                entry["note"] = self.notes[kind.name]
            entries.append(entry)
        return entries


def rounded(value):
    """Four digits that count, and all of those before the point."""
    if value is None or value == 0 or isinstance(value, int):
        return value
    return float(f"{value:.4g}") if abs(value) < 1000 else round(value)


def shown(value):
    if value is None:
        return "–"
    value = rounded(value)
    return f"{value:,}" if isinstance(value, int) else f"{value:,.3f}" if abs(value) < 10 else f"{value:,.1f}"
