"""What a text says of the names in it: that they are denied, how well they are known, whether they are asked for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from mlcareer_graph.model import Level, Strength

_SENTENCE_END = re.compile(r"[.!?;](?=\s)|\n[ \t]*\n|\n[ \t]*[-*•·–▪●]|:[ \t]*\n|\n")
_ABBREVIATED = re.compile(r"(?:\b(?:e\.g|i\.e|etc|incl|approx|dr|mr|mrs|ms|prof|vs|[a-z]|sc))\Z", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:,|\b(?:with|of|in|and|or|the|using|as|to|for|a|an))\s*\Z")

_FILLER = r"(?:\s+(?:any|the|a|an|much|some|of|in|with|to|on|using|for|hands-on|practical|professional)){0,4}\s*\Z"
_DENIED_BEFORE = re.compile(
    r"(?:\b(?:no|without|lack of|lacking|little or no)(?:\s+(?:prior|previous|real|deep))?"
    r"(?:\s+(?:experience|knowledge|skills|exposure|background))?"
    r"|\b(?:not|never|n['’]t)(?:\s+(?:yet|been|ever|really))?"
    r"\s+(?:familiar|worked|work|used|use|know|touched|learned|learnt|experienced|proficient|tried|require[ds]?|needed))"
    + _FILLER,
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(
    r"(?:\s+(?:experience|knowledge|skills))?\s+(?:(?:is|are)\s+not|isn['’]t|aren['’]t|not)\s+(?:strictly\s+)?"
    r"(?:required|necessary|needed|a must|expected|mandatory|essential)",
    re.IGNORECASE,
)
_UNFINISHED_BEFORE = re.compile(
    r"\b(?:pursuing|studying (?:for|towards?)|working (?:on|towards?)|enrolled in|candidate for|expected)"
    r"(?:\s+(?:an?|my|the))?\s*\Z",
    re.IGNORECASE,
)

_LEVEL_WORDS = {
    Level.EXPERT: r"experts?(?:[- ]level)?|mastery|master",
    Level.PRACTITIONER: r"advanced|proficien(?:t|cy)|fluent|strong|extensive|in-depth|deep|very good|excellent",
    Level.WORKING: r"working knowledge|good|solid|intermediate|competent",
    Level.AWARENESS: r"basics?|basic|beginner|familiar(?:ity)?|elementary|introductory|some exposure|exposure|novice",
}
_LEVEL_BEFORE = re.compile(
    r"\b(?:" + "|".join(f"(?P<{level.name}>{text})" for level, text in _LEVEL_WORDS.items()) + r")"
    r"(?:\s+(?:knowledge|skills?|command|understanding|experience|user|programming))?" + _FILLER,
    re.IGNORECASE,
)
_LEVEL_AFTER = re.compile(
    r"\s*(?:\(\s*|[:–-]\s+)(?:"
    + "|".join(f"(?P<{level.name}>{text})" for level, text in _LEVEL_WORDS.items())
    + r")\b",
    re.IGNORECASE,
)

_CUE = re.compile(
    r"\b(?:no|not|never|without|lack|isn['’]t|aren['’]t)|n['’]t\b|pursuing|studying|working|enrolled|candidate|expected|"
    + "|".join(rf"\b(?:{text})" for text in _LEVEL_WORDS.values()),
    re.IGNORECASE,
)

_PREFERRED = (
    r"nice[- ]to[- ]haves?|good to have|(?:is|are|as)? ?(?:an? )?(?:big |huge |strong |great )?(?:plus|bonus|asset)\b"
    r"|bonus points|preferr?ed|preferably|desirable|desired|ideally|an advantage|advantageous|beneficial|optional"
    r"|welcome|appreciated|would be (?:great|nice)"
)
_REQUIRED = r"required|requirements?|must[- ]haves?|(?:is|are) a must|must|essential|mandatory|minimum|necessary|need"
_STRENGTH = re.compile(rf"(?P<preferred>{_PREFERRED})|(?P<required>\b(?:{_REQUIRED})\b)", re.IGNORECASE)
_FORWARD = re.compile(r"ideally|preferably|bonus points", re.IGNORECASE)
_FORWARD_AFTER = re.compile(r"\s*(?::|if\b|for\b|qualifications?\s*:|skills?\s*:)", re.IGNORECASE)

_HEADING = re.compile(r"[ \t]*(?:#+[ \t]*)?(?P<text>[^\n:#]{2,60}?)[ \t]*(?P<end>:?)[ \t]*\**$")
_PREFERRED_HEADING = re.compile(_PREFERRED, re.IGNORECASE)
_EMPLOYER_HEADING = re.compile(
    r"about us|about the (?:company|team)|who we are|benefits|perks|(?:what )?we offer|our offer|compensation"
    r"|how to apply|equal opportunity|what you get",
    re.IGNORECASE,
)
_BULLET = re.compile(r"[ \t]*[-*•·–▪●][ \t]")


class Cues:
    """Where a text has words that say something of names at all; without one nearby there is nothing to look at.

    Args:
        text: The text.
    """

    def __init__(self, text: str) -> None:
        self._strengths = [match.start() for match in _STRENGTH.finditer(text)]
        self._others = [match.start() for match in _CUE.finditer(text)]

    def has_strength(self, start: int, end: int) -> bool:
        """Whether one between two places may say that a name is asked for or welcome."""
        return bisect_right(self._strengths, end) > bisect_left(self._strengths, start)

    def has_other(self, start: int, end: int) -> bool:
        """Whether one between two places may deny a name or state a level."""
        return bisect_right(self._others, end) > bisect_left(self._others, start)


class Sentences:
    """Where the sentences, items and lines of a text begin and end.

    Args:
        text: The text.
    """

    def __init__(self, text: str) -> None:
        starts, ends = [0], []
        for match in _SENTENCE_END.finditer(text):
            before = text[max(match.start() - 20, 0) : match.start()]
            if match[0] == "." and _ABBREVIATED.search(before):
                continue
            if match[0] == "\n" and (_GOES_ON.search(before) or text[match.end() : match.end() + 1].islower()):
                continue
            ends.append(match.start())
            starts.append(match.end())
        self.starts = starts
        self.ends = [*ends, len(text)]

    def at(self, place: int) -> int:
        """The number of the sentence that a place lies in."""
        return bisect_right(self.starts, place) - 1

    def span(self, place: int) -> tuple[int, int]:
        """Where the sentence at a place begins and ends."""
        number = self.at(place)
        return self.starts[number], self.ends[number]


def is_denied(before: str, after: str) -> bool:
    """Whether a text says that it is without what is named between.

    Example:
        >>> is_denied("I have no experience with ", " or Java"), is_denied("", " is not required")
        (True, True)
    """
    return bool(_DENIED_BEFORE.search(before) or _DENIED_AFTER.match(after))


def is_unfinished(before: str) -> bool:
    """Whether a degree is only being studied for.

    Example:
        >>> is_unfinished("currently pursuing a ")
        True
    """
    return bool(_UNFINISHED_BEFORE.search(before))


def level_before(before: str) -> Level | None:
    """The level that the words before a name state.

    Example:
        >>> level_before("Basic knowledge of ")
        <Level.AWARENESS: 1>
    """
    return _level(_LEVEL_BEFORE.search(before))


def level_after(after: str) -> Level | None:
    """The level that the words after a name state.

    Example:
        >>> level_after(" (advanced), SQL")
        <Level.PRACTITIONER: 3>
    """
    return _level(_LEVEL_AFTER.match(after))


def level_named(text: str) -> Level | None:
    """The level that a word such as "Beginner", or the name of a level, stands for.

    Example:
        >>> level_named("Advanced"), level_named("working"), level_named("Ninja")
        (<Level.PRACTITIONER: 3>, <Level.WORKING: 2>, None)
    """
    bare = text.strip().lower()
    for level, pattern in _LEVEL_WORDS.items():
        if bare == str(level) or re.fullmatch(pattern, bare):
            return level
    return None


def _level(match: re.Match[str] | None) -> Level | None:
    return None if match is None or match.lastgroup is None else Level[match.lastgroup]


def strength_in(sentence: str, start: int, end: int, section: Strength) -> Strength:
    """Whether a sentence of an advertisement asks for the names at a place, or only welcomes them.

    Args:
        sentence: The sentence.
        start: Where the list of names begins in it.
        end: Where it ends.
        section: What the heading above says.

    Example:
        >>> strength_in("Kafka is a plus", 0, 5, Strength.REQUIRED)
        <Strength.PREFERRED: 'preferred'>
    """
    before: Strength | None = None
    for match in _STRENGTH.finditer(sentence):
        said = Strength.PREFERRED if match.lastgroup == "preferred" else Strength.REQUIRED
        if match.end() <= start:
            before = said if _leads_on(sentence, match) else None
        elif match.start() >= end:
            if _leads_on(sentence, match):
                break
            return said
    return before or section


def _leads_on(sentence: str, match: re.Match[str]) -> bool:
    """Whether a word such as "ideally" is about what follows, not about what came before."""
    rest = sentence[match.end() :]
    if not rest.strip(" .!)"):
        return False
    if not sentence[: match.start()].strip(" -*•\n\t"):
        return True
    return bool(_FORWARD.fullmatch(match[0]) or _FORWARD_AFTER.match(rest) or match[0].lower().startswith("must"))


class Sections:
    """What the headings of an advertisement say of the lines below them.

    Args:
        text: The text.
    """

    def __init__(self, text: str) -> None:
        self._starts: list[int] = [0]
        self._kinds: list[Strength | None] = [Strength.REQUIRED]
        place = 0
        lines = text.split("\n")
        for line, following in zip(lines, [*lines[1:], ""], strict=True):
            heading = _HEADING.match(line) if len(line) <= 80 else None
            if heading and _is_heading(heading, line, following):
                self._starts.append(place)
                self._kinds.append(_section(heading["text"]))
            place += len(line) + 1

    def at(self, place: int) -> Strength | None:
        """What the section at a place asks for; None where the employer speaks of itself and its offer."""
        return self._kinds[bisect_right(self._starts, place) - 1]


def _is_heading(heading: re.Match[str], line: str, following: str) -> bool:
    if heading["end"] or line.lstrip().startswith("#"):
        return True
    text = heading["text"].strip()
    if _BULLET.match(line) or text.endswith((".", ",", ";")):
        return False
    return bool(_BULLET.match(following) or _EMPLOYER_HEADING.fullmatch(text) or _PREFERRED_HEADING.fullmatch(text))


def _section(heading: str) -> Strength | None:
    if _EMPLOYER_HEADING.search(heading):
        return None
    return Strength.PREFERRED if _PREFERRED_HEADING.search(heading) else Strength.REQUIRED


def lists(text: str, spans: Sequence[tuple[int, int]], pattern: re.Pattern[str], longest: int = 80) -> list[list[int]]:
    """The numbers of neighbouring spans with nothing between them but what joins a list.

    Args:
        text: The text.
        spans: Where the names begin and end, in order.
        pattern: What may stand between them.
        longest: Characters of it at most.

    Example:
        >>> lists("SQL, R; see Java", [(0, 3), (5, 6), (12, 16)], re.compile(", "))
        [[0, 1], [2]]
    """
    found: list[list[int]] = []
    for number, (start, _) in enumerate(spans):
        gap_start = spans[number - 1][1] if number else 0
        if number and start - gap_start <= longest and pattern.fullmatch(text[gap_start:start]):
            found[-1].append(number)
        else:
            found.append([number])
    return found
