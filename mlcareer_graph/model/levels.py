"""How well a person knows something.

The four levels are those of the UK Government Digital and Data Profession Capability Framework
(https://ddat-capability-framework.service.gov.uk/), which describes data scientists and machine
learning engineers with them.
"""

from __future__ import annotations

import enum

from mlcareer_graph.errors import UnknownLevelError


class Level(enum.IntEnum):
    """A level of proficiency; reaching one includes the lower ones.

    Example:
        >>> Level.parse("practitioner") > Level.WORKING
        True
        >>> str(Level.AWARENESS)
        'awareness'
    """

    AWARENESS = 1
    WORKING = 2
    PRACTITIONER = 3
    EXPERT = 4

    def __str__(self) -> str:
        return self.name.lower()

    @classmethod
    def parse(cls, text: str | Level) -> Level:
        """The level of that name.

        Args:
            text: A level, or its name in any case.

        Raises:
            UnknownLevelError: There is no such level.

        Example:
            >>> Level.parse("Expert")
            <Level.EXPERT: 4>
        """
        if isinstance(text, Level):
            return text
        level = _BY_NAME.get(text.strip().lower()) if isinstance(text, str) else None
        if level is None:
            raise UnknownLevelError(str(text), tuple(_BY_NAME))
        return level


_BY_NAME = {str(level): level for level in Level}
