"""HTTP requests to a server that is not trusted: bounded in time and size, repeated where that can help.

Only the standard library. Proxies that the environment names are not used.
"""

from __future__ import annotations

import base64
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, urljoin, urlsplit

from mlcareer_graph.errors import EndpointError

_AGAIN = frozenset({429, 502, 503, 504})
_NOT_DONE = frozenset({429, 503})
"""Statuses by which a server says that it has done nothing."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 60.0
_CHUNK = 2**16
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Client:
    """How requests are made.

    Attributes:
        authorization: The value of the header that says who asks; sent to the host that it was given for and no other.
        timeout: Seconds that one request may take in all.
        retries: How often a request is repeated that failed for what may pass.
        most_bytes: Bytes that an answer may have.
    """

    authorization: str | None = field(repr=False)
    timeout: float
    retries: int
    most_bytes: int

    def request(
        self,
        method: str,
        url: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str],
        is_repeatable: bool = True,
    ) -> Response:
        """The answer with a status of 2xx.

        Args:
            method: The HTTP method.
            url: Where to.
            body: What is sent.
            headers: What is said of it and of what is wanted.
            is_repeatable: Whether doing it twice is the same as doing it once.

        Raises:
            EndpointError: There is no such answer.
        """
        attempt = 0
        while True:
            is_last = attempt >= self.retries
            pause = _FIRST_PAUSE * 2**attempt
            try:
                response = self._redirected(method, url, body, headers)
            except EndpointError as error:
                is_unheard = isinstance(error.__cause__, ConnectionRefusedError)
                if is_last or error.status is not None or not (is_repeatable or is_unheard):
                    raise
            else:
                if response.status < 300:
                    return response
                if is_last or response.status not in (_AGAIN if is_repeatable else _NOT_DONE):
                    raise _refusal(response)
                pause = _pause(response, pause)
            time.sleep(pause)
            attempt += 1

    def _redirected(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Response:
        place, origin = url, _origin(url)
        for _ in range(_MOST_REDIRECTS + 1):
            response = self._once(method, place, body, headers, is_same=_origin(place) == origin)
            if response.status not in _REDIRECTS or "location" not in response.headers:
                return response
            target = urljoin(place, response.headers["location"])
            if not is_address(target):
                raise EndpointError(shown(place), "it redirects to what is no http address", response.status)
            if urlsplit(place).scheme == "https" and urlsplit(target).scheme == "http":
                raise EndpointError(
                    shown(place), "it redirects from https to http; nothing was sent there", response.status
                )
            if method != "GET" and response.status not in (307, 308):
                what = f"it redirects to {shown(target)}; give that address instead"
                raise EndpointError(shown(place), what, response.status)
            place = target
        what = f"it redirects more than {_MOST_REDIRECTS} times; check the address"
        raise EndpointError(shown(url), what, response.status)

    def _once(
        self, method: str, url: str, body: bytes | None, headers: Mapping[str, str], *, is_same: bool
    ) -> Response:
        parts = urlsplit(url)
        sent = {"User-Agent": "mlcareer-graph", "Connection": "close", **headers}
        if self.authorization is not None and is_same:
            sent["Authorization"] = self.authorization
        connection = self._connection(parts)
        late = threading.Event()

        def stop() -> None:
            late.set()
            sock = connection.sock
            if sock is not None:
                try:
                    sock.shutdown(socket.SHUT_RDWR)
                except OSError:
                    return

        timer = threading.Timer(self.timeout, stop)
        timer.daemon = True
        timer.start()
        try:
            path = parts.path or "/"
            connection.request(method, f"{path}?{parts.query}" if parts.query else path, body, sent)
            answer = connection.getresponse()
            is_bounded = answer.length is not None or bool(answer.chunked)
            content = self._content(answer, url, late)
            return Response(shown(url), answer.status, answer.reason, _headers(answer), content, is_bounded)
        except (OSError, http.client.HTTPException) as error:
            if isinstance(error, EndpointError):
                raise
            if late.is_set() or isinstance(error, TimeoutError):
                what = f"no answer within {self.timeout:g} s; try again, or raise timeout"
            elif isinstance(error, OSError):
                said = error.strerror or str(error) or type(error).__name__
                what = f"the server cannot be reached ({said}); check the address and that it runs"
            else:
                what = f"its answer breaks off or is no HTTP ({type(error).__name__}); check the address"
            raise EndpointError(shown(url), what) from error
        finally:
            timer.cancel()
            connection.close()

    def _connection(self, parts: SplitResult) -> http.client.HTTPConnection:
        host = parts.hostname or ""
        if parts.scheme == "https":
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(host, parts.port, timeout=self.timeout, context=context)
        return http.client.HTTPConnection(host, parts.port, timeout=self.timeout)

    def _content(self, answer: http.client.HTTPResponse, url: str, late: threading.Event) -> bytes:
        """All of the answer, which has to be whole."""
        chunks, size = [], 0
        while chunk := answer.read(_CHUNK):
            size += len(chunk)
            if size > self.most_bytes:
                what = f"the answer is larger than {self.most_bytes:,} bytes; raise most_bytes if that is right"
                raise EndpointError(shown(url), what, answer.status)
            chunks.append(chunk)
        # Reading in parts, `http.client` takes the end of the connection for the end of the answer.
        if late.is_set():
            raise TimeoutError
        if answer.length:
            raise http.client.IncompleteRead(b"", answer.length)
        return b"".join(chunks)


@dataclass(frozen=True, slots=True)
class Response:
    """An answer.

    Attributes:
        url: Where it came from, as it may be shown.
        status: The HTTP status.
        reason: The words that came with it.
        headers: Its headers, with small letters.
        body: What it holds.
        is_bounded: Whether the server said where it ends, so that it is known to be whole.
    """

    url: str
    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    is_bounded: bool

    @property
    def media_type(self) -> str:
        """What the body is said to be, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def basic(username: str, password: str) -> str:
    """The header of HTTP basic authentication (RFC 7617).

    Example:
        >>> basic("Aladdin", "open sesame")
        'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=='
    """
    return "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()


def shown(url: str) -> str:
    """An address without the name and the password in it, and without what follows the question mark.

    Example:
        >>> shown("https://me:secret@example.org/store?graph=urn:a")
        'https://example.org/store'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def is_address(url: str) -> bool:
    """Whether it is an http or https address, of characters that such a one may have.

    Example:
        >>> is_address("http://[::1]:7878/store"), is_address("file:///etc/passwd")
        (True, False)
    """
    try:
        parts = urlsplit(url)
        is_right = parts.scheme in _PORTS and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    return is_right and all("!" <= character <= "~" for character in url)


def _origin(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or _PORTS[parts.scheme]


def _headers(answer: http.client.HTTPResponse) -> dict[str, str]:
    return {name.lower(): value for name, value in answer.getheaders()}


def _pause(response: Response, usual: float) -> float:
    """How long to wait: what the server asks for, or as usual."""
    wanted = _wanted(response.headers.get("retry-after", ""))
    if wanted is None:
        return usual
    if wanted > _LONGEST_PAUSE:
        what = f"it asks to come back in {wanted:,.0f} s, which is too long to wait here; try again then"
        raise EndpointError(response.url, what, response.status)
    return wanted


def _wanted(text: str) -> float | None:
    if text.strip().isdigit():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, TypeError, IndexError):
        return None


def _refusal(response: Response) -> EndpointError:
    advice = {
        401: "it wants to know who asks; give username and password, or a token",
        403: "it does not allow this; use an account that may",
        404: "there is nothing; check the address of the server and of its query, update and store",
        405: "it does not do this here; check the address of its query, update and store",
        413: "it takes no request so large; lower batch_bytes",
    }.get(response.status, "see the log of the server")
    words = response.body[:2000].decode("utf-8", "replace").split()
    said = "".join(character for character in " ".join(words)[:200] if character.isprintable())
    told = f" ({said})" if said and not said.startswith("<") else ""
    status = f"{response.status} {response.reason}".strip()
    return EndpointError(response.url, f"the server answers {status}{told}: {advice}", response.status)
