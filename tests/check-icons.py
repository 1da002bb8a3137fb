#!/usr/bin/env python3
"""Draws the icons: check-icons.py SOURCE_ROOT APP_ID

Each must load, be square, and leave a picture at every size it is shown in.
"""
import pathlib
import sys

import gi

gi.require_version("GdkPixbuf", "2.0")
from gi.repository import GdkPixbuf, GLib  # noqa: E402


def problems_of(path, sizes):
    for size in sizes:
        try:
            picture = GdkPixbuf.Pixbuf.new_from_file_at_size(str(path), size, size)
        except GLib.Error as error:
            return [f"{path.name}: {error.message}"]
        if (picture.get_width(), picture.get_height()) != (size, size):
            return [f"{path.name}: not square"]
        drawn = sum(alpha > 127 for alpha in picture.get_pixels()[3::4])
        if not 0.15 < drawn / size**2 < 0.95:
            return [f"{path.name}: covers {drawn / size**2:.0%} at {size} px"]
    return []


def main():
    folder, app_id = pathlib.Path(sys.argv[1]) / "data/icons/hicolor", sys.argv[2]
    problems = problems_of(folder / "scalable/apps" / f"{app_id}.svg", (16, 24, 32, 48, 64, 128, 256, 512))
    problems += problems_of(folder / "symbolic/apps" / f"{app_id}-symbolic.svg", (16, 32))
    print("\n".join(problems) or "the icons draw")
    return 1 if problems else 0


sys.exit(main())
