"""format=flowed (RFC 3676): lines that a program broke are joined again."""

from __future__ import annotations


def unflow(text: str, *, delsp: bool) -> str:
    """`text` with lines ending in \\n. A line that ends in a space goes on in the next of the same quoting."""
    lines: list[str] = []
    open_pieces: list[str] = []
    depth_open = 0

    def close() -> None:
        if open_pieces:
            lines.append(">" * depth_open + (" " if depth_open else "") + "".join(open_pieces))
            open_pieces.clear()

    for line in text.split("\n"):
        bare = line.lstrip(">")
        depth = len(line) - len(bare)
        if bare.startswith(" "):
            bare = bare[1:]
        if open_pieces and depth != depth_open:
            close()
        depth_open = depth
        if bare == "-- ":
            close()
            open_pieces.append(bare)
            close()
        elif bare.endswith(" "):
            open_pieces.append(bare[:-1] if delsp else bare)
        else:
            open_pieces.append(bare)
            close()
    close()
    return "\n".join(lines)
