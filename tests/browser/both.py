"""The same page in English on a phone: whole, wide enough for nobody, and without a Chinese word but in names."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from tests.cast import Cast

CHINESE = re.compile(r"[^\x00-\u2e7f]*[\u4e00-\u9fff][^\x00-\u2e7f]*")
MASKED = re.compile(r"[\u4e00-\u9fff]?\*+[\u4e00-\u9fff]?")
WORDS = """() => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
    while (walk.nextNode()) {
        const around = walk.currentNode.parentElement;
        if (!around.closest('script, style, template, option, [lang^=zh]')) found.push(walk.currentNode.data.trim());
    }
    for (const one of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]'))
        for (const name of ['aria-label', 'placeholder', 'title', 'alt']) found.push(one.getAttribute(name) || '');
    return [document.title, ...found].filter(Boolean);
}"""


class InEnglish:
    """`look(who, path)`: what somebody finds there in English, at 360 pixels."""

    def __init__(
        self, page: Page, signed_in: Callable[[Page, str], Page], axe: Callable[[Page], None], names: set[str]
    ) -> None:
        self.page, self.signed_in, self.axe = page, signed_in, axe
        self.names: list[str] = []
        self.knows(*names)
        self.who = ""

    def knows(self, *names: str) -> None:
        """These are names; the longest come first, for one may hold another."""
        self.names = sorted({*self.names, *names}, key=len, reverse=True)

    def look(self, who: str, path: str) -> Page:
        """Go there and look at everything."""
        if who != self.who:
            self.signed_in(self.page, who)
            self.who = who
        answer: Any = self.page.goto(path)
        assert answer.ok, (path, answer.status)
        assert self.page.locator("html").get_attribute("lang") == "en"
        width = self.page.evaluate("() => document.documentElement.scrollWidth")
        assert width <= 360, f"{path} is {width} wide"
        assert not (left := self.chinese()), f"{path} as {who}: {left}"
        self.axe(self.page)
        return self.page

    def chinese(self) -> list[str]:
        """Chinese words of the page that no name accounts for."""
        text = "\n".join(self.page.evaluate(WORDS))
        for name in self.names:
            text = text.replace(name, "")
        return sorted(set(CHINESE.findall(MASKED.sub("", text))))


def names_of(cast: Cast, *more: str) -> set[str]:
    """What the community wrote itself, and so stands in its own language."""
    from gridward.accounts.models import Unit, Worker
    from gridward.areas.models import Area, Building, Site
    from gridward.households.models import Door
    from gridward.operations.models import Operation

    here = cast.community_id
    rows: list[Any] = [
        *Worker.objects.values_list("name", "duty"),
        *Unit.objects.values_list("name"),
        *Area.objects.of(here).values_list("name"),
        *Site.objects.of(here).values_list("name"),
        *Building.objects.of(here).values_list("name"),
        *Door.objects.of(here).values_list("address"),
        *Operation.objects.of(here).values_list("name"),
        tuple(cast.persons),
        more,
    ]
    return {name for row in rows for name in row if name}
