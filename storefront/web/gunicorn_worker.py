"""gunicorn's threaded worker, hardened against slow clients: a request gets a thread only once its whole head has
arrived.

gunicorn waits for the first byte outside of its threads, but for the rest of the head inside: some dozens of
connections that send half a head would occupy all threads for ever (Slowloris). It buffers nothing else; put a proxy in
front where bodies are large.
"""

import select
import selectors
import socket
import struct
import time
from functools import partial

from gunicorn.workers.gthread import TConn, ThreadWorker

HEAD_SECONDS = 10.0
"""How long a client may take to send the head of a request."""
BODY_SECONDS = 60.0
"""How long it may take to send the body: 2 MB at 300 kbit/s."""
SEND_SECONDS = 30
"""How long it may take none of what it is sent."""
MAX_HEAD_BYTES = 64 * 1024
ENDS = (b"\r\n\r\n", b"\n\n")


class Deadline:
    """A socket that can be read until a deadline, and then reads as if the client had hung up."""

    def __init__(self, sock: socket.socket, seconds: float) -> None:
        self._sock, self._until = sock, time.monotonic() + seconds

    def recv(self, size: int) -> bytes:
        waiting = select.poll()
        waiting.register(self._sock, select.POLLIN)
        seconds_left = self._until - time.monotonic()
        return self._sock.recv(size) if seconds_left > 0 and waiting.poll(seconds_left * 1000) else b""


class Worker(ThreadWorker):  # type: ignore[misc]
    """Reads heads in its event loop, which holds as many slow clients as it may have connections."""

    def enqueue_req(self, conn: TConn) -> None:
        """Wait for the head of the connection's next request, at most `HEAD_SECONDS`, and give it to a thread then."""
        conn.head = conn.parser.unreader.take_buffered() if conn.parser else b""
        if _whole(conn.head):
            self._serve(conn)
            return
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + HEAD_SECONDS
        self.pending_conns.append(conn)  # whose time is over is closed by gunicorn
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._read_head, conn))

    def _read_head(self, conn: TConn, sock: socket.socket) -> None:
        try:
            more = sock.recv(MAX_HEAD_BYTES)
        except BlockingIOError:
            return
        except OSError:
            more = b""
        conn.head += more
        if more and not _whole(conn.head):
            return
        self.poller.unregister(sock)
        self.pending_conns.remove(conn)
        if more:
            self._serve(conn)
        else:
            self.nr_conns -= 1
            conn.close()

    def _serve(self, conn: TConn) -> None:
        conn.data_ready = True
        super().enqueue_req(conn)

    def handle(self, conn: TConn) -> object:
        """Handle a request, in a thread, once its head has arrived."""
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", SEND_SECONDS, 0))
        conn.sock.setblocking(True)
        conn.init()
        conn.parser.unreader.unread(conn.head)
        conn.parser.unreader.sock = Deadline(conn.sock, BODY_SECONDS)
        return super().handle(conn)


def _whole(head: bytes) -> bool:
    """Tell whether the head is complete, or longer than allowed: gunicorn refuses it then."""
    return len(head) >= MAX_HEAD_BYTES or any(end in head for end in ENDS)
