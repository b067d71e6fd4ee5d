"""A shelf in memory, for what one run of a comparison leaves to the next."""


class MemoryShelf:
    """`content` is what stands on it, by name."""

    def __init__(self) -> None:
        self.content: dict[str, bytes] = {}

    def read(self, name: str) -> bytes | None:
        return self.content.get(name)

    def write(self, name: str, content: bytes) -> None:
        self.content[name] = content

    def names(self, start: str) -> list[str]:
        return [name for name in self.content if name.startswith(start)]
