"""A small AT-SPI client: drives a GTK program as a person with a screen reader would.

    with Program(["chuyan"]) as app:
        app.wait("button", "Add").click()
        app.wait("dialog").field("Name").type("欧阳娜")

Nodes are found by role and accessible name among what is showing; waits are bounded and poll,
so a test says how long a thing may take, never how long it sleeps.
"""
import os
import re
import signal
import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

Atspi.set_timeout(5000, 10000)  # ms: a call; the first calls to a program that starts
POLL = 0.02
PATIENCE = 30.0


class Missing(AssertionError):
    """What was waited for did not come; the message shows what was there instead."""


def until(condition, what, timeout=PATIENCE, poll=POLL):
    """Waits for a true value and gives it back."""
    end = time.monotonic() + timeout
    while True:
        try:
            value = condition()
        except GLib.Error:  # what was being looked at went away
            value = None
        if value:
            return value
        if time.monotonic() > end:
            raise Missing(f"waited {timeout:g} s for {what}")
        time.sleep(poll)


def _matches(text, wanted):
    return wanted is None or (wanted(text) if callable(wanted) else text == wanted)


class Node:
    """One accessible object. It stays usable only while its widget lives."""

    def __init__(self, accessible):
        self.accessible = accessible

    def __repr__(self):
        return f"<{self.role} {self.name!r}>"

    @property
    def role(self):
        return self.accessible.get_role_name()

    @property
    def name(self):
        return self.accessible.get_name() or ""

    @property
    def description(self):
        return self.accessible.get_description() or ""

    def has(self, state):
        return self.accessible.get_state_set().contains(getattr(Atspi.StateType, state.upper()))

    # Looking

    def children(self):
        for i in range(self.accessible.get_child_count()):
            try:
                child = self.accessible.get_child_at_index(i)
            except GLib.Error:
                continue
            if child is not None:
                yield Node(child)

    def walk(self):
        self.accessible.clear_cache()  # no main loop turns here that would tell of changed names
        yield from self._walk()

    def _walk(self):
        yield self
        try:
            for child in self.children():
                yield from child._walk()
        except GLib.Error:
            return

    def all(self, role=None, name=None, showing=True):
        """Every node below of this role (or roles) and name (text or a function of it)."""
        roles = (role,) if isinstance(role, str) else role
        for node in self.walk():
            try:
                if showing and not node.has("showing"):
                    continue
                if (roles is None or node.role in roles) and _matches(node.name, name):
                    yield node
            except GLib.Error:
                continue

    def find(self, role=None, name=None, showing=True):
        return next(self.all(role, name, showing), None)

    def wait(self, role=None, name=None, timeout=PATIENCE, showing=True):
        try:
            return until(lambda: self.find(role, name, showing), f"{role} {name!r}", timeout)
        except Missing as missing:
            raise Missing(f"{missing}; there was\n{self.dump()}") from None

    def wait_gone(self, role=None, name=None, timeout=PATIENCE):
        until(lambda: self.find(role, name) is None, f"{role} {name!r} to go", timeout)

    def text_below(self):
        """All that is written here, for asking whether something is."""
        return "\n".join(n.name for n in self.all(("label", "text", "button", "list item", "status bar")) if n.name)

    def dump(self, depth=0):
        try:
            states = [s for s in ("sensitive", "focused", "selected", "checked", "editable") if self.has(s)]
            lines = [f"{'  ' * depth}{self.role} {self.name!r} {' '.join(states)}"] if self.has("showing") else []
            for child in self.children():
                lines.append(child.dump(depth + 1))
        except GLib.Error:
            return f"{'  ' * depth}(gone)"
        return "\n".join(line for line in lines if line)

    # Acting

    def actions(self):
        iface = self.accessible.get_action_iface()
        return [Atspi.Action.get_action_name(iface, i) for i in range(iface.get_n_actions())] if iface else []

    def do(self, action):
        names = self.actions()
        assert action in names, f"{self!r} has only {names}"
        assert self.accessible.get_action_iface().do_action(names.index(action)), f"{self!r} refused {action}"

    def click(self, timeout=PATIENCE):
        """Does what a click does; where GTK offers no action for it, with the pointer."""
        until(lambda: self.has("sensitive"), f"{self!r} to be sensitive", timeout)
        action = next((a for a in ("click", "activate", "press", "toggle") if a in self.actions()), None)
        if action:
            self.do(action)
        else:
            self.point()

    def extents(self):
        return Atspi.Component.get_extents(self.accessible.get_component_iface(), Atspi.CoordType.WINDOW)

    def point(self):
        """Clicks the middle of it. Without a window manager the window stands at the corner."""
        window = self
        while window.role not in ("frame", "window", "application"):
            window = Node(window.accessible.get_parent())
        box, rim = self.extents(), window.extents()  # GTK counts from inside the rim that its style gives a window
        assert box.width > 0 and box.height > 0, f"{self!r} is nowhere"
        subprocess.run(["xdotool", "mousemove", "--sync", str(box.x + box.width // 2 - rim.x),
                        str(box.y + box.height // 2 - rim.y), "click", "1"], check=True)

    def field(self, name, timeout=PATIENCE):
        """The editable text of this name, or inside the row of this name."""
        def look():
            for node in self.all(name=name):
                for inner in node._walk():
                    if inner.accessible.get_editable_text_iface() is not None and inner.has("editable"):
                        return inner
            return None
        try:
            return until(look, f"the field {name!r}", timeout)
        except Missing as missing:
            raise Missing(f"{missing}; there was\n{self.dump()}") from None

    def type(self, text):
        iface = self.accessible.get_editable_text_iface()
        assert iface is not None, f"{self!r} takes no text"
        assert Atspi.EditableText.set_text_contents(iface, text), f"{self!r} refused the text"
        return self

    @property
    def text(self):
        iface = self.accessible.get_text_iface()
        return Atspi.Text.get_text(iface, 0, Atspi.Text.get_character_count(iface)) if iface else ""


class Program(Node):
    """A program that was started, seen from its top."""

    def __init__(self, argv, env=None, timeout=30.0, pass_fds=()):
        self.process = subprocess.Popen(argv, env={**os.environ, "GTK_A11Y": "atspi", **(env or {})},
                                        pass_fds=pass_fds)
        try:
            super().__init__(until(self._appear, f"{argv[0]} on the accessibility bus", timeout))
        except BaseException:
            self.stop()
            raise

    def _appear(self):
        assert self.process.poll() is None, f"the program ended with {self.process.returncode}"
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            program = desktop.get_child_at_index(i)
            if program is not None and program.get_process_id() == self.process.pid and program.get_child_count():
                return program
        return None

    def close(self, timeout=30):
        """Closes its windows, and waits for the exit status."""
        for window in list(self.all(("frame", "window", "dialog"))):
            if "window.close" in window.actions():
                window.do("window.close")
        return self.process.wait(timeout)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.stop()


def press(*keys):
    """Presses keys where the keyboard focus is: press("ctrl+l"), press("Return")."""
    if os.environ.get("WAYLAND_DISPLAY"):
        for key in keys:
            *modifiers, last = key.split("+")
            command = ["wtype"]
            for modifier in modifiers:
                command += ["-M", modifier]
            subprocess.run(command + ["-k", last], check=True)
    else:
        subprocess.run(["xdotool", "key", "--delay", "20", *keys], check=True)


def focus_window(title):
    """Gives the keyboard to a window: without a window manager nothing else does."""
    if not os.environ.get("WAYLAND_DISPLAY"):
        subprocess.run(["xdotool", "search", "--onlyvisible", "--name", f"^{re.escape(title)}$", "windowfocus", "--sync"],
                       check=True, stdout=subprocess.DEVNULL)


def choose_file(program, path, save=False):
    """Gives a path to GTK's file dialog, opened just before, and accepts it."""
    def window():
        """The file dialog is a window of its own; the program's dialogs live inside its window."""
        program.accessible.clear_cache()
        return next((c for c in program.children() if c.role == "dialog" and c.has("showing")), None)
    dialog = until(window, "the file dialog")

    def entry():
        return next((n for n in dialog.all("text") if n.has("editable")), None)
    focus_window(dialog.name)
    if not save:
        until(lambda: dialog.find("tree table"), "the list of files")
        press("ctrl+l")
    until(entry, "the entry for a path").type(os.path.abspath(path))

    def accepted():
        """Clicks the last button; the dialog may still be reading the folder and not heed it."""
        if window() is None:
            return True
        buttons = [b for b in dialog.all("button") if b.has("sensitive")]
        if buttons:
            buttons[-1].do("click")
        return False
    until(accepted, f"the file dialog to take {path}", poll=0.3)
