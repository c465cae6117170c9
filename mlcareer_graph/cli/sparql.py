"""The command that answers SPARQL queries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mlcareer_graph.cli.app import app, say, show, show_json
from mlcareer_graph.cli.options import ExtendOption, GraphOption
from mlcareer_graph.errors import QueryError
from mlcareer_graph.files import read_text
from mlcareer_graph.loading import load_graph
from mlcareer_graph.terminal import table

if TYPE_CHECKING:
    from mlcareer_graph.rdf.query import QueryResult


@app.command(epilog='Example: mlcareer query "SELECT ?role WHERE { ?role mlc:hasPrerequisite technology:sql }"')
def query(
    sparql: Annotated[
        str | None,
        typer.Argument(help="A SPARQL query, a file that holds one, or the name of a question that --list shows."),
    ] = None,
    as_list: Annotated[bool, typer.Option("--list", help="List the questions that come with the graph.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the results in W3C's JSON format.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print the results in W3C's CSV format.")] = False,
    time_limit: Annotated[float, typer.Option(help="Seconds after which the query is stopped.")] = 10.0,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """Answer a SPARQL query; the prefixes mlc, skos, role, skill, technology and so on need no declaration."""
    from mlcareer_graph.ontology import ontology_folder
    from mlcareer_graph.ontology.questions import read_questions

    if as_list:
        questions = read_questions(ontology_folder())
        if as_json:
            show([{"name": one.name, "question": one.question, "persona": one.persona} for one in questions.values()])
        else:
            say(table([(one.name, one.question) for one in questions.values()]))
        return
    if sparql is None:
        raise QueryError("there is no query; give one, the name of a file, or --list")
    text = _text(sparql)
    result = load_graph(graph, extend=extend or ()).query(text, time_limit=time_limit)
    if as_csv:
        typer.echo(result.to_csv(), nl=False)
    elif as_json:
        show_json(result.to_json())
    else:
        say(_result_text(result))


def _text(given: str) -> str:
    """The query that is meant by an argument."""
    from mlcareer_graph.ontology import ontology_folder
    from mlcareer_graph.ontology.questions import read_questions

    if any(mark in given for mark in " {<\n\t"):
        return given
    file = Path(given)
    if file.suffix == ".rq" or file.is_file():
        return read_text(file)
    questions = read_questions(ontology_folder())
    if given not in questions:
        raise QueryError(f"{given!r} is no query, no file and no question that comes with the graph; see --list")
    return questions[given].sparql


def _result_text(result: QueryResult) -> str:
    """An answer as a table; triples as Turtle."""
    if result.form == "ASK":
        return "yes" if result else "no"
    if result.form != "SELECT":
        return result.to_rdf().serialize(format="turtle").rstrip()
    rows = [tuple(_cell(value) for value in row) for row in result]
    return table([result.columns, *rows]) if rows else "Nothing found."


def _cell(value: object) -> str:
    return "" if value is None else " ".join(str(getattr(value, "short", value)).split())
