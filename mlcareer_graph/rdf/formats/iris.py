"""Resolving relative IRIs, as RFC 3986 section 5.2 says; the standard library departs from it for other schemes."""

from __future__ import annotations

import re
from functools import lru_cache

_PARTS = re.compile(r"(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def is_absolute(iri: str) -> bool:
    """Whether an IRI names its scheme.

    Example:
        >>> is_absolute("urn:a"), is_absolute("//example.org/a")
        (True, False)
    """
    return _ABSOLUTE.match(iri) is not None


def resolve(base: str, reference: str) -> str:
    """The IRI that a reference means in a document with a base.

    Example:
        >>> resolve("http://a/b/c/d;p?q", "../g?y#s")
        'http://a/b/g?y#s'
        >>> resolve("file:///a/bb/ccc/d", "./g")
        'file:///a/bb/ccc/g'
    """
    scheme, authority, path, query, fragment = _split(reference)
    if scheme is None:
        base_scheme, base_authority, base_path, base_query, _ = _split(base)
        scheme = base_scheme
        if authority is None:
            authority = base_authority
            if not path:
                path = base_path
                query = base_query if query is None else query
            else:
                path = _without_dots(path if path.startswith("/") else _merged(base_authority, base_path, path))
        else:
            path = _without_dots(path)
    else:
        path = _without_dots(path)
    head = (f"{scheme}:" if scheme is not None else "") + (f"//{authority}" if authority is not None else "")
    tail = (f"?{query}" if query is not None else "") + (f"#{fragment}" if fragment is not None else "")
    return f"{head}{path}{tail}"


# A base of a million characters, taken apart for each of many short references, would take hours.
@lru_cache(maxsize=16)
def _split(iri: str) -> tuple[str | None, str | None, str, str | None, str | None]:
    match = _PARTS.fullmatch(iri)
    if match is None:
        return None, None, iri, None, None
    scheme, authority, path, query, fragment = match.groups()
    return scheme, authority, path, query, fragment


def _merged(authority: str | None, base_path: str, path: str) -> str:
    if authority is not None and not base_path:
        return f"/{path}"
    return f"{base_path.rpartition('/')[0]}/{path}" if "/" in base_path else path


def _without_dots(path: str) -> str:
    """A path without ``.`` and ``..``; one that does not begin with a slash, as in ``urn:a``, stays as it is."""
    if "." not in path or not path.startswith("/"):
        return path
    segments: list[str] = []
    parts = path.split("/")[1:]
    for number, part in enumerate(parts, 1):
        last = number == len(parts)
        if part == "..":
            if segments:
                segments.pop()
        elif part != ".":
            segments.append(part)
            continue
        if last:
            segments.append("")
    return "/" + "/".join(segments)
