"""Mentions of skills in free text: places, confidence, what the text says of them, and how well that works."""

from __future__ import annotations

import time
import unicodedata
from itertools import pairwise

import pytest
from extraction_scores import DEMAND, Score, demand_recall, score, snippets
from hypothesis import given, settings
from hypothesis import strategies as st

from mlcareer_graph import CareerGraph, Level, LoadError, Strength, UnknownConceptError, UnknownOptionError, load_graph
from mlcareer_graph.interop.mentions import MAX_CHARACTERS, Confidence, Mention, find_mentions, unclear_names

GRAPH = load_graph()
NLP = "natural-language-processing"
PRUNING = {"pruning": "pruning", "leadership": "leadership"}
PARTS = (
    *("Python", "no", "R", "and", ",", "or", "not required", "expert in", "SQL", "\n- ", "CV", ". ", "a\u0301", "ﬁ"),
    *("\u200b", "Go", "a plus", "we offer:", "C++", "(", "BSc in Statistics"),
)


def found(text: str, least: Confidence = Confidence.LIKELY) -> dict[str, str]:
    """The names as they are written, with the concepts."""
    return {mention.text: mention.concept.id for mention in find_mentions(GRAPH, text, least=least)}


def only(text: str) -> Mention:
    """The only mention of a text."""
    (mention,) = find_mentions(GRAPH, text)
    return mention


# ---------------------------------------------------------------------- measured


@pytest.fixture(scope="module")
def held_out() -> Score:
    """The score on what the rules were not adjusted on."""
    return score(GRAPH, [*snippets("held-out"), *snippets("held-out-long")])


def test_precision_on_texts_that_were_not_used_for_the_rules(held_out: Score) -> None:
    """At least 95 of 100 mentions are right, as the documentation states."""
    assert held_out.precision >= 0.95, held_out.wrong


def test_recall_on_texts_that_were_not_used_for_the_rules(held_out: Score) -> None:
    """At least 95 of 100 labelled mentions are found, as the documentation states."""
    assert held_out.recall >= 0.95, held_out.missed


def test_precision_and_recall_on_the_other_texts() -> None:
    """On the texts that the rules were adjusted on they stay where they were."""
    tuned = score(GRAPH, snippets("tuned"))
    assert tuned.precision >= 0.97, tuned.wrong
    assert tuned.recall >= 0.98, tuned.missed
    assert min(tuned.accuracy(what) for what in ("level", "denied", "strength")) == 1.0


def test_the_sample_is_large_and_hard() -> None:
    """There are over 60 texts, and one in ten has nothing to be found although it looks like it."""
    every = [*snippets("tuned"), *snippets("held-out"), *snippets("held-out-long")]
    assert len(every) > 60
    assert sum(not snippet.labels for snippet in every) >= len(every) / 10


@pytest.mark.skipif(not DEMAND.is_file(), reason="needs the sample of job advertisements")
def test_names_that_advertisements_use_are_found_in_them() -> None:
    """Of names in five advertisements or more that `find` knows, 95% are found in a sentence, by postings."""
    known, every = demand_recall(GRAPH, at_least=5)
    assert known >= 0.95
    assert every >= 0.9


# ---------------------------------------------------------------------- names and words


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("R&D and Toys R Us; see appendix R.", {}),
        ("models in R, with R&D", {"R": "r"}),
        ("Vitamin C, hepatitis C, Series C, C-level", {}),
        ("C, C++ and C#", {"C": "c", "C++": "c-plus-plus", "C#": "c-sharp"}),
        ("Ready to go. Go to work with us. Let us Go!", {}),
        ("Go developer", {"Go": "go"}),
        ("Please attach your CV (PDF).", {}),
        ("CV models and NLP", {"CV": "computer-vision", "NLP": NLP}),
        ("500 ml and 20 ML, 3 kg", {}),
        ("sql, nlp and aws", {"sql": "sql", "nlp": NLP, "aws": "aws"}),
        ("the rest of the clip did it", {}),
        ("Spark joy. Excel at work.", {}),
        ("Spark jobs", {"Spark": "apache-spark"}),
        ("python, spark, excel", {"python": "python", "spark": "apache-spark", "excel": "microsoft-excel"}),
        ("Pay attention to our agents.", {}),
        ("Python, attention and NLP", {"Python": "python", "attention": "attention-mechanisms", "NLP": NLP}),
        ("We are hiring. Networking events. Reporting to the head. Instructors and CVs.", {}),
        ("negotiation, pruning", {}),
        ("negotiation, pruning, leadership", {"negotiation": "negotiation", **PRUNING}),
        ("their leadership and its communication", {}),
        ("latex gloves, LaTeX", {"LaTeX": "latex"}),
        ("marketing skills", {"marketing": "marketing-knowledge"}),
        (".NET, net income", {".NET": "dotnet"}),
        ("Pythonic, unPython, my_Python_x", {}),
        ("https://example.org/python and keras@example.org or www.python.example/sql", {}),
        ("Fine tuning, finetuning", {"Fine tuning": "fine-tuning", "finetuning": "fine-tuning"}),
        ("machine. Learning", {}),
        ("machine\n  learning", {"machine\n  learning": "machine-learning"}),
        ("machine\n\nlearning", {}),
        ("Azure Machine Learning", {"Azure Machine Learning": "azure-machine-learning"}),
        ("R or SAS", {"R": "r", "SAS": "sas"}),
        ("B.Sc. in Computer Science; Master of Science in Statistics", {
            "B.Sc. in Computer Science": "bachelor-computer-science",
            "Master of Science in Statistics": "master-statistics",
        }),
    ],
)  # fmt: skip
def test_names_are_told_from_words(text: str, names: dict[str, str]) -> None:
    """A name counts where it is one, with its whole length, and a word that is spelled alike does not."""
    assert {name: concept for name, concept in found(text).items() if name not in ("developer", "models")} == names


def test_a_word_with_a_capital_is_possible() -> None:
    """Within a sentence a capital alone makes a name possible, and only who asks for that gets it."""
    text = "My uncle once mentioned Prefect to us."
    assert found(text) == {}
    assert found(text, Confidence.POSSIBLE) == {"Prefect": "prefect"}


def test_names_of_several_concepts_are_no_mentions() -> None:
    """What several concepts are called is told apart from what is understood; common words are left out."""
    text = "LDA and planning, testing, Triton"
    assert found(text) == {}
    assert [text[start:end] for start, end, _ in unclear_names(GRAPH, text)] == ["LDA", "Triton"]


@pytest.mark.parametrize("spelling", ["Schätzung", unicodedata.normalize("NFD", "Schätzung")])
def test_places_are_those_of_the_text_as_it_is_written(spelling: str) -> None:
    """Characters that normalisation makes longer or shorter do not move the places of what follows."""
    text = f"{spelling} ﬁt ㍿ ﷺ İ ß: Py\u00adthon, Ｐｙｔｏｒｃｈ and \u202eSQL\u202c"
    mentions = find_mentions(GRAPH, text)
    assert [mention.concept.id for mention in mentions] == ["python", "pytorch", "sql"]
    assert [text[mention.start : mention.end] for mention in mentions] == [mention.text for mention in mentions]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PARTS) | st.text(max_size=4), max_size=20))
def test_mentions_of_any_text(parts: list[str]) -> None:
    """Mentions of any text are in order, do not overlap, quote the text, and are the same a second time."""
    text = " ".join(parts)
    mentions = find_mentions(GRAPH, text, least=Confidence.POSSIBLE)
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)
    assert all(first.end <= second.start for first, second in pairwise(mentions))
    assert mentions == find_mentions(GRAPH, text, least=Confidence.POSSIBLE)
    sure = [mention for mention in mentions if mention.confidence is Confidence.SURE]
    assert sure == find_mentions(GRAPH, text, least=Confidence.SURE)


# ---------------------------------------------------------------------- what is said of them


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("no experience with Keras", True),
        ("I have never used Keras", True),
        ("I have not worked with Keras yet", True),
        ("Keras is not required", True),
        ("without Keras", True),
        ("not only Keras", False),
        ("Keras, no doubt", False),
        ("Pursuing a BSc in Statistics", True),
        ("I hold a BSc in Statistics", False),
    ],
)
def test_denied(text: str, *, denied: bool) -> None:
    """What a text is without, or only studies for, is marked."""
    assert only(text).is_denied is denied


def test_denial_ends_with_its_list() -> None:
    """What is denied is the list that follows, not the next clause or line."""
    mentions = find_mentions(GRAPH, "No experience with Keras or PyTorch, but with SQL.\nNo Java\nPython")
    assert {mention.text: mention.is_denied for mention in mentions} == {
        "Keras": True,
        "PyTorch": True,
        "SQL": False,
        "Java": True,
        "Python": False,
    }


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("expert in Keras", Level.EXPERT),
        ("advanced knowledge of Keras", Level.PRACTITIONER),
        ("working knowledge of Keras", Level.WORKING),
        ("familiar with Keras", Level.AWARENESS),
        ("Keras (basic)", Level.AWARENESS),
        ("Keras: advanced", Level.PRACTITIONER),
        ("5 years of Keras", None),
        ("Keras", None),
        ("BSc in Statistics (advanced)", None),
    ],
)
def test_levels(text: str, level: Level | None) -> None:
    """Levels are those that the words state; years state none, and credentials have none."""
    assert only(text).level is level


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("Keras is a plus", "preferred"),
        ("Nice to have: Keras", "preferred"),
        ("Ideally you know Keras", "preferred"),
        ("Bonus if you bring Keras", "preferred"),
        ("## Preferred\n\n- Keras", "preferred"),
        ("It would be great if you know\n- Keras", "preferred"),
        ("Keras is required, and a sense of humour a plus", "required"),
        ("Must have: Keras", "required"),
        ("Nice to have\n- juggling\n\nRequirements\n- Keras", "required"),
    ],
)
def test_what_an_advertisement_asks_for(text: str, strength: str) -> None:
    """The sentence, or else the heading, says whether a name is asked for."""
    assert only(text).strength is Strength(strength)


def test_what_the_employer_offers_is_no_mention() -> None:
    """Below headings about the employer nothing is asked for, until the next heading."""
    assert found("About us\nWe love Python.\n\nWhat we offer:\n- SQL lunches\n\nYour profile:\n- Keras") == {
        "Keras": "keras"
    }


# ---------------------------------------------------------------------- suggestions


def test_suggestions_only_suggest() -> None:
    """A function of somebody else adds suggestions where no mention stands, with the lowest confidence."""

    def suggest(graph: CareerGraph, text: str) -> list[tuple[int, int, str]]:
        assert graph is GRAPH
        return [(0, 5, "deep-learning"), (text.index("Keras"), text.index("Keras") + 5, "pytorch")]

    mentions = find_mentions(GRAPH, "Brain stuff with Keras", suggest=suggest, least=Confidence.SURE)
    assert [(mention.text, mention.concept.id, str(mention.confidence)) for mention in mentions] == [
        ("Brain", "deep-learning", "suggested"),
        ("Keras", "keras", "sure"),
    ]


@pytest.mark.parametrize(
    ("suggestion", "error"),
    [
        ((0, 99, "keras"), UnknownOptionError),
        ((3, 3, "keras"), UnknownOptionError),
        ((0, 3, "no"), UnknownConceptError),
    ],
)
def test_suggestions_of_nothing(suggestion: tuple[int, int, str], error: type[Exception]) -> None:
    """A suggestion outside of the text, or of no concept, is an error and not a mention."""
    with pytest.raises(error):
        find_mentions(GRAPH, "some text", suggest=lambda graph, text: [suggestion])


# ---------------------------------------------------------------------- hostile texts


def test_too_long_a_text_is_refused() -> None:
    """A text that nobody reads is refused with what to do instead."""
    with pytest.raises(LoadError, match="in parts of at most"):
        find_mentions(GRAPH, "x" * (MAX_CHARACTERS + 1))


@pytest.mark.parametrize("unit", ["Python ", "C, ", "e" + "\u0301" * 50, "machine ", "no ", "a plus, ", "Stan X "])
def test_the_time_is_linear(unit: str) -> None:
    """Eight times the text takes at most 24 times as long, whatever is repeated in it."""

    def seconds(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        began = time.process_time()
        find_mentions(GRAPH, text)
        return time.process_time() - began

    seconds(1_000)
    assert seconds(16_000) <= 24 * max(seconds(2_000), 0.004)
