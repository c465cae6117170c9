"""Commands about the graph itself: its concepts, its files, its pages, its quality."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mlcareer_graph.cli.app import app, say
from mlcareer_graph.cli.app import show as show_data
from mlcareer_graph.cli.options import ExtendOption, GraphOption, JsonOption
from mlcareer_graph.errors import UnknownOptionError
from mlcareer_graph.files import save_text
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.loading import load_graph
from mlcareer_graph.model import CONCEPT_KINDS, Concept
from mlcareer_graph.terminal import check_record, check_text, concept_text, table


@app.command(epilog="Example: mlcareer show sklearn")
def show(
    name: Annotated[str, typer.Argument(help="Any name of a concept.")],
    as_json: JsonOption = False,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """Show a concept with its requirements, relations and sources."""
    career = load_graph(graph, extend=extend or ())
    concept = career.find(name)
    if as_json:
        show_data(career.record(concept))
    else:
        say(concept_text(career, concept))


@app.command(epilog="Example: mlcareer search lerning --kind skill")
def search(
    query: Annotated[str, typer.Argument(help="Words; typing mistakes are forgiven.")],
    kind: Annotated[str | None, typer.Option(help="Only this kind, such as skill or role.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many to show.")] = 10,
    as_json: JsonOption = False,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """Search concepts by any of their names."""
    found = load_graph(graph, extend=extend or ()).search(query, _kind(kind), limit=limit)
    if as_json:
        show_data([{"id": item.id, "kind": item.kind, "name": item.name} for item in found])
    else:
        say(table([(item.id, item.kind, item.name) for item in found]) if found else "Nothing found.")
    if not found:
        raise typer.Exit(1)


@app.command(epilog="Example: mlcareer export career.trig.gz --include mappings --include vocabulary")
def export(
    file: Annotated[
        Path,
        typer.Argument(
            help="Where to; .ttl, .trig, .jsonld, .nt, .nq, .rdf (and .gz), .json, .graphml, .gexf, .cyjs, .nodes.csv, "
            ".edges.csv or .md names the format."
        ),
    ],
    include: Annotated[
        list[str] | None, typer.Option(help="Write this with RDF: mappings or vocabulary; may be repeated.")
    ] = None,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """Save the whole graph as RDF, as JSON of the interchange schema, or for another tool."""
    career = load_graph(graph, extend=extend or ())
    career.save(file, include=include or ())
    say(f"{len(career)} concepts are in {file}.")


@app.command(epilog="Example: mlcareer view keras.html --around keras --depth 2")
def view(
    file: Annotated[Path, typer.Argument(help="The HTML file to write.")],
    around: Annotated[str | None, typer.Option(help="The concept in the middle; the whole graph by default.")] = None,
    depth: Annotated[int, typer.Option(min=1, help="How many edges away from it.")] = 1,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """Save a picture of the graph, or of what stands around a concept, as an HTML page."""
    load_graph(graph, extend=extend or ()).view(around=around, depth=depth).save(file)
    say(f"The page is in {file}.")


@app.command(epilog="Example: mlcareer check ontology/concepts --warnings")
def check(
    folder: Annotated[
        Path | None, typer.Argument(help="A folder of concepts; the shipped ontology by default.")
    ] = None,
    warnings: Annotated[bool, typer.Option("--warnings", help="Print every warning, not only those of names.")] = False,
    report: Annotated[Path | None, typer.Option(metavar="FILE", help="Save figures about it as an HTML page.")] = None,
    demand: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A CSV of skill and postings, for its share in the report.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Check the sources of an ontology: problems with file and remedy, and what could be better."""
    from mlcareer_graph.ontology import check_sources, ontology_folder
    from mlcareer_graph.ontology.quality import deceptive_names, quality_warnings

    decoded = check_sources(folder or ontology_folder() / "concepts")
    checked = None if decoded.problems else CareerGraph.from_checked(decoded)
    found = quality_warnings(checked) if checked else list(deceptive_names(decoded.concepts))
    if as_json:
        show_data(check_record(decoded, found))
    else:
        say(check_text(decoded, found, every_warning=warnings))
    if checked is None:
        raise typer.Exit(1)
    if report is not None:
        from mlcareer_graph.ontology.statistics import graph_statistics
        from mlcareer_graph.views.report import report_page

        save_text(report, report_page(graph_statistics(checked, ontology_folder(), demand)))


def _kind(name: str | None) -> type[Concept]:
    if name is None:
        return Concept
    if name not in CONCEPT_KINDS:
        raise UnknownOptionError("--kind", name, CONCEPT_KINDS)
    return CONCEPT_KINDS[name]
