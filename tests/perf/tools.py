"""How ./dev bench runs programs, keeps archives and describes the machine."""
import atexit
import contextlib
import fcntl
import hashlib
import json
import os
import pathlib
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PASSWORD = "bench-password-1"
SEED = 1
REST_LEAST, REST_MOST = 8, 240      # half seconds without work, and of waiting for them
SOURCES = ["src/store/schema", "src/services/demo", "src/store/cy-search-text.c", "src/store/cy-search-store.c",
           "src/store/cy-change-triggers.c"]
ROOT = pathlib.Path(__file__).resolve().parents[2]


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


class Run:
    """A program that has ended: the seconds by the clock and of its processors, its peak MiB, and what it said if
    it is read.

    The system counts the peak of the one who starts a program to the program's own: nothing large is read here."""

    def __init__(self, command, fd=None, read=False, env=None):
        # Its words go to a file: a pipe that is read slowly would be in the figures.
        with tempfile.TemporaryFile() as out:
            start = time.monotonic()
            process = subprocess.Popen([str(word) for word in command], stdout=out, stdin=subprocess.DEVNULL,
                                       pass_fds=[fd] if fd is not None else [], env=env)
            try:
                _, status, usage = os.wait4(process.pid, 0)
            except BaseException:
                process.kill()
                raise
            self.seconds = time.monotonic() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode != 0:
                sys.exit(f"bench: {' '.join(map(str, command))} failed ({process.returncode})")
            out.seek(0)
            self.text = out.read().decode() if read else None
        self.cpu = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss / 1024


@contextlib.contextmanager
def password_fd():
    reader, writer = os.pipe()
    os.write(writer, PASSWORD.encode() + b"\n")
    os.close(writer)
    try:
        yield reader
    finally:
        os.close(reader)


def rests(command, unlocks=False):
    """Starts a program with a window and waits until it works no more: the seconds of its processors, peak MiB."""
    with password_fd() as fd:
        words = [*map(str, command), *(["--password-fd", str(fd)] if unlocks else [])]
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=[fd])
    try:
        still = worked = 0
        for _ in range(REST_MOST):
            time.sleep(0.5)
            before, worked = worked, processor_ticks(process.pid)
            still = still + 1 if worked <= before + 1 else 0
            if still == REST_LEAST:
                break
        memory = first_line(f"/proc/{process.pid}/status", "VmHWM").split()
        if not memory:
            sys.exit(f"bench: {words[0]} ended early")
        return worked / os.sysconf("SC_CLK_TCK"), int(memory[0]) / 1024
    finally:
        process.kill()
        process.wait()


def processor_ticks(pid):
    with contextlib.suppress(OSError):
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])
    return 0


def json_lines(command, fd=None, env=None):
    """The figures of a program that prints one JSON object on each line."""
    text = Run(command, fd=fd, read=True, env=env).text
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


class Archive:
    """chuyanctl on one archive."""

    def __init__(self, build, folder):
        self.program = build / "src/cli/chuyanctl"
        self.folder = folder

    def run(self, *words):
        with password_fd() as fd:
            return Run([self.program, "--archive", self.folder, "--password-fd", fd, "--json", *words], fd=fd)

    @property
    def size(self):
        return sum(file.stat().st_size for file in self.folder.iterdir())

    def forget(self):
        """Has the system drop the pages of its files, so that the next reading is from the disk."""
        for file in self.folder.iterdir():
            fd = os.open(file, os.O_RDONLY)
            try:
                os.fsync(fd)    # only pages that are on the disk are dropped
                os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(fd)


class Store:
    """The folder in which archives are kept between runs, and one for what this run makes."""

    def __init__(self, build, cache, given=None):
        self.build = build
        self.cache = cache
        self.given = given      # a folder of archives by the number of their children, as N.chuyan
        cache.mkdir(parents=True, exist_ok=True)
        self.sweep()
        self.run = pathlib.Path(tempfile.mkdtemp(prefix="run-", dir=cache))
        self.lock = open(self.run / ".lock", "w")
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        atexit.register(shutil.rmtree, self.run, ignore_errors=True)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        # What the measuring programs make goes there too: on a disk, as a person's archive is, and removed
        # even when they fail.
        os.environ["TMPDIR"] = tempfile.tempdir = str(self.run)

    def sweep(self):
        """Removes what runs that were killed have left."""
        for folder in self.cache.glob("run-*"):
            try:
                with open(folder / ".lock", "a") as lock:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(folder, ignore_errors=True)
            except OSError:
                pass            # one that is at work

    def fresh(self, name):
        """A new and empty archive, of this run."""
        folder = self.run / f"{name}.chuyan"
        shutil.rmtree(folder, ignore_errors=True)
        archive = Archive(self.build, folder)
        archive.run("create")
        return archive

    def copy(self, archive):
        """A copy, of this run."""
        folder = self.run / archive.folder.name
        shutil.copytree(archive.folder, folder)
        return Archive(self.build, folder)

    def of(self, children):
        """The archive of so many children: the one given, the one kept, or one made now."""
        folder = self.given / f"{children}.chuyan" if self.given else None
        if folder is None or not (folder / "archive.json").exists():
            folder = self.folder / f"{children}.chuyan"
        if (folder / "archive.json").exists():
            return Archive(self.build, folder)
        self.folder.mkdir(exist_ok=True)
        with open(self.folder / ".lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (folder / "archive.json").exists():
                self.make(children, folder)
        return Archive(self.build, folder)

    @property
    def folder(self):
        """Archives of the same schema, code that fills them and seed."""
        digest = hashlib.sha256(str(SEED).encode())
        for source in SOURCES:
            path = ROOT / source
            for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
                if file.is_file():
                    digest.update(file.read_bytes())
        return self.cache / digest.hexdigest()[:12]

    def make(self, children, folder):
        say(f"making an archive of {children:,} children, which is kept until ./dev clean --bench")
        made = self.fresh("new")
        done = made.run("demo", "--children", children, "--seed", SEED)
        os.rename(made.folder, folder)
        say(f"{Archive(self.build, folder).size / 2**20:,.0f} MiB in {done.seconds:,.0f} s")


def first_line(path, key):
    with contextlib.suppress(OSError):
        for line in pathlib.Path(path).read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith(key):
                return line.split(":", 1)[1].strip()
    return ""


def version(package):
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        return subprocess.run(["pkg-config", "--modversion", package], capture_output=True, text=True,
                              check=True).stdout.strip()
    return ""


def build_options(build):
    """What decides how fast the code is that was measured."""
    with contextlib.suppress(OSError, ValueError):
        options = json.loads((build / "meson-info/intro-buildoptions.json").read_text())
        return {option["name"]: option["value"] for option in options
                if option["name"] in ("buildtype", "optimization", "debug", "b_sanitize", "b_ndebug")}
    return {}


def machine(build):
    return {
        "processor": first_line("/proc/cpuinfo", "model name"),
        "processors": len(os.sched_getaffinity(0)),
        "memory_mib": int(first_line("/proc/meminfo", "MemTotal").split()[0] or 0) // 1024,
        "kernel": platform.release(),
        "gtk": version("gtk4"),
        "libadwaita": version("libadwaita-1"),
        "sqlcipher": version("sqlcipher"),
        "renderer": os.environ.get("GSK_RENDERER", "default"),
        "display": os.environ.get("GDK_BACKEND", "default"),
        "build": build_options(build),
        "load": os.getloadavg()[0],
    }
