#!/usr/bin/env python3
"""lend-folder.py FOLDER APP: what choosing a folder in the portal's dialog does; prints its path in the sandbox."""
import os
import sys

from gi.repository import Gio, GLib

DIRECTORY = 8  # of the document portal's AddFull
folder, app = sys.argv[1:]
bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
handles = Gio.UnixFDList.new()
handle = handles.append(os.open(folder, os.O_PATH | os.O_CLOEXEC))
answer, _ = bus.call_with_unix_fd_list_sync(
    "org.freedesktop.portal.Documents", "/org/freedesktop/portal/documents", "org.freedesktop.portal.Documents",
    "AddFull", GLib.Variant("(ahusas)", ([handle], DIRECTORY, app, ["read", "write"])), None, 0, 20000, handles, None)
(document,), more = answer.unpack()
print(os.path.join(bytes(more["mountpoint"]).rstrip(b"\0").decode(), document, os.path.basename(folder)))
