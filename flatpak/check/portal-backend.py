#!/usr/bin/env python3
"""portal-backend.py FOLDER: who answers the portal's dialogs where nobody sits.

The files and folders chosen are the uris in FOLDER/answer; what is printed becomes
FOLDER/printed.pdf. Only the dialogs are stood in for: the portal itself is the real one."""
import os
import sys

from gi.repository import Gio, GLib

NAME = "org.freedesktop.impl.portal.desktop.check"
PATH = "/org/freedesktop/portal/desktop"
XML = """
<node>
  <interface name="org.freedesktop.impl.portal.FileChooser">
    <method name="OpenFile">
      <arg type="o" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
      <arg type="s" direction="in"/><arg type="a{sv}" direction="in"/>
      <arg type="u" direction="out"/><arg type="a{sv}" direction="out"/>
    </method>
    <method name="SaveFile">
      <arg type="o" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
      <arg type="s" direction="in"/><arg type="a{sv}" direction="in"/>
      <arg type="u" direction="out"/><arg type="a{sv}" direction="out"/>
    </method>
  </interface>
  <interface name="org.freedesktop.impl.portal.Print">
    <method name="PreparePrint">
      <arg type="o" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
      <arg type="s" direction="in"/><arg type="a{sv}" direction="in"/><arg type="a{sv}" direction="in"/>
      <arg type="a{sv}" direction="in"/><arg type="u" direction="out"/><arg type="a{sv}" direction="out"/>
    </method>
    <method name="Print">
      <arg type="o" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
      <arg type="s" direction="in"/><arg type="h" direction="in"/><arg type="a{sv}" direction="in"/>
      <arg type="u" direction="out"/><arg type="a{sv}" direction="out"/>
    </method>
  </interface>
</node>"""


class Backend:
    def __init__(self, folder):
        self.folder = folder

    def choose(self, parameters, invocation):
        with open(self.folder + "/answer") as f:
            uris = [GLib.filename_to_uri(line.strip()) for line in f if line.strip()]
        print(f"chosen: {uris} {parameters[4]}", flush=True)
        return GLib.Variant("(ua{sv})", (0, {"uris": GLib.Variant("as", uris), "writable": GLib.Variant("b", True)}))

    OpenFile = SaveFile = choose

    def PreparePrint(self, parameters, invocation):
        settings, setup = ({key: value for key, value in part.items()} for part in (
            {"n-copies": GLib.Variant("s", "1")}, {"Name": GLib.Variant("s", "iso_a4")}))
        return GLib.Variant("(ua{sv})", (0, {"settings": GLib.Variant("a{sv}", settings),
                                             "page-setup": GLib.Variant("a{sv}", setup),
                                             "token": GLib.Variant("u", 1)}))

    def Print(self, parameters, invocation):
        with os.fdopen(invocation.get_message().get_unix_fd_list().get(parameters[4]), "rb") as f:
            content = f.read()
        with open(self.folder + "/printed.part", "wb") as f:
            f.write(content)
        os.rename(self.folder + "/printed.part", self.folder + "/printed.pdf")
        return GLib.Variant("(ua{sv})", (0, {}))

    def call(self, connection, sender, path, interface, method, parameters, invocation):
        invocation.return_value(getattr(self, method)(parameters.unpack(), invocation))


def main():
    backend = Backend(sys.argv[1])
    loop = GLib.MainLoop()

    def acquired(connection, name):
        for interface in Gio.DBusNodeInfo.new_for_xml(XML).interfaces:
            connection.register_object(PATH, interface, backend.call, None, None)

    Gio.bus_own_name(Gio.BusType.SESSION, NAME, Gio.BusNameOwnerFlags.NONE, acquired,
                     lambda *_: print("ready", flush=True), lambda *_: loop.quit())
    loop.run()


main()
