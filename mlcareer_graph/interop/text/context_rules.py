"""What tells a name from a word that is only spelled like it.

Rules are about spellings, not about concepts, so they hold for any graph that has such a name:

- *Signs* (``R``, ``C``, ``Go``, ``CV``, ``IR``) are names only with proof: in a list with other names, or beside words
  such as "programming".
- *Capitals* (``Spark``, ``Excel``, ``Rust``) are English words or first names. Written with a capital inside a sentence
  they may be the name; with proof they are likely; at the beginning of a sentence they need it.
- *Prose* (``attention``, ``agents``, ``reporting``) are words of any text, and names only with proof.
- Other abbreviations of capital letters are names as they are written, and in small letters only where that makes no
  word: ``sql``, but not ``rest``.
"""

from __future__ import annotations

import re

_SIGNS = "R C Go CV API APIs IR IE OS MT TS D3 HIP AMP ANN DiD np pd tf sns plt uv k6 T5 quant sets"
SIGNS = frozenset(_SIGNS.split())
"""Names that are names only with proof, as they are written."""

_CAPITALS = (
    "angular ansible arrow athena aurora axolotl bash beam bedrock bento captum celery chroma claude comet confluence "
    "cursor cypher cypress dash darts dataflow elastic evidently excel expo express feast flask flower gemini gemma "
    "gluon gym gymnasium haystack helm hive hydra iceberg inspect instructor jetson julia lambda llama looker make "
    "megatron mistral mongo newman node oracle outlines parquet phi pillow pinecone playwright poetry polars postman "
    "prefect presto prometheus prophet pyro rails ray react river ruby rust sentry scala seldon shiny snowflake spark "
    "spring stan starburst superset swift synapse tableau temporal tesseract vault vertex watson whisper vue "
    "redshift windsurf cascade latex tex torch"
)
CAPITALS = frozenset(_CAPITALS.split())
"""Names that are English words or first names, in small letters."""

_PROSE = (
    "accessibility agents algebra analytics annotation attention authentication bandits biology budgeting caching "
    "cartography chunking classification cloud coaching coding collaborating collaboration communicating "
    "communication compilers concurrency containers correlation correlations distillation dropout encryption "
    "experimentation guardrails hiring instructor interpreters labeling labelling leadership logging marketing "
    "mentorship monitoring negotiating negotiation networking optimisation optimization packaging parallelism "
    "personalization prediction predictions presentation presenting prioritisation prioritization profiling "
    "prompting pruning ranking recordkeeping refactoring reporting reproducibility research researching roadmapping "
    "scalability stacking stats streaming summarisation summarization taxonomies telemetry tokenization tracing "
    "transformer transformers visualisation visualization warmup"
)
PROSE = frozenset(_PROSE.split())
"""Words of any text that are names too, in small letters."""

_LOWERED = "aws api apis gpu gpus etl elt jax json cuda onnx arima lora yolo"
LOWERED = frozenset(_LOWERED.split())
"""Abbreviations with a vowel that are names in small letters too."""

_BEFORE = re.compile(
    r"(?:experience (?:in|with|of|using)|knowledge (?:of|in)|skills? (?:in|with)|skilled in|expert(?:ise)? (?:in|with)"
    r"|proficien(?:t|cy) (?:in|with)|familiar(?:ity)? with|fluent in|command of|background in|certified in|trained in"
    r"|(?:programming|programs?|written|coded|coding|implemented|developed|built|scripts|scripting|models|analysis"
    r"|analyses|software|services|pipelines|apps|dashboards|notebooks) (?:in|with)|using|mastery of|beginner in"
    r"|basics of|competent in|versed in|exposure to|years of|worked with|work with|languages?:|tools:|skills:|stack:)"
    r"\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
_LAST_BEFORE = frozenset(
    ["in", "at", "with", "of", "using", "the", "language:", "languages:", "tools:", "skills:", "stack:"]
)
"""How what is searched for before a name can end; to look at the last word first is fast."""
_AFTER = re.compile(
    r"[ -](?:programming|language|code|scripts?|developers?|engineers?|programmers?|jobs?|clusters?|pipelines?"
    r"|dashboards?|models?|queries|librar(?:y|ies)|framework|apps?|applications?|charts?|notebooks?|components?"
    r"|spreadsheets?|macros|skills|experience|knowledge|stack|backends?|frontends?|front ends|sdk|plugins?|operators?"
    r"|databases?|servers?|modules?|packages?|workflows?|workbooks?|microservices|functions|playbooks|scripting"
    r"|data ?sets?|templates?|sql|(?:(?:is|are|would be) )?(?:an? )?(?:plus|advantage|bonus|must|required|preferred"
    r"|desirable|essential|nice to have))\b",
    re.IGNORECASE,
)
_SKILL_BEFORE = re.compile(
    r"(?:experience (?:in|with)|knowledge of|skills? in|skilled in|expert(?:ise)? in|proficien(?:t|cy) in|background in"
    r"|trained in|excels? (?:in|at)|(?:good|strong) (?:in|at))\s+\Z",
    re.IGNORECASE,
)
_SKILL_AFTER = re.compile(r"[ -](?:skills|experience|expertise)\b", re.IGNORECASE)

_NEVER_BEFORE = {
    "R": r"\b(?:appendix|grade|room|building|figure|class|vitamin|toys|mr|mrs|ms|dr|prof)\.?\s+\Z",
    "C": r"(?:\b(?:appendix|grade|room|building|class|vitamin|hepatitis|series|plan|section|option|deep)\s+|°\s*)\Z",
    "Go": r"(?:pok[eé]mon|to)\s+\Z",
    "CV": r"\b(?:your|my|an?|the|send|attach(?:ed)?|full|longer|updated?|upload|submit|us|their|his|her)\s+\Z",
    "Scala": r"\bla\s+\Z",
}
_NEVER_AFTER = {
    "R": r"\s*(?:&|and|\+|/)\s*D\b|-squared|²|\.\s*[A-Z][a-z]|[' ]?Us\b",
    "C": r"[- ](?:level|suite|section|major|minor)\b|\.\s*elegans",
    "Go": r"-(?:to|getter|live)\b|\s+(?:to|for|ahead|beyond|above)\b",
    "CV": r"\s+(?:updated|attached|available|and cover|or cover|writing)\b",
    "Excel": r"\s+(?:at|in)\s+(?!python|r\b)[a-z]+ing\b",
}
_NEVER = {
    name: (re.compile(_NEVER_BEFORE.get(name, r"(?!)"), re.IGNORECASE), re.compile(_NEVER_AFTER.get(name, r"(?!)")))
    for name in {*_NEVER_BEFORE, *_NEVER_AFTER}
}
_PERSON_BEFORE = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof)\.?|\b[A-Z]\.|\bcolleague|\bfriend|\bsaint|\bst\.)\s+\Z", re.IGNORECASE
)
_PERSON_AFTER = re.compile(r"\s[A-Z][a-z]+\b")
_MEASURE_BEFORE = re.compile(r"\d[ \u00a0]?\Z")

WINDOW = 60
"""Characters on each side of a name that are looked at."""

_NEAR = 16


def is_refused(name: str, before: str, after: str) -> bool:
    """Whether the words around show that it is not the name.

    Args:
        name: The name as it is written.
        before: What stands before it.
        after: What stands after it.

    Example:
        >>> is_refused("R", "in the ", "&D department"), is_refused("R", "models in ", " and Python")
        (True, False)
    """
    if len(name) <= 2 and _MEASURE_BEFORE.search(before[-2:]):
        return True
    never = _NEVER.get(name)
    return never is not None and bool(never[0].search(before[-_NEAR:]) or never[1].match(after))


def is_person(before: str, after: str) -> bool:
    """Whether a capitalised word is part of the name of a person or place.

    Example:
        >>> is_person("Supervisor: ", " Kowalski"), is_person("models in ", " and R")
        (True, False)
    """
    return bool(_PERSON_BEFORE.search(before) or _PERSON_AFTER.match(after))


def is_proven(before: str, after: str, *, prose: bool) -> bool:
    """Whether the words around show that it is the name.

    Args:
        before: What stands before it.
        after: What stands after it.
        prose: Whether it is a word of any text, where less counts as proof.

    Example:
        >>> is_proven("I have been ", " programming since", prose=False)
        True
        >>> is_proven("I have been ", " models", prose=True)
        False
    """
    first, second = (_SKILL_BEFORE, _SKILL_AFTER) if prose else (_BEFORE, _AFTER)
    if second.match(after):
        return True
    *_, last = before.lower().split() or [""]
    return last in _LAST_BEFORE and first.search(before) is not None
