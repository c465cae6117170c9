"""`push` and `load_graph(endpoint=...)`: against Oxigraph's server, with what goes wrong on the way put before it."""

from __future__ import annotations

import base64
import http.client
import json
import pickle
import shutil
import socket
import subprocess
import sysconfig
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

import pytest
from hostile_graph import LANGUAGES, NUMBERS, TEXTS, differences, hostile_graph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import mlcareer_graph as mcg
from mlcareer_graph import (
    CareerGraph,
    Endpoint,
    EndpointError,
    InvalidGraphError,
    LoadError,
    MLCareerError,
    ReadingLimits,
    UnknownOptionError,
)
from mlcareer_graph.cli import main
from mlcareer_graph.interop import http_client
from mlcareer_graph.rdf.query.dataset import dataset

GRAPHS = "https://w3id.org/mlcareer/graph/"
PARTS = ("asserted", "derived", "mappings", "vocabulary", "description")

RICH: dict[str, Any] = {
    "concepts": [
        {"id": "guide", "kind": "source", "name": "A guide", "url": "https://example.org/a b?c=<d>"},
        {
            "id": "python",
            "kind": "technology",
            "name": 'Python "3"\n\\u0041 {} <x> _: é \U0001f40d',
            "aliases": ["Py", "_:py", "> _:b"],
            "labels": {"pt-BR": "Júlia", "zh-Hant-TW": "蟒蛇", "de": "Python"},
            "hours": {"working": [30, 40.5, 60], "expert": 1000, "because": "A guess."},
            "source": [{"ref": "guide", "at": "L1", "because": "It says so."}],
            "alternative_to": ["julia"],
        },
        {"id": "julia", "kind": "technology", "name": "Julia"},
        {
            "id": "keras",
            "kind": "technology",
            "name": "Keras",
            "requires": [{"any_of": ["python", "julia"], "level": "awareness", "strength": "preferred"}, "python"],
        },
        {
            "id": "bootcamp",
            "kind": "education-path",
            "name": "Bootcamp",
            "path_kind": "bootcamp",
            "checked": "2026-11-25",
            "hours": {"low": 100, "likely": 200, "high": 300.25},
            "price": {"likely": 9900, "currency": "EUR"},
            "teaches": ["keras"],
        },
        {"id": "ml-engineer", "kind": "role", "name": "ML engineer", "requires": ["keras"]},
    ]
}
SMALL: dict[str, Any] = {"concepts": [{"id": "sums", "kind": "skill", "name": "Sums"}]}


# ---------------------------------------------------------------------- the real server


@dataclass
class Oxigraph:
    """Oxigraph's server on loopback, and what it holds, asked past the library."""

    url: str
    port: int

    def ask(self, query: str) -> list[dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json"}
        connection.request("POST", "/query", query, headers)
        rows = json.loads(connection.getresponse().read())["results"]["bindings"]
        connection.close()
        return [{name: term["value"] for name, term in row.items()} for row in rows]

    def counts(self) -> dict[str, int]:
        """How many triples each named graph has."""
        rows = self.ask("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        return {row["g"]: int(row["n"]) for row in rows}

    def clear(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("POST", "/update", "DROP ALL", {"Content-Type": "application/sparql-update"})
        assert connection.getresponse().read() == b""
        connection.close()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def server() -> Iterator[Oxigraph]:
    """Oxigraph's server, in memory, started for these tests."""
    program = shutil.which("oxigraph", path=sysconfig.get_path("scripts")) or shutil.which("oxigraph")
    assert program, "pip install oxigraph, as the dependency group test does"
    port = _free_port()
    process = subprocess.Popen(
        [program, "serve", "--bind", f"127.0.0.1:{port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield Oxigraph(f"http://127.0.0.1:{port}", port)
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def store(server: Oxigraph) -> Oxigraph:
    """The server, empty."""
    server.clear()
    return server


@pytest.fixture(scope="module")
def graph() -> CareerGraph:
    """A graph with what is hard to keep."""
    return CareerGraph.from_dict(RICH)


def _expected(graph: CareerGraph) -> dict[str, int]:
    return {GRAPHS + name: len(triples) for name, triples in dataset(graph).items()}


# ---------------------------------------------------------------------- a server that misbehaves


@dataclass
class Seen:
    """A request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


Answer = Callable[[BaseHTTPRequestHandler, Seen], None]


@dataclass
class Fake:
    """A server whose answers a test writes; it notes what it was asked."""

    url: str = ""
    seen: list[Seen] = field(default_factory=list)


@contextmanager
def fake(answer: Answer) -> Iterator[Fake]:
    """A server on loopback that answers as it is told."""
    made = Fake()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            seen = Seen(self.command, self.path, headers, self.rfile.read(length))
            made.seen.append(seen)
            self.close_connection = True
            answer(self, seen)

        do_GET = do_PUT = do_POST = do_DELETE = handle_one  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            pass

    httpd = Quiet(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{httpd.server_port}"
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join()


def _say(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def _pass_on(store: Oxigraph, handler: BaseHTTPRequestHandler, seen: Seen) -> None:
    """Have the real server answer."""
    connection = http.client.HTTPConnection("127.0.0.1", store.port, timeout=30)
    headers = {name: value for name, value in seen.headers.items() if name in ("content-type", "accept")}
    connection.request(seen.method, seen.path, seen.body, headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    _say(handler, answer.status, body, Content_Type=answer.getheader("Content-Type") or "text/plain")


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What would be waited, without waiting."""
    waited: list[float] = []
    monkeypatch.setattr(http_client.time, "sleep", waited.append)
    return waited


NTRIPLES = "application/n-triples"

# ---------------------------------------------------------------------- there and back


@pytest.mark.parametrize("place", ["store", None])
def test_a_graph_comes_back_equal(place: str | None, store: Oxigraph, graph: CareerGraph) -> None:
    """By the graph store protocol, and by queries and updates alone, in one request each or many small ones."""
    for most in (2**23, 2000):
        store.clear()
        endpoint = Endpoint(store.url, store=place, batch_bytes=most)
        assert graph.push(endpoint) == _expected(graph)
        assert store.counts() == {name: count for name, count in _expected(graph).items() if count}
        assert mcg.load_graph(endpoint=endpoint) == graph


def test_the_store_answers_what_the_graph_answers(store: Oxigraph, graph: CareerGraph) -> None:
    """A query over a named graph of the server has the rows that `query` has."""
    graph.push(store.url)
    query = f"SELECT ?a ?b {{ GRAPH <{GRAPHS}derived> {{ ?a ?p ?b }} }}"
    there = Counter((row["a"], row["b"]) for row in store.ask(query))
    assert there == Counter((str(row["a"]), str(row["b"])) for row in graph.query(query))
    assert sum(there.values()) == _expected(graph)[f"{GRAPHS}derived"] > 2


def test_a_push_replaces_what_was_there_and_nothing_else(store: Oxigraph, graph: CareerGraph) -> None:
    """The second graph takes the place of the first, with other graphs untouched and no leftovers."""
    mine = Endpoint(store.url, graphs="https://example.org/careers/")
    graph.push(mine)
    graph.push(store.url)
    small = CareerGraph.from_dict(SMALL)
    small.push(store.url)
    assert mcg.load_graph(endpoint=store.url) == small
    assert mcg.load_graph(endpoint=mine) == graph
    filled = {name for name, count in _expected(small).items() if count}
    theirs = {f"https://example.org/careers/{part}" for part in PARTS}
    assert filled <= set(store.counts()) <= filled | theirs


def test_an_extension_lies_on_top_of_what_a_store_holds(store: Oxigraph, graph: CareerGraph, tmp_path: Any) -> None:
    """`extend` works with `endpoint`; a source beside it does not."""
    graph.push(store.url)
    own = tmp_path / "own.json"
    concept = {"id": "flax", "kind": "technology", "name": "Flax", "requires": ["python"]}
    own.write_text(json.dumps({"concepts": [concept]}), encoding="utf-8")
    assert len(mcg.load_graph(endpoint=store.url, extend=own)) == len(graph) + 1
    with pytest.raises(UnknownOptionError, match="no source beside an endpoint"):
        mcg.load_graph(own, endpoint=store.url)


_LABEL = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=12).filter(str.strip)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    labels=st.lists(_LABEL, min_size=1, max_size=3),
    hours=st.floats(1e-9, 1e6, allow_subnormal=False) | st.integers(1, 10**9),
    place=st.sampled_from(["store", None]),
)
def test_any_labels_and_numbers_come_back(labels: list[str], hours: float, place: str | None, store: Oxigraph) -> None:
    """Whatever the texts and the numbers are, the store gives back what it was given."""
    concepts = [
        {"id": f"skill-{number}", "kind": "skill", "name": label, "definition": label, "hours": hours}
        for number, label in enumerate(labels)
    ]
    try:
        made = CareerGraph.from_dict({"concepts": concepts})
    except InvalidGraphError:
        return
    endpoint = Endpoint(store.url, store=place, batch_bytes=500)
    made.push(endpoint)
    assert mcg.load_graph(endpoint=endpoint) == made


def test_hostile_texts_come_back(store: Oxigraph) -> None:
    """Every hostile text in every field, and all numbers, come back through a server as they were."""
    made = hostile_graph(TEXTS, NUMBERS, LANGUAGES)
    made.push(store.url)
    assert differences(mcg.load_graph(endpoint=store.url), made) == {}
    for limits, words in (
        (ReadingLimits(max_statements=100), "more than 100 statements"),
        (ReadingLimits(max_bytes=1_000), "larger than 1,000 bytes"),
        (ReadingLimits(max_label=100), "a name has more than 100 characters"),
    ):
        with pytest.raises(MLCareerError, match=words):
            mcg.load_graph(endpoint=store.url, limits=limits)


# ---------------------------------------------------------------------- batches and what breaks between them


def test_requests_are_bounded(store: Oxigraph, graph: CareerGraph) -> None:
    """No request is larger than a batch but for what cannot be parted, and all of them go where they shall."""
    with fake(lambda handler, seen: _pass_on(store, handler, seen)) as between:
        graph.push(Endpoint(between.url, batch_bytes=3000))
    sent = [seen for seen in between.seen if seen.path.startswith("/store")]
    parted = [seen for seen in sent if "vocabulary" not in unquote(seen.path)]
    assert len(parted) >= 10
    assert all(len(seen.body) <= 3000 for seen in parted)
    assert Counter(seen.method for seen in sent)["PUT"] == sum(count > 0 for count in _expected(graph).values())
    assert between.seen[-1].path == "/update"
    assert between.seen[-1].body.count(b"MOVE") + between.seen[-1].body.count(b"DROP") == 5


@pytest.mark.parametrize("place", ["store", None])
def test_whatever_request_fails_the_old_graph_stays(
    place: str | None, store: Oxigraph, graph: CareerGraph, pauses: list[float]
) -> None:
    """An error at any request leaves what was there, and nothing of what was sent."""
    old = CareerGraph.from_dict(SMALL)
    old.push(store.url)
    before = store.counts()
    broken, number = -1, 0

    def answer(handler: BaseHTTPRequestHandler, seen: Seen) -> None:
        nonlocal number
        number += 1
        if number == broken:
            _say(handler, 500, b"out of paper")
        else:
            _pass_on(store, handler, seen)

    with fake(answer) as between:
        endpoint = Endpoint(between.url, store=place, batch_bytes=20_000)
        graph.push(endpoint)
        requests = number
        assert requests >= 5
        for fails in range(1, requests + 1):
            broken = fails
            old.push(store.url)
            number = 0
            with pytest.raises(EndpointError, match="500 Internal Server Error \\(out of paper\\)") as caught:
                graph.push(endpoint)
            assert caught.value.status == 500
            assert store.counts() == before
    assert mcg.load_graph(endpoint=store.url) == old
    assert pauses == []


def test_a_server_that_goes_away_halfway_is_an_error(store: Oxigraph, graph: CareerGraph, pauses: list[float]) -> None:
    """A connection that breaks is tried again; one that breaks in the last update is not, since it may be done."""
    numbers = iter(range(1000))

    def answer(handler: BaseHTTPRequestHandler, seen: Seen) -> None:
        if next(numbers) == 0 or seen.body.startswith(b"MOVE"):
            handler.connection.shutdown(socket.SHUT_RDWR)
        else:
            _pass_on(store, handler, seen)

    with fake(answer) as between:
        with pytest.raises(EndpointError, match="cannot be reached"):
            graph.push(between.url)
        assert sum(seen.body.startswith(b"MOVE") for seen in between.seen) == 1
    assert pauses == [0.5]
    assert store.counts() == {}


# ---------------------------------------------------------------------- who asks


def _guarded(store: Oxigraph, right: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler, seen: Seen) -> None:
        if seen.headers.get("authorization") == right:
            _pass_on(store, handler, seen)
        else:
            _say(handler, 401, b"who are you?", WWW_Authenticate="Basic")

    return answer


def test_a_name_and_a_password_or_a_token_open_the_store(store: Oxigraph, graph: CareerGraph) -> None:
    """Basic authentication, given as such or within the address, and a bearer token; without them it is refused."""
    right = "Basic " + base64.b64encode("ann:pä:ss@".encode()).decode()
    with fake(_guarded(store, right)) as between:
        graph.push(Endpoint(between.url, username="ann", password="pä:ss@"))
        host = between.url.removeprefix("http://")
        assert mcg.load_graph(endpoint=f"http://ann:p%C3%A4%3Ass%40@{host}") == graph
        for wrong in (Endpoint(between.url), Endpoint(between.url, username="ann", password="other")):
            with pytest.raises(EndpointError, match="give username and password, or a token") as caught:
                graph.push(wrong)
            assert caught.value.status == 401
    with fake(_guarded(store, "Bearer abc.def")) as between:
        graph.push(Endpoint(between.url, token="abc.def"))
        assert mcg.load_graph(endpoint=Endpoint(between.url, token="abc.def")) == graph


def test_secrets_are_never_shown(graph: CareerGraph) -> None:
    """Neither the endpoint nor an error says the password or the token."""
    address = f"http://ann:hidden-word@127.0.0.1:{_free_port()}"
    endpoint = Endpoint(address, retries=0)
    with pytest.raises(EndpointError, match="cannot be reached") as caught:
        graph.push(endpoint)
    shown = [str(endpoint), repr(endpoint), str(caught.value), repr(caught.value), repr(endpoint.client())]
    shown += [repr(Endpoint("http://a", token="hidden-word"))]
    assert not any("hidden-word" in text for text in shown)
    assert (endpoint.username, endpoint.password) == ("ann", "hidden-word")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.url, again.status) == (caught.value.url, None)


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_elsewhere_is_followed_without_the_secret(code: int, store: Oxigraph, graph: CareerGraph) -> None:
    """Another port is another server; on the same one the secret goes along."""
    graph.push(store.url)
    with fake(lambda handler, seen: _pass_on(store, handler, seen)) as other:

        def answer(handler: BaseHTTPRequestHandler, seen: Seen) -> None:
            if seen.path.startswith("/moved"):
                _say(handler, code, Location=other.url + seen.path.removeprefix("/moved"))
            else:
                _say(handler, code, Location="/moved" + seen.path)

        with fake(answer) as first:
            assert mcg.load_graph(endpoint=Endpoint(first.url, username="ann", password="secret")) == graph
    assert [seen.headers.get("authorization") is not None for seen in first.seen] == [True, True]
    assert [seen.headers.get("authorization") for seen in other.seen] == [None]


def test_a_redirect_of_what_is_sent_is_followed_only_where_the_method_stays(
    store: Oxigraph, graph: CareerGraph
) -> None:
    """307 and 308 pass the request on; after 302 it would be another one, so the new address is asked for."""
    for code in (307, 308):
        store.clear()
        with fake(lambda handler, seen, code=code: _say(handler, code, Location=store.url + seen.path)) as first:
            graph.push(first.url)
        assert mcg.load_graph(endpoint=store.url) == graph
    for code in (301, 302, 303):
        with (
            fake(lambda handler, seen, code=code: _say(handler, code, Location=store.url + seen.path)) as first,
            pytest.raises(EndpointError, match=f"redirects to {store.url}/store; give that address") as caught,
        ):
            graph.push(first.url)
        assert caught.value.status == code


@pytest.mark.parametrize(
    ("location", "says"),
    [("/store", "more than 5 times"), ("file:///etc/passwd", "no http address"), ("http://a b/", "no http address")],
)
def test_a_redirect_to_nowhere_is_an_error(location: str, says: str) -> None:
    """A circle and what is no http address end in one sentence."""
    with (
        fake(lambda handler, seen: _say(handler, 302, Location=location)) as first,
        pytest.raises(EndpointError, match=says) as caught,
    ):
        mcg.load_graph(endpoint=first.url)
    assert (caught.value.status, len(first.seen) <= 6) == (302, True)


def test_what_is_asked_for_in_secret_is_not_sent_in_the_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """A redirect from https to http ends the request before anything is sent there."""
    asked: list[str] = []

    def once(_: object, method: str, url: str, *rest: object, **more: object) -> http_client.Response:
        asked.append(url)
        return http_client.Response(url, 302, "Found", {"location": "http://example.org/store"}, b"", True)

    monkeypatch.setattr(http_client.Client, "_once", once)
    with pytest.raises(EndpointError, match="redirects from https to http; nothing was sent there"):
        mcg.load_graph(endpoint="https://example.org/store")
    assert len(asked) == 1


def test_https_is_spoken_where_the_address_says_so(pauses: list[float]) -> None:
    """A server without TLS is not talked to: it never sees a request."""
    with (
        fake(lambda handler, seen: _say(handler, 200)) as plain,
        pytest.raises(EndpointError, match="the server cannot be reached"),
    ):
        mcg.load_graph(endpoint=plain.url.replace("http", "https"))
    assert plain.seen == []


# ---------------------------------------------------------------------- trying again


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_what_may_pass_is_tried_again(status: int, store: Oxigraph, graph: CareerGraph, pauses: list[float]) -> None:
    """Statuses that pass are waited for, each time twice as long, or as long as the server asks for."""
    graph.push(store.url)
    waits = iter([None, None, "3", formatdate(time.time() + 20, usegmt=True)])

    def answer(handler: BaseHTTPRequestHandler, seen: Seen) -> None:
        try:
            wait = next(waits)
        except StopIteration:
            _pass_on(store, handler, seen)
        else:
            _say(handler, status, **({} if wait is None else {"Retry_After": wait}))

    with fake(answer) as between:
        assert mcg.load_graph(endpoint=between.url) == graph
    assert pauses[:3] == [0.5, 1.0, 3.0]
    assert 17 < pauses[3] < 21


def test_trying_again_comes_to_an_end(pauses: list[float], graph: CareerGraph) -> None:
    """After so many times the last answer is the error; a server that wants a long pause gets none."""
    with fake(lambda handler, seen: _say(handler, 503, b"busy")) as between:
        with pytest.raises(EndpointError, match="503 Service Unavailable \\(busy\\)"):
            mcg.load_graph(endpoint=Endpoint(between.url, retries=2))
        assert (len(between.seen), pauses) == (3, [0.5, 1.0])
    with (
        fake(lambda handler, seen: _say(handler, 503, Retry_After="86400")) as between,
        pytest.raises(EndpointError, match="come back in 86,400 s"),
    ):
        mcg.load_graph(endpoint=between.url)
    with (
        fake(lambda handler, seen: _say(handler, 400, b"<html>no</html>")) as between,
        pytest.raises(EndpointError, match="400 Bad Request: see the log"),
    ):
        graph.push(between.url)
    assert len(pauses) == 2


def test_the_last_update_is_tried_again_only_if_it_was_not_done(
    store: Oxigraph, graph: CareerGraph, pauses: list[float]
) -> None:
    """503 says that nothing was done, 502 does not."""
    for status, count in ((503, 2), (502, 1)):
        numbers = iter(range(100))

        def answer(handler: BaseHTTPRequestHandler, seen: Seen, status: int = status, numbers: Any = numbers) -> None:
            if seen.body.startswith(b"MOVE") and next(numbers) == 0:
                _say(handler, status)
            else:
                _pass_on(store, handler, seen)

        with fake(answer) as between:
            if status == 503:
                graph.push(between.url)
            else:
                with pytest.raises(EndpointError, match="502 Bad Gateway"):
                    graph.push(between.url)
        assert sum(seen.body.startswith(b"MOVE") for seen in between.seen) == count
    assert pauses == [0.5]


# ---------------------------------------------------------------------- what is no answer


def _drip(handler: BaseHTTPRequestHandler, seen: Seen) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", NTRIPLES)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b"#")
        time.sleep(0.05)


def _drip_header(handler: BaseHTTPRequestHandler, seen: Seen) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    for _ in range(200):
        handler.wfile.write(b"x")
        time.sleep(0.05)


@pytest.mark.parametrize("answer", [_drip, _drip_header, lambda handler, seen: time.sleep(5)])
def test_a_slow_answer_is_given_up(answer: Answer) -> None:
    """One byte now and then does not keep a request alive."""
    began = time.monotonic()
    with (
        fake(answer) as slow,
        pytest.raises(EndpointError, match=r"no answer within 0.3 s; try again, or raise timeout"),
    ):
        mcg.load_graph(endpoint=Endpoint(slow.url, timeout=0.3, retries=0))
    assert time.monotonic() - began < 4


def _endless(handler: BaseHTTPRequestHandler, seen: Seen) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", NTRIPLES)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    while True:
        handler.wfile.write(b"10000\r\n" + b"#" * 0x10000 + b"\r\n")


def _cut(handler: BaseHTTPRequestHandler, seen: Seen) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", NTRIPLES)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"# the rest is missing\n")


def _unbounded(handler: BaseHTTPRequestHandler, seen: Seen) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", NTRIPLES)
    handler.end_headers()
    handler.wfile.write(b"<urn:a> <urn:b> <urn:c> .\n")


def _rdf(text: bytes, kind: str = NTRIPLES) -> Answer:
    return lambda handler, seen: _say(handler, 200, text, Content_Type=kind)


@pytest.mark.parametrize(
    ("answer", "error", "says"),
    [
        (_endless, EndpointError, "larger than 1,000,000 bytes"),
        (_cut, EndpointError, "breaks off"),
        (_unbounded, EndpointError, "a part could pass for the whole"),
        (_rdf(b"<html>log in</html>", "text/html; charset=utf-8"), EndpointError, "answers text/html, not N-Triples"),
        (_rdf(b"{}", "application/json"), EndpointError, "answers application/json, not N-Triples"),
        (_rdf(b"", ""), EndpointError, "something of no kind"),
        (_rdf(b"\n"), EndpointError, "there is no graph"),
        (_rdf(b"<urn:a> <urn:b>\n"), LoadError, "line 1"),
        (_rdf(b"<urn:a> <urn:b> <urn:c> .\n"), InvalidGraphError, "no career concept"),
        (lambda handler, seen: _say(handler, 404), EndpointError, "check the address of the server"),
        (lambda handler, seen: _say(handler, 403), EndpointError, "use an account that may"),
        (lambda handler, seen: handler.wfile.write(b"SSH-2.0-OpenSSH_9\r\n\r\n"), EndpointError, "no HTTP"),
        (lambda handler, seen: None, EndpointError, "cannot be reached"),
    ],
    ids=[
        *("endless", "cut", "unbounded", "html", "json", "no kind", "empty", "no n-triples", "no graph"),
        *("404", "403", "no http", "nothing"),
    ],
)
def test_what_is_no_graph_is_an_error_of_one_sentence(answer: Answer, error: type[Exception], says: str) -> None:
    """Whatever a server answers, the error says what it was and what to do."""
    with fake(answer) as odd, pytest.raises(error, match=says) as caught:
        mcg.load_graph(endpoint=Endpoint(odd.url, retries=0, most_bytes=1_000_000, timeout=10))
    assert odd.url in str(caught.value) or error is InvalidGraphError
    assert isinstance(caught.value, mcg.MLCareerError)


def test_the_words_of_a_server_are_cut_and_cleaned(graph: CareerGraph) -> None:
    """A long error with control characters becomes one line."""
    said = b"bad\x1b[31m\r\nthing " + b"x" * 5000
    with fake(lambda handler, seen: _say(handler, 400, said)) as odd, pytest.raises(EndpointError) as caught:
        graph.push(odd.url)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 400


def test_a_store_that_never_saw_a_graph_says_so(store: Oxigraph) -> None:
    """An empty server is told from a wrong address, also when queries do all."""
    with pytest.raises(EndpointError, match="there is nothing"):
        mcg.load_graph(endpoint=store.url)
    with pytest.raises(EndpointError, match="there is no graph"):
        mcg.load_graph(endpoint=Endpoint(store.url, store=None))
    with pytest.raises(EndpointError, match="404"):
        mcg.load_graph(endpoint=Endpoint(store.url, store="data"))


# ---------------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    "options",
    [
        {"url": "ftp://example.org"},
        {"url": "file:///etc/passwd"},
        {"url": "example.org:7878"},
        {"url": "http://"},
        {"url": "http://example.org:0"},
        {"url": "http://example.org:99999"},
        {"url": "http://example.org/a b"},
        {"url": "http://example.org/\r\nX: y"},
        {"url": "http://exämple.org/"},
        {"url": "http://a", "update": "ftp://b/update"},
        {"url": "http://a", "query": "a\nb"},
        {"url": "http://a", "graphs": "urn:x> { } } ; DROP ALL #"},
        {"url": "http://a", "graphs": ""},
        {"url": "http://a", "timeout": 0},
        {"url": "http://a", "batch_bytes": -1},
        {"url": "http://a", "token": "a\r\nX: y"},
        {"url": "http://a", "token": "a", "username": "b"},
        {"url": "http://a", "password": "b"},
    ],
)
def test_a_wrong_endpoint_is_refused_at_once(options: dict[str, Any]) -> None:
    """What is no http address, name or number is answered with what is right, before anything is sent."""
    with pytest.raises(UnknownOptionError):
        Endpoint(**options)


def test_push_on_the_command_line(
    store: Oxigraph, tmp_path: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`mlcareer push` writes the graph and says what it wrote; the secret comes from the environment."""
    file = tmp_path / "small.json"
    file.write_text(json.dumps(SMALL), encoding="utf-8")
    monkeypatch.setenv("MLCAREER_TOKEN", "abc")
    with fake(_guarded(store, "Bearer abc")) as between:
        with pytest.raises(SystemExit) as left:
            main(["push", between.url, "--graph", str(file), "--json"])
        assert left.value.code in (0, None)
        small = CareerGraph.from_dict(SMALL)
        assert json.loads(capsys.readouterr().out) == _expected(small)
        assert mcg.load_graph(endpoint=store.url) == small
        monkeypatch.delenv("MLCAREER_TOKEN")
        with pytest.raises(SystemExit) as left:
            main(["push", between.url, "--graph", str(file)])
        assert left.value.code == 1
        assert "a token" in capsys.readouterr().err
    with pytest.raises(SystemExit) as left:
        main(["push", "ftp://nowhere", "--graph", str(file)])
    assert left.value.code == 2


def test_addresses_of_parts_are_relative_or_whole() -> None:
    """A part of the server has a name below the address, the same address, or an address of its own."""
    endpoint = Endpoint("http://localhost:3030/careers/", store="data", query="", update="https://other.org/up")
    assert endpoint.at(endpoint.store or "") == "http://localhost:3030/careers/data"
    assert endpoint.at(endpoint.query) == "http://localhost:3030/careers/"
    assert endpoint.at(endpoint.update) == "https://other.org/up"
