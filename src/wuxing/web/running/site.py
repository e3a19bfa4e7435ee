"""A web worker: granian's WSGI worker on the socket that all web workers share."""

import asyncio
import os
import signal
import socket
import threading
from importlib import import_module
from types import FrameType
from typing import Any

THREADS = 4
BACKLOG = 512
LONGEST_END = 3.0  # seconds until a worker that was asked to end does so whatever its requests do


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; OSError when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # accepted connections inherit it
        listening.bind((host, port))
        listening.listen(BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


def serve(listening: socket.socket, number: int) -> None:
    """Answer requests until SIGTERM or SIGINT."""
    from wuxing.config.wsgi import application

    # granian's own supervisor would import the application once more for each worker; the worker itself is not public,
    # so the release is pinned, and tests/running starts it for real
    inner: Any = import_module("granian._granian")
    asked = threading.Event()
    end = inner.WorkerSignal()

    def stop(signum: int, frame: FrameType | None) -> None:
        timer = threading.Timer(LONGEST_END, os._exit, [0])
        timer.daemon = True
        timer.start()
        end.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    end.add_cb(asked.set)
    worker = inner.WSGIWorker(
        number,
        (None, inner.SocketHolder(listening.fileno(), False, BACKLOG)),
        None,  # no channel to granian's own supervisor
        1,  # runtime threads
        16,  # runtime threads for blocking work of its own
        THREADS,
        30,  # seconds until an idle thread ends
        64,  # requests taken in at once
        "1",
        None,
        None,
        None,
        *(False, None, None, None, "tls1.3", None, [], False),
        (None, None),
    )
    call = import_module("granian.wsgi")._callback_wrapper(application, {}, None)  # noqa: SLF001
    loop = asyncio.new_event_loop()  # asked for by the scheduler, never run
    scheduler = import_module("granian._futures")._new_cbscheduler(loop, call, impl_asyncio=True)  # noqa: SLF001
    worker.serve_mtr(scheduler, loop, end)
    while not asked.wait(3600):
        pass
