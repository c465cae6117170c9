"""A browser that notices when a text has become more than text: what runs, what is asked for, what stands there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Frame, Page, Route

FRAGMENT = "html head body div p strong table caption thead tbody tr th td ul li a details summary iframe"
DRAWN = "svg title desc style rect text path g defs marker line circle polygon polyline ellipse tspan"
TAGS = {
    "html": FRAGMENT,
    "host": f"{FRAGMENT} meta title main",
    "kept": f"{FRAGMENT} style img",
    "svg": f"{DRAWN} a",
    "markdown": "html head body p h1 h2 table thead tbody tr th td ul li a",
    "page": f"{FRAGMENT} {DRAWN} meta main script header h1 h2 h3 bdi dl dt dd label input button span select option "
    "small section dialog form footer fieldset legend noscript canvas meter",
}
"""The elements that there may be, by the kind of document."""


class Guard:
    """A tab that remembers what went wrong in it.

    Attributes:
        page: The tab.
        found: What went wrong, since it was last asked.
    """

    def __init__(self, page: Page, folder: Path) -> None:
        self.page = page
        self.folder = folder
        self.found: list[str] = []

    def open(self, html: str, suffix: str = "html") -> None:
        """Show a page from a file of its own, with all that is in its frames."""
        file = self.folder / f"page.{suffix}"
        file.write_text(html, encoding="utf-8")
        self.page.goto(file.as_uri())
        for frame in self.frames() if 'data"' in html or "data&quot;" in html else ():
            if frame.locator("#data").count():
                frame.wait_for_selector("html[data-ready]", state="attached")

    def use(self) -> None:
        """Do with the page, and with those in its frames, whatever a reader can."""
        for frame in self.frames():
            frame.evaluate("guard.use()")
        self.page.emulate_media(media="print")
        self.page.emulate_media(media="screen")

    def frames(self) -> list[Frame]:
        """The page itself and the pages that stand in it; a frame that leads elsewhere has been stopped."""
        return [frame for frame in self.page.frames if not frame.parent_frame or frame.url == "about:srcdoc"]

    def findings(self, where: str) -> list[str]:
        """What went wrong since the last time, and what stands in the page that should not."""
        for frame in self.frames():
            self.found += frame.evaluate("given => guard.scan(given)", ["live", where, TAGS])
        found, self.found = self.found, []
        return [line if line.startswith(where) else f"{where}: {line}" for line in found]

    def scan(self, texts: Iterable[tuple[str, str, str]]) -> list[str]:
        """What stands in texts, each with its name and kind, that should not; nothing of them is shown or run.

        A page comes before what has it in a frame, so that it is looked through once.
        """
        once = {text: (name, kind) for name, kind, text in texts}
        rows = [[name, kind, _LIBRARY.sub(r"\1A\2", text)] for text, (name, kind) in once.items()]
        rows.sort(key=lambda row: row[1] != "page")
        found: list[str] = self.page.evaluate("given => guard.scan(given)", ["inert", rows, TAGS])
        return found


_LIBRARY = re.compile(r"""(id=(?:"|&quot;)library(?:"|&quot;)(?:>|&gt;))[A-Za-z0-9+/=]+(<|&lt;)""")
"""What is ours alone, and larger than all the rest."""


@contextmanager
def guarded(browser: Browser, folder: Path, **options: Any) -> Iterator[Guard]:
    """A tab that tells of every script of a text, every request but for its own file, every window and dialogue."""
    context = browser.new_context(**options)
    page = context.new_page()
    guard = Guard(page, folder)

    def refuse(route: Route) -> None:
        guard.found.append(f"it asked for {route.request.url}")
        route.abort()

    def note(request: Any) -> None:
        if not re.match(r"(file:.*/page\.\w+$|data:image/svg\+xml|blob:)", request.url):
            guard.found.append(f"it asked for {request.url[:200]}")

    def note_refused(request: Any) -> None:
        asked = f"it asked for {request.url[:200]}"
        if request.failure == "csp" and asked in guard.found:
            guard.found.remove(asked)
            guard.found.append(f"its policy had to refuse {request.url[:200]}")

    context.expose_binding("report", lambda _source, said: guard.found.append(said))
    context.add_init_script(path=Path(__file__).with_name("browser_guard.js"))
    context.route(re.compile(r"^(?!file:|data:|blob:)"), refuse)
    # The empty page of a new tab has no such script.
    guard.open("<!doctype html>")
    page.on("request", note)
    page.on("requestfailed", note_refused)
    page.on("popup", lambda popup: guard.found.append(f"it opened a window: {popup.url}"))
    page.on("dialog", lambda dialog: (guard.found.append(f"it asked: {dialog.message}"), dialog.dismiss()))
    page.on("pageerror", lambda error: guard.found.append(f"an error: {error}"))
    try:
        yield guard
    finally:
        context.close()
