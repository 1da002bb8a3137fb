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

from atspi import Program, choose_file, press, until

TODAY = "2026-11-18"
PASSWORD = "四月的燕子飞回来了"
NAME = "周晓梅"


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

    STEPS = [starts_with_a_welcome, makes_an_archive, shows_the_recovery_code_once]

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
