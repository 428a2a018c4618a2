"""A person at the real window, in a process of its own: sees what is exposed to accessibility, moves mouse and keys.

Nothing here knows a class of the product: things are found by role and name, as a screen reader names them.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

CHILD = Path(__file__).with_name("window_child.py")
MOST_TURNS = 60  # of the wheel, to reach something
PATIENCE = 60.0  # seconds something may take to appear before the test says that it never did
Node = dict[str, Any]


class Person:
    """Somebody at a window that was started on a workspace."""

    def __init__(self, workspace: Path, config: Path, *, language: str = "zh", display: str = "", **env: str) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("FIELDAUDIT_")}
        environment |= {"FIELDAUDIT_CONFIG": str(config), "FIELDAUDIT_LANG": language, "FIELDAUDIT_PLAIN_DIALOGS": "1", **env}
        environment["QT_QPA_PLATFORM"] = "xcb" if display else "offscreen"
        environment.pop("WAYLAND_DISPLAY", None)
        if display:
            environment["DISPLAY"] = display
        self.display = display
        self.said = open(config.with_name(f"{config.name}.err"), "a+b")  # noqa: SIM115 - lives as long as the process
        command = [sys.executable, str(CHILD), "window", "--workspace", str(workspace)]
        self._process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.said, text=True
        )

    # -- the line to the other end -------------------------------------------------------------------
    def ask(self, **command: Any) -> Any:
        """One command and its answer; fails with what the program wrote when it has ended."""
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(command) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise AssertionError(f"the window has ended: {self.errors()}") from None
        line = self._process.stdout.readline()
        assert line, f"the window has ended: {self.errors()}"
        said = json.loads(line)
        assert "error" not in said, f"{command}: {said['error']}\n{self.errors()}"
        return said["ok"]

    def errors(self) -> str:
        """What the program wrote to its standard error."""
        self.said.seek(0)
        lines = self.said.read().decode(errors="replace").splitlines()
        return "\n".join(line for line in lines if "propagateSizeHints" not in line)[-4000:]

    # -- looking -------------------------------------------------------------------------------------
    def tree(self) -> list[Node]:
        """Everything that is exposed now."""
        found: list[Node] = self.ask(do="tree")
        return found

    def find(self, text: str, role: str = "", *, exact: bool = False) -> list[Node]:
        """The nodes whose name or value holds a text."""

        def fits(node: Node) -> bool:
            said = (node["name"], node["value"])
            return (not role or node["role"] == role) and any(text == each if exact else text in each for each in said)

        return [node for node in self.tree() if fits(node)]

    def see(self, text: str, role: str = "", *, exact: bool = False) -> Node:
        """Wait until a text is there; gives the first node that has it."""
        return self.until(lambda: next(iter(self.find(text, role, exact=exact)), None), f"{role or 'anything'} with {text!r}")

    def gone(self, text: str, role: str = "") -> None:
        """Wait until a text is not there any more."""
        self.until(lambda: None if self.find(text, role) else True, f"{text!r} to go")

    def button_of(self, about: str) -> Node:
        """The button, once it is enabled, that is described by a text: several have the same name."""

        def described() -> Node | None:
            buttons = (n for n in self.tree() if n["role"] == "Button" and n["about"] == about)
            return next((n for n in buttons if "disabled" not in n["flags"]), None)

        node: Node = self.until(described, f"a button described by {about!r}")
        return node

    def focused(self) -> Node | None:
        """What has the keyboard: the innermost node that says so."""
        return next((node for node in reversed(self.tree()) if "focused" in node["flags"]), None)

    def until(self, look: Callable[[], Any], what: str) -> Any:
        end = time.monotonic() + PATIENCE
        while True:
            found = look()
            if found:
                return found
            if time.monotonic() > end:
                told = "\n".join(f"{'  ' * n['depth']}{n['role']} {n['name']!r} {n['value']!r} {n['flags']}" for n in self.tree())
                raise AssertionError(f"waited in vain for {what}; there is:\n{told}\n{self.errors()}")
            time.sleep(0.05)

    _until = until

    # -- acting --------------------------------------------------------------------------------------
    def click(self, text: str, role: str = "", *, exact: bool = False, which: int = 0, double: bool = False) -> Node:
        """Click in the middle of what has this text, once it is there and enabled."""

        def ready() -> Node | None:
            found = [n for n in self.find(text, role, exact=exact) if "disabled" not in n["flags"] and min(n["rect"][2:]) > 0]
            return found[which] if len(found) > which else None

        node: Node = self.until(ready, f"{role or 'anything'} enabled with {text!r}")
        for _ in range(MOST_TURNS):  # what lies beyond an edge is scrolled to, as one would
            tree = self.tree()
            if node not in tree:  # it has moved, or another is in its place
                node = self.until(ready, f"{role or 'anything'} enabled with {text!r}")
                continue
            room = self._room(node, tree)
            x, middle = node["rect"][0] + node["rect"][2] // 2, node["rect"][1] + node["rect"][3] // 2
            if room is None or room[1] <= middle < room[1] + room[3]:
                break
            by = -120 if middle >= room[1] + room[3] else 120
            self.mouse("wheel", min(max(x, room[0] + 1), room[0] + room[2] - 2), room[1] + room[3] // 2, by=by)
            node = ready() or node
        self.click_at(node, double=double)
        return node

    def _room(self, node: Node, tree: list[Node]) -> list[int] | None:
        """The part of the screen in which a node of a tree can be seen: what all that holds it have in common."""
        at = tree.index(node)
        room, depth = list(tree[0]["rect"]), node["depth"]
        for each in reversed(tree[:at]):
            if each["depth"] < depth:
                depth, (left, top, width, height) = each["depth"], each["rect"]
                right, bottom = min(room[0] + room[2], left + width), min(room[1] + room[3], top + height)
                room = [max(room[0], left), max(room[1], top), 0, 0]
                room[2:] = [right - room[0], bottom - room[1]]
        return room if room[2] > 0 and room[3] > 0 else None

    def click_at(self, node: Node, dx: float = 0.5, dy: float = 0.5, *, double: bool = False) -> None:
        """Click at a place of a node, given as fractions of its box."""
        left, top, width, height = node["rect"]
        self.mouse("double" if double else "click", round(left + width * dx), round(top + height * dy))

    def mouse(self, how: str, x: int, y: int, **more: Any) -> None:
        """A mouse event at a place of the screen; under a real display xdotool makes it."""
        if self.display and how in ("click", "press", "release") and not more:
            actions = {"click": ["click", "1"], "press": ["mousedown", "1"], "release": ["mouseup", "1"]}[how]
            self._xdotool("mousemove", str(x), str(y), *actions)
            self.tree()
            return
        self.ask(do="mouse", how=how, x=x, y=y, **more)

    def draw(self, node: Node, points: list[tuple[float, float]]) -> None:
        """Hold the button down along points given as fractions of a node's box."""
        left, top, width, height = node["rect"]
        places = [(round(left + width * x), round(top + height * y)) for x, y in points]
        self.mouse("press", *places[0])
        for place in places[1:]:
            self.mouse("move", *place)
        self.mouse("release", *places[-1])

    def press(self, *keys: str) -> None:
        """Keys or chords, one after another."""
        for each in keys:
            if self.display:
                names = {"Esc": "Escape", "Space": "space", "Ctrl": "ctrl", "Shift": "shift"}
                parts = (part.lower() if len(part) == 1 else part for part in each.split("+"))  # a capital would press Shift
                self._xdotool("key", "+".join(names.get(part, part) for part in parts))
                self.tree()
            else:
                self.ask(do="press", keys=each)

    def type(self, text: str) -> None:
        """Type into what has the focus; Chinese comes from the input method."""
        if self.display and text.isascii():
            self._xdotool("type", "--delay", "10", text)
            self.tree()
        else:
            self.ask(do="type", text=text)

    def choose_file(self, path: Path) -> None:
        """Type a path into the file dialog that has just been asked for, once it has the keyboard, and confirm it."""
        self.until(lambda: next((n for n in self.tree() if n["role"] == "Dialog"), None), "a dialog")

        def typing() -> bool:
            return any(n["role"] == "EditableText" and "focused" in n["flags"] for n in self.tree())

        self.until(typing, "the dialog's field to have the keyboard")
        self.press("Ctrl+A")
        self.type(str(path))
        self.press("Return")
        self.until(lambda: all(n["role"] != "Dialog" for n in self.tree()), "the dialog to close")

    def compose(self, preedit: str, commit: str = "") -> None:
        """An input method shows `preedit`, or commits."""
        self.ask(do="compose", preedit=preedit, commit=commit)

    def shot(self, file: Path) -> None:
        """A picture of the window."""
        self.ask(do="shot", file=str(file))

    def _xdotool(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env={**os.environ, "DISPLAY": self.display}, check=True, capture_output=True)

    # -- ending --------------------------------------------------------------------------------------
    def alive(self) -> bool:
        """Does the program still run?"""
        return self._process.poll() is None

    def kill(self) -> None:
        """Pull the plug."""
        self._process.send_signal(signal.SIGKILL)
        self._end()

    def close(self) -> None:
        """Close the window as its frame would, and wait for the program to end."""
        if self._process.poll() is None:
            self.ask(do="close")
        self._end()
        assert self._process.returncode == 0, self._process.returncode

    def terminate(self) -> int:
        """Ask the program to end, as a system that shuts down does; gives its exit status."""
        self._process.send_signal(signal.SIGTERM)
        self._end()
        return self._process.returncode

    def _end(self) -> None:
        killer = threading.Timer(PATIENCE, self._process.kill)
        killer.start()
        self._process.wait()
        killer.cancel()
        for pipe in (self._process.stdin, self._process.stdout, self.said):
            if pipe is not None:
                pipe.close()
