"""A graph in a store that others use: SPARQL 1.1 Protocol, and SPARQL 1.1 Graph Store HTTP Protocol (W3C, 2013).

A graph is pushed as the named graphs that queries find: asserted, derived, mappings and so on. All of it is first sent
to graphs of other names, in requests of bounded size, and one update then puts them in the place of those that are
there.
"""

from __future__ import annotations

import contextlib
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from mlcareer_graph.errors import EndpointError, LoadError, UnknownOptionError
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.interop.http_client import Client, Response, basic, is_address, shown
from mlcareer_graph.limits import DEFAULT_LIMITS, ReadingLimits
from mlcareer_graph.model import BASE_IRI
from mlcareer_graph.planning.objective import require_positive

if TYPE_CHECKING:
    import rdflib

_NTRIPLES = "application/n-triples"
_UNFIT = re.compile(r"""[\x00-\x20<>"{}|\\^`]""")
_READABLE = (_NTRIPLES, "text/plain")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server of SPARQL 1.1, where it takes what, and how it is asked.

    The addresses are relative to `url`. What they are called differs: for Oxigraph the defaults are right, Apache Jena
    Fuseki has its store at ``"data"``.

    Attributes:
        url: The address of the server or of one data set on it, http or https; a name and a password in it are used.
        query: Where it takes queries.
        update: Where it takes updates.
        store: Where its graph store is; None if it has none, and then queries and updates do all.
        username: Who asks, for basic authentication.
        password: The password of that name.
        token: A bearer token, instead of a name and a password.
        graphs: What the names of the graphs begin with.
        timeout: Seconds that one request may take.
        retries: How often a request is repeated that failed for what may pass, such as the status 503.
        batch_bytes: The most bytes of one request.
        most_bytes: The most bytes of one answer.

    Raises:
        UnknownOptionError: An address is not http or https, or a number is not above 0.

    Example:
        >>> endpoint = Endpoint("http://localhost:3030/careers", store="data", username="ann", password="secret")
        >>> print(endpoint)
        http://localhost:3030/careers
    """

    url: str
    query: str = "query"
    update: str = "update"
    store: str | None = "store"
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    graphs: str = BASE_IRI + "graph/"
    timeout: float = 60.0
    retries: int = 4
    batch_bytes: int = 8 * 2**20
    most_bytes: int = 2**29

    def __post_init__(self) -> None:
        for parameter in ("timeout", "batch_bytes", "most_bytes"):
            require_positive(parameter, getattr(self, parameter))
        _require_address(self.url)
        parts = urlsplit(self.url)
        if parts.username is not None:
            object.__setattr__(self, "username", unquote(parts.username))
            object.__setattr__(self, "password", unquote(parts.password or ""))
            bare = parts._replace(netloc=parts.netloc.rpartition("@")[2])
            object.__setattr__(self, "url", urlunsplit(bare))
        if self.password is not None and self.username is None:
            raise UnknownOptionError("password", "...", ("a password beside a username",))
        if self.token is not None and (self.username is not None or not self.token.isprintable()):
            raise UnknownOptionError("token", "...", ("a token of one line, without a username",))
        if not self.graphs or _UNFIT.search(self.graphs):
            raise UnknownOptionError("graphs", self.graphs, ("the beginning of an IRI",))
        for place in (self.query, self.update, self.store):
            if place is not None:
                _require_address(self.at(place))

    def __str__(self) -> str:
        return shown(self.url)

    def at(self, place: str) -> str:
        """The whole address of a part of the server."""
        if "://" in place:
            return place
        return f"{self.url.rstrip('/')}/{place}" if place else self.url

    def client(self) -> Client:
        """What makes the requests."""
        authorization = None
        if self.token is not None:
            authorization = f"Bearer {self.token}"
        elif self.username is not None:
            authorization = basic(self.username, self.password or "")
        return Client(authorization, self.timeout, self.retries, self.most_bytes)


def _require_address(url: str) -> None:
    if not is_address(url):
        given = url.rpartition("@")[2]
        raise UnknownOptionError("the address of an endpoint", given, ("one that begins with http:// or https://",))


def push_graph(graph: CareerGraph, endpoint: str | Endpoint) -> Mapping[str, int]:
    """See `CareerGraph.push`."""
    from mlcareer_graph.rdf.formats import ntriples
    from mlcareer_graph.rdf.query.dataset import dataset, has_blank_nodes

    server = Endpoint(endpoint) if isinstance(endpoint, str) else endpoint
    client = server.client()
    mark = f"incoming-{secrets.token_hex(8)}"
    counts: dict[str, int] = {}
    moves: dict[str, str] = {}
    drops: list[str] = []
    try:
        for name, triples in dataset(graph).items():
            target = server.graphs + name
            counts[target] = len(triples)
            if not triples:
                drops.append(target)
                continue
            moves[target] = f"{target}/{mark}"
            text = ntriples.write(triples)
            # What a blank node holds together goes in one request.
            batches = [text] if has_blank_nodes(triples) else _batches(text, server.batch_bytes)
            _send(client, server, moves[target], batches)
        operations = [f"MOVE <{source}> TO <{target}>" for target, source in moves.items()]
        operations += [f"DROP SILENT GRAPH <{target}>" for target in drops]
        _update(client, server, " ;\n".join(operations), is_repeatable=False)
    except BaseException:
        with contextlib.suppress(EndpointError):
            leftover = " ;\n".join(f"DROP SILENT GRAPH <{source}>" for source in moves.values())
            if leftover:
                _update(replace(client, retries=0), server, leftover)
        raise
    return counts


def read_endpoint(endpoint: str | Endpoint, limits: ReadingLimits | None = None) -> CareerGraph:
    """See `load_graph`."""
    from mlcareer_graph.rdf.formats import SyntaxProblem, ntriples
    from mlcareer_graph.rdf.read import from_triples

    server = Endpoint(endpoint) if isinstance(endpoint, str) else endpoint
    if limits is not None:
        server = replace(server, most_bytes=min(server.most_bytes, limits.max_bytes))
    name = server.graphs + "asserted"
    response = _read(server, name)
    if response.media_type not in _READABLE:
        kind = response.media_type or "something of no kind"
        what = f"it answers {kind}, not N-Triples; check the address of the server and of its query and store"
        raise EndpointError(response.url, what, response.status)
    if not response.is_bounded:
        what = "it does not say how long its answer is, so that a part could pass for the whole; use another server"
        raise EndpointError(response.url, what, response.status)
    if not response.body.strip():
        raise EndpointError(response.url, f"there is no graph <{name}>; push one, or say what names begin with")
    try:
        quads = ntriples.read(response.body, limits or DEFAULT_LIMITS)
    except SyntaxProblem as error:
        raise LoadError(response.url, error.what, error.line) from error
    triples = ((subject, predicate, _with_usual_tag(object_)) for subject, predicate, object_, _ in quads)
    return from_triples(triples, limits or DEFAULT_LIMITS)


def _send(client: Client, server: Endpoint, name: str, batches: Iterable[str]) -> None:
    """Put N-Triples into a graph that is not there yet."""
    for number, batch in enumerate(batches):
        if server.store is None:
            _update(client, server, f"INSERT DATA {{ GRAPH <{name}> {{\n{batch}}} }}")
        else:
            client.request(
                "POST" if number else "PUT",
                _graph_url(server.at(server.store), name),
                body=batch.encode(),
                headers={"Content-Type": _NTRIPLES},
            )


def _batches(text: str, most: int) -> Iterator[str]:
    """The lines of a text in parts of so many bytes; a line that is longer is a part."""
    lines: list[str] = []
    size = 0
    for line in text.splitlines(keepends=True):
        length = len(line.encode())
        if lines and size + length > most:
            yield "".join(lines)
            lines, size = [], 0
        lines.append(line)
        size += length
    if lines:
        yield "".join(lines)


def _update(client: Client, server: Endpoint, text: str, *, is_repeatable: bool = True) -> None:
    headers = {"Content-Type": "application/sparql-update"}
    client.request("POST", server.at(server.update), body=text.encode(), headers=headers, is_repeatable=is_repeatable)


def _read(server: Endpoint, name: str) -> Response:
    """A named graph as N-Triples."""
    headers = {"Accept": _NTRIPLES}
    if server.store is not None:
        return server.client().request("GET", _graph_url(server.at(server.store), name), headers=headers)
    text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"
    headers["Content-Type"] = "application/sparql-query"
    return server.client().request("POST", server.at(server.query), body=text.encode(), headers=headers)


def _graph_url(store: str, name: str) -> str:
    return f"{store}{'&' if urlsplit(store).query else '?'}graph={quote(name, safe='')}"


def _with_usual_tag(node: rdflib.term.Node) -> rdflib.term.Node:
    """A text with its language as usually written, ``pt-BR``: a store may keep it in small letters (RFC 5646)."""
    import rdflib

    if isinstance(node, rdflib.Literal) and node.language and "-" in node.language:
        return rdflib.Literal(str(node), lang=_usual_tag(node.language))
    return node


def _usual_tag(tag: str) -> str:
    """A language tag with scripts as titles and regions in capitals.

    Example:
        >>> _usual_tag("zh-hant-tw"), _usual_tag("PT-br")
        ('zh-Hant-TW', 'pt-BR')
    """
    first, *rest = tag.lower().split("-")
    return "-".join([first, *(_usual_part(part) for part in rest)])


def _usual_part(part: str) -> str:
    return {2: part.upper(), 4: part.title()}.get(len(part), part)
