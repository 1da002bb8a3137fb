#!/usr/bin/env python3
"""Holds the code to the rules of docs/ARCHITECTURE.md: check-layers.py SOURCE_ROOT

    model <- store <- services <- views <- app, and cli on services

What a file includes decides what it may know. Besides: libraries stay in their layer or their
one service, unsafe functions stay out, SQL stays in the stores, and templates and classes
share their names.
"""
import collections
import pathlib
import re
import sys

LAYERS = {
    "model": {"model"},
    "store": {"model", "store"},
    "services": {"model", "store", "services"},
    "views": {"model", "store", "services", "views"},
    "app": {"model", "store", "services", "views", "app"},
    "cli": {"model", "store", "services", "cli"},
}

# An outside header and where it may stand. "one service" means: in a single folder of services.
LIBRARIES = [
    (r"sqlite3\.h|sqlcipher/.*", "SQLCipher", {"store"}),
    (r"gtk/.*|adwaita\.h|gdk/.*|gsk/.*", "GTK", {"views", "app"}),
    (r"poppler.*", "poppler", "one service"),
    (r"archive\.h|archive_entry\.h", "libarchive", "one service"),
    (r"libxml/.*", "libxml2", "one service"),
    (r"freexl\.h", "FreeXL", "one service"),
    (r"xlsxwriter\.h|xlsxwriter/.*", "libxlsxwriter", "one service"),
    (r"libical/.*|ical\.h", "libical", "one service"),
    (r"sodium\.h|sodium/.*", "libsodium", "one service"),
    (r"unicode/.*", "ICU", "one service"),
    (r"json-glib/.*", "json-glib", {"services", "cli"}),
]

# Overflow, hidden state, no error reporting, or a wait where the main loop should turn.
BANNED = """alloca atoi atol gets mktemp popen setjmp sleep sprintf strcat strcpy strncat strncpy strtok strtok_r
    system tmpnam usleep g_usleep vsprintf""".split()
BANNED_CALL = re.compile(r"(?<![\w.>])(" + "|".join(BANNED) + r")\s*\(")

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^">]+)[">]', re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
STRING = re.compile(r'"(?:\\.|[^"\\\n])*"')
SQL = re.compile(r'"\s*(SELECT\s|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+TABLE|PRAGMA\s)')


def blank(pattern, text):
    """The text with what matches taken out and its lines kept."""
    return pattern.sub(lambda m: "\n" * m.group().count("\n") or " ", text)


class Checker:
    def __init__(self, root):
        self.root = root
        self.problems = []
        self.homes = collections.defaultdict(lambda: collections.defaultdict(list))

    def say(self, path, line, text):
        self.problems.append(f"{path.relative_to(self.root)}:{line}: {text}")

    def layer_of(self, path):
        parts = path.relative_to(self.root / "src").parts
        return parts[0] if len(parts) > 1 else None

    def own_header(self, path, name, layer):
        """The project's header that this include means, or None."""
        candidates = [path.parent / name] + [self.root / "src" / other / name for other in LAYERS]
        return next((c.resolve() for c in candidates if c.is_file()), None)

    def check_include(self, path, line, bracket, name):
        layer = self.layer_of(path)
        header = self.own_header(path, name, layer) if bracket == '"' else None
        if header is not None:
            target = self.layer_of(header)
            if layer is not None and target not in LAYERS[layer]:
                self.say(path, line, f"{layer} may not include {target}: {name}")
            return
        for pattern, library, allowed in LIBRARIES:
            if not re.fullmatch(pattern, name):
                continue
            if allowed == "one service":
                if layer != "services":
                    self.say(path, line, f"{library} belongs to one service: {name}")
                else:
                    folder = path.relative_to(self.root / "src" / "services").parts[0]
                    self.homes[library][folder].append((path, line))
            elif layer not in allowed:
                self.say(path, line, f"{library} belongs to {' and '.join(sorted(allowed))}: {name}")

    def check_source(self, path):
        text = path.read_text(encoding="utf-8")
        in_src = path.is_relative_to(self.root / "src")
        code = blank(COMMENT, text)
        for match in INCLUDE.finditer(code):
            if in_src:
                self.check_include(path, code.count("\n", 0, match.start(2)) + 1, match[1], match[2])
        if in_src and self.layer_of(path) in ("model", "views", "app", "cli"):
            for match in SQL.finditer(code):
                self.say(path, code.count("\n", 0, match.start()) + 1, "SQL belongs to store and services")
        bare = blank(STRING, code)
        for match in BANNED_CALL.finditer(bare):
            if not in_src and match[1] in ("g_usleep", "atoi"):  # a poll takes a breath; a count is given by hand
                continue
            self.say(path, bare.count("\n", 0, match.start()) + 1, f"{match[1]}() is not used here")

    def check_listed(self):
        builds = "\n".join(p.read_text(encoding="utf-8") for p in (self.root / "src").rglob("meson.build"))
        for path in sorted((self.root / "src").rglob("*.c")):
            if not re.search(r"[/']" + re.escape(path.name) + "'", builds):
                self.say(path, 1, "no meson.build lists it")

    def check_templates(self):
        for path in sorted((self.root / "ui").rglob("*.blp")):
            feature = path.parent.relative_to(self.root / "ui")
            found = [self.root / "src" / layer / feature / f"{path.stem}.c" for layer in ("views", "app")]
            found.append(self.root / "src" / "app" / f"{path.stem}.c")
            if not any(f.is_file() for f in found):
                self.say(path, 1, f"no class of this name under src/views/{feature}")

    def run(self):
        sources = sorted(p for top in ("src", "tests") for s in ("*.c", "*.h") for p in (self.root / top).rglob(s))
        for path in sources:
            self.check_source(path)
        for library, folders in self.homes.items():
            if len(folders) > 1:
                for path, line in (places[0] for places in folders.values()):
                    self.say(path, line, f"{library} is used in several services: {', '.join(sorted(folders))}")
        self.check_listed()
        self.check_templates()
        return len(sources)


def main():
    checker = Checker(pathlib.Path(sys.argv[1]).resolve())
    count = checker.run()
    print("\n".join(checker.problems))
    print(f"{count} files looked at, {len(checker.problems)} problems")
    return 1 if checker.problems or not count else 0


sys.exit(main())
