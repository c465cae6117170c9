"""Every text field times every payload times every view and repr, in Chromium.

All of it is found by reading the package: the fields by the dataclasses of the model and of the results, the views and
reprs by the classes that methods return. A text for a field holds several payloads, each with the number of its field;
over all worlds every text has had every payload. ``FULL_MATRIX=1`` puts one payload in each text and opens all pages.
"""

from __future__ import annotations

import base64
import dataclasses
import inspect
import os
import re
import subprocess
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from html import escape
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import mistune
import pytest
from browser_guard import Guard, guarded
from hostile_twin import REFERENCES, HostileWorld, text_fields
from jinja2 import Environment
from payloads import NUMBER, PAYLOADS, SINKS, Payload, Texts, chunks
from playwright.sync_api import Browser
from result_values import VALUES
from test_view_diagrams import LINES as CHARTS
from test_view_every_result import PARTS, results
from test_view_widget import stand_in

from mlcareer_graph.errors import NoDiagramError
from mlcareer_graph.interop.formats.markdown import graph_markdown, plan_markdown
from mlcareer_graph.model import CONCEPT_KINDS, Relation, Requirement
from mlcareer_graph.model.concepts import Concepts
from mlcareer_graph.ontology.statistics import DemandCoverage, GraphStatistics
from mlcareer_graph.views import View
from mlcareer_graph.views import page as page_module
from mlcareer_graph.views.report import report_page
from mlcareer_graph.views.widget import PlanWidget, kept_html

MODEL = (*CONCEPT_KINDS.values(), Requirement, Relation)

WHOLE = bool(os.environ.get("FULL_MATRIX"))

UNSHOWN = {
    "Certificate.education",
    "Certificate.excluded",
    "Claim.id",
    "Claim.stage",
    "Mention.text",
    "Observation.region",
    "Observation.stage",
    "Term.datatype",
    "Term.language",
}
"""Fields that no view or repr shows, or only after as many characters as there is room for."""


class Output(NamedTuple):
    """Something that the library gives out.

    Attributes:
        name: What gave it, and how.
        kind: What it is: ``page``, ``html``, ``svg``, ``mermaid``, ``dot``, ``markdown`` or ``terminal``.
        text: Itself.
        shown: The numbers of the texts in it.
    """

    name: str
    kind: str
    text: str
    shown: frozenset[int] = frozenset()


def view_methods(cls: type) -> Iterator[str]:
    """The methods of a class that give a view."""
    for base in cls.__mro__:
        for name, member in vars(base).items():
            if inspect.isfunction(member) and member.__annotations__.get("return") in (View, "View"):
                yield name


def outputs_of(name: str, value: Any) -> Iterator[Output]:
    """Everything that a value gives out; a way of showing itself that has no check here is an error."""
    cls = type(value)
    yield Output(f"repr of {name}", "terminal", repr(value))
    for attribute in sorted(found for found in dir(cls) if re.fullmatch(r"_repr_\w+_", found)):
        if attribute == "_repr_html_":
            yield Output(f"{name}._repr_html_", "html", value._repr_html_())
        elif attribute == "_repr_mimebundle_":
            shown, _ = value._repr_mimebundle_()
            for kind in shown.keys() - {"application/vnd.jupyter.widget-view+json"}:
                yield Output(f"{name} as {kind}", {"text/html": "html", "text/plain": "terminal"}[kind], shown[kind])
        else:
            raise AssertionError(f"{name}: say how to check {attribute}")
    if isinstance(value, View):
        yield Output(f"{name}.html", "page", value.html)
        yield Output(f"{name}.picture", "svg", value.picture)
        for diagram in ("mermaid", "dot"):
            try:
                yield Output(f"{name}.{diagram}", diagram, getattr(value, diagram))
            except NoDiagramError:
                continue
    for method in view_methods(cls):
        yield from outputs_of(f"{name}.{method}()", getattr(value, method)())


def more_values(world: HostileWorld) -> Iterator[tuple[str, Any]]:
    """Values beside one of each class: other kinds, other states, and titles that a caller chooses."""
    graph, texts = world.graph, world.texts
    for concept in graph.values():
        yield f"concept {concept.id}", concept
    yield "list of concepts", Concepts(graph.values())
    for name in ("a", "school"):
        yield f"graph around {name}", graph.view(around=name)
    yield "plan without a way", graph.plan("b", exclude=["b"])
    yield "plan of nothing", graph.plan("a", knows=["a"])
    yield "plan with gates", graph.plan("analyst", degrees="strict")
    for step in world.plan.steps[:2]:
        yield f"step {step.id}", world.plan.explain(step)
    title = texts("View.title")
    yield "view with a title", dataclasses.replace(world.plan.view(), title=title)


def extra_outputs(world: HostileWorld) -> Iterator[Output]:
    """What is given out by functions rather than by values."""
    texts = world.texts
    counts = tuple((texts("GraphStatistics.names"), number) for number in range(3))
    demand = DemandCoverage(3, 1, counts)
    figures = GraphStatistics(
        **{each.name: counts for each in dataclasses.fields(GraphStatistics)} | {"demand": demand}
    )
    yield Output("kept in the place of the widget", "kept", kept_html(world.plan))
    yield Output("report", "page", report_page(figures))
    yield Output("plan as Markdown", "markdown", plan_markdown(world.plan))
    yield Output("graph as Markdown", "markdown", graph_markdown(world.graph))


class Made(NamedTuple):
    """A world with what comes of it."""

    world: HostileWorld
    outputs: list[Output]

    @property
    def texts(self) -> Texts:
        """The texts that the world is made of."""
        return self.world.texts


def said(texts: Texts, text: str) -> set[int]:
    """The numbers of the texts that an output shows, also in what its page, or one in its frame, holds compressed."""
    found = re.findall(r'id=(?:"|&quot;)data(?:"|&quot;)(?:>|&gt;)([A-Za-z0-9+/=]+)', text)
    held = [zlib.decompress(base64.b64decode(data)).decode("utf-8", "surrogatepass") for data in found]
    return texts.said("\n".join([text, *held]))


def made(texts: Texts) -> Made:
    """A world of these texts, and everything that comes of it."""
    world = HostileWorld(texts)
    values = [(name, make(world)) for name, (make, _) in VALUES.items()]
    outputs = [output for name, value in (*values, *more_values(world)) for output in outputs_of(name, value)]
    outputs += extra_outputs(world)
    return Made(world, [output._replace(shown=frozenset(said(texts, output.text))) for output in outputs])


@pytest.fixture(scope="module")
def worlds() -> list[Made]:
    """As many worlds as it takes until every text has had every payload."""
    parts = chunks()
    return [made(Texts(parts, first)) for first in range(len(parts))]


@pytest.fixture(scope="module")
def guard(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guard]:
    """A tab that tells when a text becomes more than text."""
    with guarded(browser, tmp_path_factory.mktemp("pages")) as guard:
        yield guard


def explained(made: Made, findings: list[str]) -> str:
    """Findings with the fields and payloads that the numbers in them are of."""
    return "\n".join(f"{finding}\n    by {made.texts.told(finding)}" for finding in findings[:20])


# ---------------------------------------------------------------------- that it is complete


def test_every_text_field_of_the_model_does_harm(worlds: list[Made]) -> None:
    """A graph of the matrix has a payload in every field of the model that holds a text, but for references."""
    fields = set().union(*map(text_fields, MODEL))
    assert fields - REFERENCES - worlds[0].texts.fields.keys() == set()
    assert fields >= REFERENCES, "references that are no fields any more"


WITHOUT_TEXTS = {
    "graph.career_graph.CareerGraph.view().dot",
    "graph.career_graph.CareerGraph.view().mermaid",
    "graph.career_graph.CareerGraph.view().picture",
    "interop.join.Joined._repr_html_",
    "repr of graph.career_graph.CareerGraph",
    "repr of graph.career_graph.CareerGraph.view()",
    "repr of interop.join.Joined",
    "repr of planning.alternatives.Savings",
    "repr of planning.batch.Batch",
    "repr of planning.comparison.PlanComparison",
    "repr of planning.education.EducationComparison",
    "repr of planning.education.Way",
    "repr of planning.fit.RoleFits",
    "repr of planning.frontier.Frontier",
    "repr of planning.matrix.RoleMatrix",
    "repr of planning.matrix.RoleMatrix.map()",
    "repr of planning.matrix.RoleMatrix.view()",
}
"""Outputs that say how many things there are, and name none."""

WORDS_OF_OURS = """
    Alternative.kind Alternative.unit Coverage.figures EducationComparison.silence Explanation.text Frontier.over
    GapItem.status Plan.proof Plan.reasons Plan.status QueryResult.form Relaxation.option Relaxation.text Savings.unit
    Step.kind Transition.status UnitSteps.education UnitSteps.weights Way.name Query.degrees Query.education
"""
"""Fields of results that hold words of the library, which may name what is in the graph."""

IDS = """
    EducationComparison.left_out Joined.ids Joined.near Joined.same NextSkill.saved Query.exclude Query.only_paths
    Query.path_kinds Query.prefer Query.require Step.needs Transition.new Transition.shared UnitSteps.excluded
    Way.unknown
"""
"""Fields that hold ids of concepts, which are slugs, or kinds of path."""

NOT_SHOWN = """
    Endpoint.graphs Endpoint.password Endpoint.query Endpoint.store Endpoint.token Endpoint.update Endpoint.url
    Endpoint.username Problem.key Problem.remedy Problem.what Problem.where
"""
"""Fields of what is no result: where a store is, and what an error says, which the test of the command line prints."""


def test_every_text_field_of_a_result_is_sorted(worlds: list[Made]) -> None:
    """A text field of a result has a payload of its own, or is known to hold nothing but what the graph does."""
    names = {f"{module}.{name}" for module, own in PARTS.items() for name in own} | results()
    fields: set[str] = set()
    for name in names:
        module, _, cls = name.rpartition(".")
        found = getattr(import_module(f"mlcareer_graph.{module}"), cls)
        if dataclasses.is_dataclass(found) and not module.startswith(("model.", "views.")):
            fields |= {
                f"{cls}.{each.name}" for each in dataclasses.fields(found) if re.search(r"\bstr\b", str(each.type))
            }
    assert sorted(fields - worlds[0].texts.fields.keys()) == sorted(f"{WORDS_OF_OURS} {IDS} {NOT_SHOWN}".split())


def test_every_pair_is_covered(worlds: list[Made]) -> None:
    """Every payload is in every view and repr, every field has every payload, and every field is shown somewhere."""
    by_output: dict[str, set[str]] = defaultdict(set)
    by_field: dict[str, set[str]] = defaultdict(set)
    shown: set[str] = set()
    for made in worlds:
        for key, payload in made.texts.given.values():
            by_field[key].add(payload.name)
        for output in made.outputs:
            for number in output.shown:
                key, payload = made.texts.given[number]
                by_output[output.name].add(payload.name)
                shown.add(key)
    every = {payload.name for payload in PAYLOADS}
    assert {key: every - names for key, names in by_field.items() if names != every} == {}
    names = {output.name: output.kind for output in worlds[0].outputs}
    assert sorted(names.keys() - by_output.keys()) == sorted(WITHOUT_TEXTS)
    for kind in ("mermaid", "dot"):
        # A box has room for the first words of a name alone, so that a diagram shows some payloads of each world.
        assert set().union(*(found for name, found in by_output.items() if names[name] == kind)) == every
    assert {
        name: every - found
        for name, found in by_output.items()
        if found != every and names[name] not in ("mermaid", "dot")
    } == {}
    # With one payload in each text there is room for more of them.
    unshown = by_field.keys() - shown - REFERENCES
    assert unshown <= UNSHOWN if WHOLE else unshown == UNSHOWN


# ---------------------------------------------------------------------- that nothing is more than text


FRAMED = re.compile("srcdoc='[^']*'")


def test_no_text_is_more_than_text_in_any_document(worlds: list[Made], guard: Guard) -> None:
    """As Chromium reads it, no output has an element, attribute, address or style that a text has brought in."""
    guard.open("<!doctype html><title>Inert</title>")
    for made in worlds:
        documents = [output for output in made.outputs if output.kind in ("page", "html", "svg", "kept")]
        if made is not worlds[0]:
            # The page in a frame is that of a view, which stands among the documents by itself.
            documents = [output._replace(text=FRAMED.sub("srcdoc='A'", output.text)) for output in documents]
        findings = guard.scan((output.name, output.kind, output.text) for output in documents)
        assert not findings, explained(made, findings)


def host(outputs: list[Output]) -> str:
    """A page of a notebook, which has no policy of its own, with outputs in it."""
    shown = "\n".join(f'<div data-output="{output.name}">{output.text}</div>' for output in outputs)
    return f"<!doctype html><html lang=en><meta charset=utf-8><title>Outputs</title><body><main>{shown}</main>"


INSERT = "html => { document.body.append(document.createRange().createContextualFragment(html)); }"
"""Puts in text as a script of a notebook does: in this way, unlike by `innerHTML`, scripts in it run too."""


def test_no_text_runs_in_the_page_of_a_notebook(worlds: list[Made], guard: Guard) -> None:
    """Tables of results run nothing and ask for nothing: in a page, put in as text, and in a frame of their own."""
    for made in worlds:
        outputs = [output for output in made.outputs if output.kind == "html" and "<iframe" not in output.text]
        guard.open(host(outputs))
        if WHOLE or made is worlds[0]:
            guard.page.evaluate("html => { document.querySelector('main').innerHTML += html; }", outputs[0].text)
            guard.use()
            findings = guard.findings("notebook")
        else:
            # What stands there was looked through in the test before; here it is what happens.
            findings, guard.found = guard.found, []
        assert not findings, explained(made, findings)
    shown = host(outputs)
    guard.page.evaluate(INSERT, shown)
    sandboxed = shown.replace("&", "&amp;").replace('"', "&quot;")
    frame = f'<iframe data-ours sandbox="allow-scripts" srcdoc="{sandboxed}"></iframe>'
    guard.open(f"<!doctype html><title>Host</title>{frame}")
    findings = guard.findings("frame")
    assert not findings, explained(made, findings)


def chosen(worlds: list[Made], kinds: tuple[str, ...]) -> Iterator[tuple[str, list[Made]]]:
    """For every page the worlds in which, together, it shows every payload."""
    names = [output.name for output in worlds[0].outputs if output.kind in kinds]
    # Other states of the same views have the same parts: they are looked through, but not used.
    names = [
        name for name in names if WHOLE or not name.startswith(("plan ", "step ", "view with", "graph around school"))
    ]
    seen: set[str] = set()
    for name in names:
        shows = {}
        for number, made in enumerate(worlds):
            (output,) = (each for each in made.outputs if each.name == name)
            shows[number] = {made.texts.given[found][1].name for found in output.shown}
            if number == 0 and output.text in seen:
                break
            if number == 0:
                seen.add(output.text)
        else:
            wanted = set().union(*shows.values())
            picked: list[int] = list(shows) if WHOLE else []
            while wanted - set().union(*(shows[number] for number in picked), set()):
                have = set().union(*(shows[number] for number in picked), set())
                picked.append(max(shows, key=lambda number: len(shows[number] - have)))
            yield name, [made for number in picked]


def test_no_text_runs_on_a_page(worlds: list[Made], guard: Guard) -> None:
    """A saved page whose every part is opened, selected, searched and printed runs nothing and asks for nothing."""
    for name, picked in chosen(worlds, ("page",)):
        for made in picked:
            (output,) = (each for each in made.outputs if each.name == name)
            guard.open(output.text)
            guard.use()
            findings = guard.findings(name)
            assert not findings, explained(made, findings)


def test_no_text_runs_in_frames_of_a_notebook(worlds: list[Made], guard: Guard) -> None:
    """The pages in the frames of reprs run nothing and ask for nothing, nor does what stands around them."""
    seen: set[str] = set()
    outputs = []
    for output in worlds[0].outputs:
        # What the whole frame shows was used as a page of its own; here it is one of each kind of value.
        about = re.sub(r"\._repr_html_|\.(view|map)\(\)", "", output.name)
        if output.kind == "html" and "<iframe" in output.text and about not in seen and about in VALUES:
            seen.add(about)
            outputs.append(output)
    assert len(outputs) >= 8
    guard.open(host(outputs))
    guard.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    findings = guard.findings("notebook")
    assert not findings, explained(worlds[0], findings)


def test_no_text_runs_in_the_widget(worlds: list[Made], guard: Guard) -> None:
    """The widget, in a page without a policy, draws and says every text, runs nothing and asks for nothing."""
    for made in worlds if WHOLE else worlds[:2]:
        widget = VALUES["views.widget.PlanWidget"][0](made.world)
        assert isinstance(widget, PlanWidget)
        guard.open(stand_in(widget))
        guard.page.wait_for_selector(".mlcareer-plan")
        for key in list(widget._words)[:6]:
            guard.page.evaluate("key => model.set('selected', key)", key)
        guard.use()
        drawn = guard.page.locator(".mlcareer-plan").evaluate("host => host.shadowRoot.innerHTML")
        rules = r"<style>\s*:host.*?</style>"
        findings = guard.scan(
            [
                (
                    "widget",
                    "svg",
                    f"<div xmlns='http://www.w3.org/1999/xhtml'>{re.sub(rules, '', drawn, flags=re.S)}</div>",
                )
            ]
        )
        findings = [found for found in findings if "an element div" not in found] + guard.found
        guard.found = []
        (kept,) = (output for output in made.outputs if output.kind == "kept")
        guard.open(f"<!doctype html><meta charset=utf-8><main>{kept.text}</main>")
        guard.use()
        findings += guard.found
        assert not findings, explained(made, findings)


def test_no_text_runs_in_a_picture(worlds: list[Made], guard: Guard) -> None:
    """A picture that is opened as a file, or that Graphviz draws, runs nothing and asks for nothing."""
    for name, picked in chosen(worlds, ("svg",)):
        for made in picked[: None if WHOLE else 1]:
            (output,) = (each for each in made.outputs if each.name == name)
            guard.open(output.text, "svg")
            findings = guard.findings(name)
            assert not findings, explained(made, findings)


MERMAID_LINE = re.compile(
    r"flowchart LR|  end|    direction LR|  subgraph band\d+\[\"(?P<title>[^\"]*)\"\]|  n\d+ (-->|-\.->) n\d+"
    r"|  classDef [a-z-]+ fill:#[0-9a-f]{6},stroke:#[0-9a-f]{6},color:#[0-9a-f]{6}"
    r"|  (  )?n\d+(\(\[|\[\[|\(|\[)\"(?P<label>[^\"]*)\"(\]\)|\]\]|\)|\]):::[a-z-]+"
)


def mermaid_problems(text: str) -> list[str]:
    """The lines of a diagram that are none of ours, or hold more than letters, digits and entities by number."""
    lines = text.splitlines()
    return [line for line in lines if not _is_ours(line, lines[0])]


def _is_ours(line: str, first: str) -> bool:
    match = CHARTS.get(first, MERMAID_LINE).fullmatch(line)
    labels = [label.replace("<br>", " ") for label in match.groupdict().values() if label] if match else []
    plain = all(re.fullmatch(r"[\w \-.,+/'✓]*", re.sub(r"#\d+;", "", label)) for label in labels)
    return match is not None and plain


def test_no_text_is_more_than_text_in_mermaid(worlds: list[Made]) -> None:
    """Every line of a diagram is one of ours, and a text in it holds letters, digits and entities by number alone."""
    for made in worlds:
        for output in made.outputs:
            if output.kind == "mermaid":
                assert mermaid_problems(output.text) == [], output.name


def test_no_text_is_more_than_text_in_dot(worlds: list[Made], graphviz: str, guard: Guard) -> None:
    """Without its quoted strings a diagram has our words alone; what Graphviz draws of it has no address or script."""
    strings = re.compile(r'"(?:[^"\\\n]|\\.)*"')
    words = {
        "digraph", "subgraph", "label", "rankdir", "node", "edge", "shape", "box", "fontname", "style", "filled",
        "fontcolor", "color", "fillcolor", "penwidth", "tooltip", "dashed",
    }  # fmt: skip
    drawn: dict[str, int] = defaultdict(int)
    for made in worlds:
        for output in made.outputs:
            if output.kind != "dot":
                continue
            bare = strings.sub("", output.text)
            assert re.fullmatch(r"[\w={}\[\]\s>.;-]*", bare), (output.name, bare)
            assert set(re.findall(r"[a-z]+", re.sub(r"cluster_band\d+|\bn\d+\b", "", bare))) <= words, output.name
            assert not any(re.search(r"&(?!amp;)", text) for text in strings.findall(output.text)), output.name
            assert bare.count("{") == bare.count("}")
            drawn[output.name] += 1
            if output.name == "planning.plan.Plan.view().dot" and (WHOLE or drawn[output.name] <= 3):
                svg = subprocess.run(
                    [graphviz, "-Tsvg"], input=output.text.encode(), capture_output=True, timeout=60, check=True
                )
                text = re.sub(r"<!DOCTYPE[^>]*>|<!--.*?-->", "", svg.stdout.decode(), flags=re.S)
                # The tips of Graphviz are links without an address.
                findings = guard.scan([(output.name, "svg", re.sub(r' xlink:title="[^"]*"', "", text))])
                assert not findings, explained(made, findings)
    assert drawn


def as_on_a_forge() -> Callable[[str], Any]:
    """Markdown as the most trusting reader shows it: with HTML, with any address, with the extensions of GitHub."""
    renderer = mistune.HTMLRenderer(escape=False, allow_harmful_protocols=True)
    return mistune.create_markdown(
        renderer=renderer, plugins=["table", "strikethrough", "url", "footnotes", "task_lists"]
    )


def test_no_text_is_more_than_text_in_markdown(worlds: list[Made], guard: Guard) -> None:
    """Rendered with HTML allowed, as on GitHub, Markdown has our headings, tables and lists, and no link or picture."""
    render = as_on_a_forge()
    guard.open("<!doctype html><title>Inert</title>")
    for made in worlds:
        documents = [output for output in made.outputs if output.kind == "markdown"]
        findings = guard.scan((output.name, "markdown", str(render(output.text))) for output in documents)
        assert not findings, explained(made, findings)


STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def test_no_text_steers_a_terminal_that_shows_a_repr(worlds: list[Made]) -> None:
    """A repr is one line without any character that a terminal obeys."""
    for made in worlds:
        for output in made.outputs:
            if output.kind == "terminal":
                assert not STEERING.search(output.text), (output.name, output.text)


def test_no_template_is_filled_in(worlds: list[Made]) -> None:
    """What looks like the template of a page is shown as it is written."""
    for made in worlds:
        products = {
            str(3 * number): number for number, (_, payload) in made.texts.given.items() if "*3" in payload.text
        }
        for output in made.outputs:
            assert not any(product in output.text for product in products), output.name


# ---------------------------------------------------------------------- that it would be noticed


def careless(payload: Payload, number: int) -> str:
    """A page, or another document, that uses a text carelessly."""
    return SINKS[payload.sink].replace("{{", "{").replace("}}", "}").replace("{}", payload.numbered(number), 1)


DOCUMENTS = [
    payload
    for payload in PAYLOADS
    if payload.sink not in ("template", "mermaid", "dot", "dot html", "markdown", "terminal", "data")
]


def test_careless_pages_are_noticed(guard: Guard) -> None:
    """Each payload for documents does harm in the sink it is made for, and is noticed by its number there."""
    guard.open("<!doctype html><title>Inert</title>")
    missed = []
    for number, payload in enumerate(DOCUMENTS, 800_000):
        html = careless(payload, number).encode("utf-8", "replace").decode()
        found = guard.scan([("careless", "html", f"<!doctype html><body>{html}")])
        if any(str(number) in line for line in found):
            continue
        live = f"<!doctype html><meta charset=utf-8><title>x</title><main>{html}"
        if payload.sink in ("title", "style", "rule", "noscript"):
            live = f"<!doctype html><meta charset=utf-8>{html}<main>"
        guard.open(live)
        guard.page.wait_for_timeout(1)
        for link in guard.page.locator("a[href]").all()[:1]:
            link.evaluate("link => { if (link.protocol === 'javascript:') link.click(); }")
        found += guard.findings("careless")
        if not any(str(number) in line for line in found):
            missed.append((payload.name, found))
    assert missed == []
    harmful = enumerate((payload for payload in PAYLOADS if payload.sink == "content"), 800_000)
    pages = [careless(payload, number).encode("utf-8", "replace").decode() for number, payload in harmful]
    frames = "".join(f'<iframe srcdoc="{escape(page)}"></iframe>' for page in pages)
    guard.open(f"<!doctype html><meta charset=utf-8><title>x</title>{frames}")
    guard.page.wait_for_timeout(200)
    ran = {number for line in guard.found if "it ran" in line for number in NUMBER.findall(line)}
    asked = {number for line in guard.found if "it asked" in line for number in NUMBER.findall(line)}
    guard.found = []
    assert len(ran) >= 6, ran
    assert len(asked) >= 3, asked


def test_careless_texts_are_noticed(worlds: list[Made], guard: Guard, graphviz: str) -> None:
    """Each payload for other texts does harm in the sink it is made for, and is noticed by the check of that text."""
    render = as_on_a_forge()
    strings = re.compile(r'"(?:[^"\\\n]|\\.)*"')
    guard.open("<!doctype html><title>Inert</title>")
    for payload in PAYLOADS:
        text = careless(payload, 800_000)
        if payload.sink == "mermaid":
            assert mermaid_problems(text), payload.name
        elif payload.sink in ("dot", "dot html"):
            assert not re.fullmatch(r"[\w={}\[\]\s>.;-]*", strings.sub("", text)) or "URL" in strings.sub("", text), (
                payload.name
            )
        elif payload.sink == "markdown":
            assert guard.scan([("careless", "markdown", str(render(text)))]), payload.name
        elif payload.sink in ("terminal", "data"):
            assert STEERING.search(text), payload.name
        elif payload.sink == "template":
            page = Environment().from_string(text or payload.numbered(800_000)).render()
            assert str(3 * 800_000) in page


@pytest.mark.parametrize("name", ["static", "picture", "template"])
def test_a_view_that_escapes_nothing_is_noticed_and_its_policy_holds(
    name: str, guard: Guard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a view escapes nothing, elements of texts are found; yet its policy lets nothing run or be asked for."""
    if name == "template":
        bare = page_module.template.__wrapped__("page.html.j2")
        bare.environment.autoescape = False
        monkeypatch.setattr(
            page_module, "template", lambda _: bare.environment.from_string(Path(bare.filename).read_text())
        )
    else:
        monkeypatch.setattr(import_module(f"mlcareer_graph.views.{name}"), "escape", str)
    # Unescaped and alone in a text, some payloads end the page before its script.
    monkeypatch.delenv("FULL_MATRIX", raising=False)
    texts = Texts(chunks([payload for payload in PAYLOADS if payload.sink == "content"]))
    view = HostileWorld(texts).plan.view()
    if name == "static":
        assert len(guard.scan([("tables", "html", view.alternative)])) > 20
        return
    guard.found = []
    guard.open(view.html.encode("utf-8", "replace").decode())
    guard.page.wait_for_timeout(200)
    said = guard.findings("page")
    assert any("an element" in line for line in said)
    assert any("its policy had to refuse" in line for line in said)
    assert [line for line in said if "it ran" in line or "it asked" in line] == []
