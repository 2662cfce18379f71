"""The one way in which an action says no."""


class Refused(Exception):
    """An action could not be done; the sentence tells the person what to do next.

    Args:
        sentence: A whole sentence, already translated.
        field: The form field it belongs to, where there is one.
    """

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = str(sentence)
        self.field = field
