#!/usr/bin/env python3
"""Takes pictures of the window's pages: screenshots.py --build DIR --out DIR [PAGE…]

Each picture is of a program started anew on the demo archive, whose "today" is fixed, so the
same code gives the same picture. Runs inside a compositor that ./dev starts.
"""
import argparse
import itertools
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

from gi.repository import Gio, GLib

from atspi import PATIENCE, Missing, Program

TODAY = "2026-11-18"  # a Wednesday in term
PASSWORD = "chuyan-demo"
MARGIN = 28  # the window's shadow
WIDE, NARROW = (1100, 760), (360, 720)
SHOP_LIMIT = "2000x1400"  # in double resolution, as Flathub asks
ALIKE = 1000  # pixels that differ
SHOP_PAGES = ("today", "children", "log", "reports")  # what the metainfo names


def first_child(archive):
    """The uid of the roster's first child."""
    return json.loads(ctl(archive, "--json", "children", "--limit", "1"))["children"][0]["uid"]


def application_action(name):
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    bus.call_sync("io.github.chuyan.Chuyan", "/io/github/chuyan/Chuyan", "org.gtk.Actions", "Activate",
                  GLib.Variant("(sava{sv})", (name, [], {})), None, Gio.DBusCallFlags.NONE, -1, None)


# How each page is reached: the page to start on, then what is done in the window.
PAGES = {
    "first": (None, None),
    "lock": (None, None),
    "today": ("today", None),
    "children": ("children", None),
    "child": (first_child, None),
    "reports": ("reports", None),
    "log": ("today", "win.log-contact"),
    "import": ("children", "win.import"),
    "preferences": ("today", "win.preferences"),
    "shortcuts": ("today", lambda app: application_action("shortcuts")),
    "about": ("today", lambda app: application_action("about")),
}


def sway(*command):
    done = subprocess.run(["swaymsg", *command], capture_output=True, text=True)
    return json.loads(done.stdout) if done.stdout.startswith(("{", "[")) else None


def windows(node):
    if node.get("app_id") or node.get("window"):
        yield node
    for child in node.get("nodes", []) + node.get("floating_nodes", []):
        yield from windows(child)


def picture(path):
    """One picture of everything but the desktop's rim."""
    rects = [w["rect"] for w in windows(sway("-t", "get_tree")) if w.get("visible")]
    left = min(r["x"] for r in rects) - MARGIN
    top = min(r["y"] for r in rects) - MARGIN
    right = max(r["x"] + r["width"] for r in rects) + MARGIN
    bottom = max(r["y"] + r["height"] for r in rects) + MARGIN
    subprocess.run(["grim", "-g", f"{max(left, 0)},{max(top, 0)} {right - left}x{bottom - top}", path], check=True)


def settled_picture(path):
    """Takes pictures until several in a row are the same: what loads late has come then."""
    same, before, end = 0, b"", time.monotonic() + PATIENCE
    while same < 3 and time.monotonic() < end:
        time.sleep(0.3)
        picture(path)
        now = path.read_bytes()
        same, before = same + 1 if now == before else 0, now


def password_fd():
    reader, writer = os.pipe()
    os.write(writer, PASSWORD.encode() + b"\n")
    os.close(writer)
    return reader


def ctl(archive, *arguments):
    reader = password_fd()
    run = subprocess.run(["chuyanctl", "--archive", archive, "--today", TODAY, "--password-fd", str(reader), *arguments],
                         pass_fds=[reader], check=True, stdout=subprocess.PIPE)
    os.close(reader)
    return run.stdout


def demo_archive(build):
    """Made once for each build of chuyanctl."""
    archive, mark = build / "禾田镇.chuyan", build / "pictures.mark"
    made_by = str((build / "src/cli/chuyanctl").stat().st_mtime_ns)
    if not archive.exists() or not mark.exists() or mark.read_text() != made_by:
        shutil.rmtree(archive, ignore_errors=True)
        ctl(str(archive), "create")
        ctl(str(archive), "demo", "--children", "300", "--seed", "7")
        mark.write_text(made_by)
    return archive


def shop_path(page, language):
    """Where the metainfo looks for it."""
    return pathlib.Path("data/screenshots", *([] if language == "en" else [language]), f"{page}.png")


def keep_if_alike(path, before):
    """A picture that differs in the digits of a clock alone stays as it was."""
    old = path.with_suffix(".old.png")
    old.write_bytes(before)
    count = subprocess.run(["compare", "-metric", "AE", "-fuzz", "10%", old, path, "null:"],
                           capture_output=True, text=True).stderr.split()
    if count and count[0].isdigit() and int(count[0]) < ALIKE:
        old.rename(path)
    else:  # or of another size
        old.unlink()


def shoot(path, options, page, language, dark, size):
    start, act = PAGES[page]
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        settings = pathlib.Path(folder) / "glib-2.0/settings"
        settings.mkdir(parents=True)
        shared = pathlib.Path(os.environ["XDG_CONFIG_HOME"]) / "glib-2.0/settings/keyfile"
        settings.joinpath("keyfile").write_text(
            shared.read_text() + f"\n[io/github/chuyan/Chuyan]\nwindow-width={size[0]}\nwindow-height={size[1]}\n")
        env = {"LANG": f"{language}.UTF-8" if language != "en" else "en_US.UTF-8", "XDG_CONFIG_HOME": folder,
               "LANGUAGE": language, "TZ": "CST-8", "ADW_DEBUG_COLOR_SCHEME": "prefer-dark" if dark else "prefer-light"}
        command = [str(options.build / "src/chuyan"), "--today", TODAY]
        reader = password_fd()
        if page != "first":
            command += ["--archive", str(demo_archive(options.build))]
        if start is not None:
            command += ["--page", start(str(demo_archive(options.build))) if callable(start) else start, "--password-fd", str(reader)]
        with Program(command, env=env, pass_fds=[reader]) as app:
            app.wait("frame", (lambda name: "–" in name) if start else None)  # "Page – Chuyan": it is unlocked
            settled_picture(path)
            if act is not None:
                app.wait("frame").do(act) if isinstance(act, str) else act(app)
                settled_picture(path)
        os.close(reader)
    print(f"screenshot: {path}", flush=True)


def main():
    parser = argparse.ArgumentParser(prog="./dev screenshot")
    parser.add_argument("--build", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--root", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--narrow", action="store_true", help="360 px wide")
    parser.add_argument("--size", help="WIDTHxHEIGHT")
    parser.add_argument("--lang", default="zh_CN", choices=["zh_CN", "zh_TW", "en"])
    parser.add_argument("--all", action="store_true", help="every page, light and dark, wide and narrow, zh_CN and en")
    parser.add_argument("--shop", action="store_true", help="the pictures of the metainfo, into data/screenshots")
    parser.add_argument("pages", nargs="*", metavar="PAGE", help=", ".join(PAGES))
    options = parser.parse_args()
    unknown = set(options.pages) - set(PAGES)
    if unknown or not (options.pages or options.all or options.shop):
        parser.error(f"pages are {', '.join(PAGES)}")
    if options.shop:
        wanted = itertools.product(SHOP_PAGES, ("en", "zh_CN"), (False,), (WIDE,))
    elif options.all:
        wanted = itertools.product(options.pages or PAGES, ("zh_CN", "en"), (False, True), (WIDE, NARROW))
    else:
        size = tuple(map(int, options.size.split("x"))) if options.size else NARROW if options.narrow else WIDE
        wanted = itertools.product(options.pages, (options.lang,), (options.dark,), (size,))
    failed = 0
    for page, language, dark, size in wanted:
        try:
            name = f"{page}-{language}-{'dark' if dark else 'light'}-{size[0]}.png"
            path = options.root / shop_path(page, language) if options.shop else options.out / name
            before = path.read_bytes() if options.shop and path.exists() else None
            shoot(path, options, page, language, dark, size)
            if options.shop:
                subprocess.run(["convert", path, "-resize", SHOP_LIMIT, "-strip", path], check=True)
                if before is not None:
                    keep_if_alike(path, before)
        except (Missing, AssertionError, GLib.Error, subprocess.CalledProcessError) as error:
            failed += 1
            print(f"{page} ({language}): {error}", file=sys.stderr)
    return 1 if failed else 0


sys.exit(main())
