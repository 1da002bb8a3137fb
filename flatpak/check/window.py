#!/usr/bin/env python3
"""window.py ID WORK STICK SCHOOL PROTECTED LOCKED LOCALE: the window in its sandbox, driven as a person would; prints ok/not ok lines.

STICK is a folder that may be written, SCHOOL an archive in another one, PROTECTED the same where it may not, LOCKED one that may not; all are reached through the portal only.
LOCALE holds the installed translations: the window speaks Chinese."""
import gettext
import os
import pathlib
import subprocess
import sys
import traceback

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tests", "e2e"))
from gi.repository import Gio, GLib  # noqa: E402

from atspi import Atspi, Node, Program, until  # noqa: E402

APP, WORK, STICK, SCHOOL, PROTECTED, LOCKED, LOCALE = sys.argv[1], *map(pathlib.Path, sys.argv[2:])
PASSWORD = "四月的燕子飞回来了"
translate = gettext.translation("chuyan", LOCALE, ["zh_CN"]).gettext


def _(text):
    return translate(text).replace("_", "")


CANNOT_WRITE = _("The archive’s folder cannot be written. Check its permissions, or move it to a place "
                 "where you may write.")


class Sandboxed(Program):
    def __init__(self, argv=None):
        if argv is None:
            self.process = subprocess.Popen(["true"])
            bus = Gio.bus_get_sync(Gio.BusType.SESSION)
            bus.call_sync(APP, "/" + APP.replace(".", "/"), "org.freedesktop.Application", "Activate",
                          GLib.Variant("(a{sv})", ({},)), None, Gio.DBusCallFlags.NONE, 60000, None)
            Node.__init__(self, until(self._appear, "the activated window"))
        else:
            super().__init__(argv)

    def _appear(self):
        """Its process is the sandbox's; on the bus it is known by its name."""
        desktop = Atspi.get_desktop(0)
        desktop.clear_cache()
        for i in range(desktop.get_child_count()):
            program = desktop.get_child_at_index(i)
            if program is not None and program.get_name() in ("chuyan", APP) and program.get_child_count():
                return program
        return None


def start(by_bus):
    """From a terminal, or by its D-Bus name as the desktop does, where it gets the bus's environment."""
    if by_bus:
        return Sandboxed()
    return Sandboxed(["flatpak", "run", "--user", "--env=LC_ALL=zh_CN.UTF-8", "--env=GTK_A11Y=atspi", APP,
                      "--today", "2026-09-10"])


def button(app, text, **options):
    return app.wait(("button", "toggle button", "radio button"), _(text), **options)


def answer(path):
    (WORK / "answer").write_text(str(path) + "\n")


def unlock(app):
    app.field(_("Password")).type(PASSWORD)
    button(app, "_Unlock").click()
    app.wait("frame", lambda name: name.startswith(_("Today")), timeout=60)


def offers_the_archive_that_is_there(app):
    unlock(app)


def prints_through_the_portal(app):
    app.wait("list item", lambda name: name.startswith(_("Reports")))
    subprocess.run(["xdotool", "search", "--onlyvisible", "--class", "chuyan", "windowfocus", "--sync"], check=True,
                   stdout=subprocess.DEVNULL)
    subprocess.run(["xdotool", "key", "ctrl+3"], check=True)
    app.wait("frame", lambda name: name.startswith(_("Reports")))
    button(app, "P_rint…").click()
    printed = WORK / "printed.pdf"
    until(printed.exists, "what was printed", 60)
    text = subprocess.run(["pdftotext", printed, "-"], capture_output=True, check=True, encoding="utf-8").stdout
    assert "留守儿童" in text, text[:300]


def choose_from_menu(app, item):
    """On the lock page: 0 opens another archive, 1 makes a new one. The items have no names in GTK 4.24."""
    app.field(_("Password"))

    def menu():
        """Opens it; while the page is still changing, the click may be lost."""
        items = list(app.all("menu item"))
        if len(items) == 3:
            return items
        app.wait(("button", "toggle button"), _("Main Menu")).click()
        return None
    until(menu, "the menu", poll=1)[item].click()


def fill_form(app, folder):
    button(app, "_Create an Archive").click()
    answer(folder)
    button(app, "Choose Another Place").click()
    app.wait("label", lambda name: str(folder) in name)
    app.field(_("Your name")).type("周晓梅")
    app.field(_("Password")).type(PASSWORD)
    app.field(_("Repeat password")).type(PASSWORD)
    button(app, "Create _Archive").click()


def says_where_it_may_not_write(app):
    subprocess.run(["xdotool", "key", "ctrl+shift+l"], check=True)
    choose_from_menu(app, 1)
    fill_form(app, LOCKED)
    app.wait("label", CANNOT_WRITE, timeout=60)
    assert not list(LOCKED.iterdir()), list(LOCKED.iterdir())


def makes_an_archive_on_the_stick(app):
    answer(STICK)
    button(app, "Choose Another Place").click()
    app.wait("label", lambda name: str(STICK) in name)
    button(app, "Create _Archive").click()
    app.wait("check box", _("I have written the code down or printed it"), timeout=60).click()
    button(app, "C_ontinue").click()
    app.wait("frame", lambda name: name.startswith(_("Today")))
    assert [p.name for p in STICK.iterdir()] == ["archive.chuyan"], list(STICK.iterdir())


def opens_the_stick_again(app):
    app.wait("heading", "archive")
    unlock(app)
    subprocess.run(["xdotool", "key", "ctrl+shift+l"], check=True)


def says_that_it_may_not_write_a_stick(app):
    answer(PROTECTED)
    choose_from_menu(app, 0)
    app.wait("heading", "school")
    app.field(_("Password")).type(PASSWORD)
    button(app, "_Unlock").click()
    app.wait("label", CANNOT_WRITE, timeout=60)


def opens_another_archive_from_a_stick(app):
    answer(SCHOOL)
    choose_from_menu(app, 0)
    app.wait("heading", "school")
    unlock(app)


BY_COMMAND = (offers_the_archive_that_is_there, prints_through_the_portal, says_where_it_may_not_write,
              makes_an_archive_on_the_stick)
BY_BUS = (opens_the_stick_again, says_that_it_may_not_write_a_stick, opens_another_archive_from_a_stick)


def drive(app, steps):
    """Every step until one fails; says whether none did."""
    for step in steps:
        name = "the window " + step.__name__.replace("_", " ")
        try:
            step(app)
        except Exception:
            traceback.print_exc()
            subprocess.run(["import", "-window", "root", str(WORK / "failed.png")], check=False)
            print("not ok - " + name, flush=True)
            return False
        print("ok - " + name, flush=True)
    app.close()
    return True


def main():
    for by_bus, steps in enumerate((BY_COMMAND, BY_BUS)):
        with start(by_bus) as app:
            if not drive(app, steps):
                break


main()
