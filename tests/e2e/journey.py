#!/usr/bin/env python3
"""The main job, from first start to a printed record, in the real window, in Chinese.

    journey.py CHUYAN LOCALE_DIR FIXTURES

Prints TAP: one case for each step. Texts are looked up in the program's own translations, so
the test reads as the source does and drives whatever language LANG names.
"""
import gettext
import os
import pathlib
import subprocess
import sys
import tempfile
import traceback

from atspi import Program, choose_file, focus_window, press, until

TODAY = "2026-11-18"
PASSWORD = "四月的燕子飞回来了"
NAME = "周晓梅"
ENROLLED = "2026-09-01"
OWED = 2 * 120  # a talk and a call for each child of the roster, by the first scheme
SAID = "说起奶奶的身体和期中考试，想爸爸妈妈。"
CHILD = "安宁"  # the first of the roster by pinyin


class Journey:
    def __init__(self, program, locale_dir, fixtures, folder):
        language = os.environ["LANG"].split(".")[0]
        translation = gettext.translation("chuyan", locale_dir, [language], fallback=True)
        self.translate = translation.gettext
        self.chuyan, self.fixtures, self.folder = program, fixtures, folder
        self.app = None

    def _(self, text):
        """A text as it is heard: translated, without the mark of its access key."""
        return self.translate(text).replace("_", "")

    def button(self, text, below=None, **options):
        return (below or self.app).wait(("button", "toggle button"), self._(text), **options)

    # The steps, in order

    def starts_with_a_welcome(self):
        env = {"GSETTINGS_BACKEND": "memory", "HOME": str(self.folder)}
        for kind in ("CONFIG", "DATA", "CACHE", "STATE"):
            env[f"XDG_{kind}_HOME"] = str(self.folder / kind.lower())
        self.app = Program([self.chuyan, "--today", TODAY], env=env)
        self.app.wait("frame", self._("Chuyan"))
        self.button("_Create an Archive")

    def makes_an_archive(self):
        self.button("_Create an Archive").click()
        self.app.field(self._("Your name")).type(NAME)
        self.app.field(self._("Password")).type(PASSWORD)
        self.app.field(self._("Repeat password")).type(PASSWORD)
        self.button("Create _Archive").click()

    def shows_the_recovery_code_once(self):
        self.app.wait("check box", self._("I have written the code down or printed it"), timeout=60).click()
        self.button("C_ontinue").click()

    def imports_the_roster_of_a_school(self):
        self.app.wait("frame", lambda name: "–" in name).do("win.import")
        self.button("_Choose a File…").click()
        choose_file(self.app, self.fixtures / "school-form.xlsx")
        self.button("_Check the Rows").click()
        self.button("_Import").click()
        self.button("_Done", timeout=60).click()
        self.app.wait_gone("dialog")

    def enrols_every_child(self):
        self.show_page("Children", "ctrl+2")
        self.app.wait("label", CHILD)
        self.button("Select Children").click()
        self.button("Select _All").click()
        self.button("_Enrol…").click()
        dialog = self.app.wait(("dialog", "alert"))
        dialog.field(self._("From")).type(ENROLLED)
        self.button("_Enrol", dialog).click()
        self.app.wait_gone(("dialog", "alert"))

    def shows_today_who_is_due(self):
        self.show_page("Today", "ctrl+1")
        self.app.wait("label", lambda name: str(OWED) in name)
        self.app.wait("label", CHILD)
        self.button("Log")

    def logs_a_talk(self):
        self.button("Log").click()
        dialog = self.app.wait("dialog", self._("Log a Contact"))
        dialog.field(self._("What was said")).type(SAID)
        self.button("_Save", dialog).click()
        self.app.wait_gone("dialog", self._("Log a Contact"))
        self.app.wait_gone("label", CHILD)  # nothing is owed any more: the next child leads the list

    def writes_the_contact_cards(self):
        self.show_page("Reports", "ctrl+3")
        text = self.save_report("S_ave PDF…", "联系卡.pdf")
        assert "留守儿童联系卡" in text and CHILD in text, text[:500]

    def writes_the_care_record(self):
        self.app.wait("radio button", self._("Care R_ecord")).click()
        text = self.save_report("S_ave PDF…", "关爱记录.pdf")
        assert CHILD in text, text[:500]

    def keeps_it_all_under_lock(self):
        """By the key, and out of a form: that is where one is when somebody comes in."""
        focus_window(self.app.wait("frame").name)
        press("ctrl+l")
        self.app.wait("dialog", self._("Log a Contact"))
        press("ctrl+shift+l")
        password = self.app.field(self._("Password"))
        assert CHILD not in self.app.text_below()
        password.type(PASSWORD)
        self.button("_Unlock").click()
        self.app.wait("label", lambda name: str(OWED - 1) in name, timeout=60)
        assert self.app.close() == 0

    def show_page(self, title, key):
        focus_window(self.app.wait("frame").name)
        press(key)
        self.app.wait("frame", lambda name: name.startswith(self._(title)))

    def save_report(self, button, name):
        """Saves the report that is shown; gives the text of the PDF."""
        path = self.folder / name
        self.button(button).click()
        choose_file(self.app, path, save=True)
        until(lambda: path.exists() and path.read_bytes().rstrip().endswith(b"%%EOF"), f"{name} to be written", 60)
        return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True, encoding="utf-8").stdout

    STEPS = [
        starts_with_a_welcome,
        makes_an_archive,
        shows_the_recovery_code_once,
        imports_the_roster_of_a_school,
        enrols_every_child,
        shows_today_who_is_due,
        logs_a_talk,
        writes_the_contact_cards,
        writes_the_care_record,
        keeps_it_all_under_lock,
    ]

    def run(self):
        """Every step until one fails; those after it are left out. Gives the exit status."""
        print(f"1..{len(self.STEPS)}", flush=True)
        for number, step in enumerate(self.STEPS, 1):
            name = step.__name__.replace("_", " ")
            try:
                step(self)
            except Exception:
                print(f"not ok {number} - {name}", flush=True)
                for line in traceback.format_exc().splitlines():
                    print(f"# {line}", flush=True)
                for left in range(number + 1, len(self.STEPS) + 1):
                    print(f"ok {left} # SKIP a step before it failed", flush=True)
                return 1
            print(f"ok {number} - {name}", flush=True)
        return 0


def main():
    program, locale_dir, fixtures = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    with tempfile.TemporaryDirectory() as folder:
        journey = Journey(program, locale_dir, fixtures, pathlib.Path(folder))
        try:
            return journey.run()
        finally:
            if journey.app is not None:
                journey.app.stop()


sys.exit(main())
