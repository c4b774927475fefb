"""The little Markdown a plan needs, as blocks a template can show: headings, lists and paragraphs; nothing else."""

import re
from dataclasses import dataclass, field
from typing import Final

HEADING: Final = re.compile(r"(#{1,4})\s+(.*)")
ITEM: Final = re.compile(r"\s*(?:[-*+]|\d+[.、)])\s+(.*)")


@dataclass
class Block:
    """A heading (with its level), a list of items, or a paragraph of lines."""

    kind: str
    level: int = 0
    lines: list[str] = field(default_factory=list)


def blocks_of(text: str, is_markdown: bool) -> list[Block]:
    """The text in blocks; plain text is all paragraphs."""
    blocks: list[Block] = []
    for line in text.splitlines():
        heading, item = (HEADING.match(line), ITEM.match(line)) if is_markdown else (None, None)
        if not line.strip():
            blocks.append(Block("gap"))
        elif heading:
            blocks.append(Block("heading", len(heading[1]), [heading[2]]))
        elif item:
            _into(blocks, "list", item[1])
        else:
            _into(blocks, "paragraph", line)
    return [block for block in blocks if block.kind != "gap"]


def _into(blocks: list[Block], kind: str, line: str) -> None:
    """Another line of the block before it, or the first of a new one."""
    if not blocks or blocks[-1].kind != kind:
        blocks.append(Block(kind))
    blocks[-1].lines.append(line)
