"""What stands in for zlib: it leaves everything as it is.

To compress and decompress would be a tenth of a schedule's processor time, and no fault has to do with it.
"""


class Uncompressed:
    """A compressor and a decompressor."""

    def compress(self, value: bytes) -> bytes:
        return value

    decompress = compress

    def flush(self) -> bytes:
        return b""


def compressobj(level: int, *, zdict: bytes) -> Uncompressed:
    return Uncompressed()


def decompressobj(*, zdict: bytes) -> Uncompressed:
    return Uncompressed()
