"""A strict reader of HTML pages: what a lenient browser forgives fails here."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "br", "hr", "img", "input", "link", "wbr"}
KNOWN = {
    "html", "head", "meta", "title", "style", "body", "header", "main", "section", "article",
    "footer", "h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "dl", "dt", "dd", "div", "span",
    "strong", "small", "bdi", "del", "ins", "table", "thead", "tbody", "tr", "th", "td",
    "svg", "rect", "path", "details", "summary", "code",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "class", "id", "dir", "scope",
    "aria-labelledby", "aria-label", "aria-hidden", "role", "tabindex", "focusable", "data-label",
    "viewbox", "preserveaspectratio", "x", "y", "width", "height", "d",
}  # fmt: skip
LINES = {"p", "h1", "h2", "h3", "h4", "th", "dt", "summary"}
BLOCKS = {"p", "div", "table", "section", "article", "ul", "ol", "dl", "details", "h1", "h2", "h3"}


class Page(HTMLParser):
    """Reads a page once; `faults` says what is not valid, `text` what a reader sees."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.named: list[str] = []
        self._open: list[str] = []
        self._said: list[str] = []
        if not page.startswith("<!DOCTYPE html>\n"):
            self.faults.append("no doctype")
        self.feed(page)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self._open]
        self.faults += [f"id {name} twice" for name in self.ids if self.ids.count(name) > 1]
        self.faults += [f"no id {name}" for name in self.named if name not in self.ids]

    @property
    def text(self) -> str:
        return "".join(self._said)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in KNOWN:
            self.faults.append(f"<{tag}> is not expected")
        if tag in BLOCKS and any(line in self._open for line in LINES):
            self.faults.append(f"<{tag}> inside {self._open}")
        names = [name for name, _ in attrs]
        self.faults += [f"<{tag} {name}>" for name in names if name not in ATTRIBUTES]
        if len(set(names)) < len(names):
            self.faults.append(f"<{tag}> has an attribute twice")
        held = dict(attrs)
        self.ids += [held["id"] or ""] if "id" in held else []
        self.named += [held["aria-labelledby"] or ""] if "aria-labelledby" in held else []
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing here")

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self._said.append(data)

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"comment {data}")

    def unknown_decl(self, data: str) -> None:
        self.faults.append(f"declaration {data}")

    def handle_pi(self, data: str) -> None:
        self.faults.append(f"processing instruction {data}")
