"""What was typed and cannot be an answer as it stands: a complaint, or how it was read."""


class Unusable(ValueError):
    """What was typed cannot be this answer; the text is the complaint."""


class ReadBack(Unusable):
    """What was typed was read as something, `said`, that has to be seen before it counts; `value` counts at once."""

    def __init__(self, said: str, value: str) -> None:
        super().__init__(f"This is read as {said}. Send it if that is right, else change it.")
        self.said = said
        self.value = value
