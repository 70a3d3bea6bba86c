"""Refusals: everything the service may say no to, with the status it answers.

    Refusal
    ├── NotFound    404   there is nothing of that name
    ├── Gone        410   there was, and it is over
    ├── Conflict    409   somebody was first
    ├── Invalid     422   what came cannot be taken as it is
    │   └── Unreadable  400   what came cannot even be read
    ├── TooLarge    413   more than is taken at once
    ├── NotAllowed  403   this person may not
    │   └── SignInNeeded 401   nobody is signed in
    ├── TooMany     429   too often; `retry_after_s` says when
    └── Busy        503   not now; `retry_after_s` says when

Slices subclass a kind beside the verb that raises it. Anything else that is raised is a bug.
"""


class Refusal(Exception):
    """A no that is fit to be shown to a person.

    Attributes:
        status: the HTTP status of this kind of refusal.
        sentence: English message id with `%(name)s` places; a front translates it.
        field: the form field it concerns, or None.
        values: what fills the places of the sentence.
    """

    status = 500
    sentence = ""

    def __init__(self, sentence: str | None = None, *, field: str | None = None, **values: object) -> None:
        self.sentence = sentence or type(self).sentence
        self.field = field
        self.values = values
        super().__init__(self.english())

    def english(self) -> str:
        """Give the sentence with its places filled, untranslated."""
        return self.sentence % self.values if self.values else self.sentence


class NotFound(Refusal):
    """There is nothing of that name (404)."""

    status = 404


class Gone(Refusal):
    """There was, and it is over (410)."""

    status = 410


class Conflict(Refusal):
    """Somebody or something was first (409)."""

    status = 409


class Invalid(Refusal):
    """What came cannot be taken as it is (422)."""

    status = 422


class Unreadable(Invalid):
    """What came cannot even be read (400)."""

    status = 400


class TooLarge(Refusal):
    """More than is taken at once (413)."""

    status = 413


class NotAllowed(Refusal):
    """This person may not do this (403)."""

    status = 403


class SignInNeeded(NotAllowed):
    """Nobody is signed in here (401)."""

    status = 401


class TooMany(Refusal):
    """Too often (429).

    Args:
        retry_after_s: whole seconds after which it may be tried again.
    """

    status = 429

    def __init__(
        self, sentence: str | None = None, *, retry_after_s: int, field: str | None = None, **values: object
    ) -> None:
        super().__init__(sentence, field=field, **values)
        self.retry_after_s = retry_after_s


class Busy(Refusal):
    """Not now (503).

    Args:
        retry_after_s: whole seconds after which it may be tried again.
    """

    status = 503

    def __init__(
        self, sentence: str | None = None, *, retry_after_s: int, field: str | None = None, **values: object
    ) -> None:
        super().__init__(sentence, field=field, **values)
        self.retry_after_s = retry_after_s


class InvalidFields(Invalid):
    """Several fields of one form cannot be taken as they are (422).

    Args:
        problems: one refusal a field, in the order of the form; at least one.
    """

    def __init__(self, problems: list[Refusal]) -> None:
        super().__init__(problems[0].sentence, field=problems[0].field, **problems[0].values)
        self.problems = problems


def problems_of(refusal: Refusal) -> list[Refusal]:
    """List what is wrong, one refusal a field; a refusal without fields gives itself."""
    return refusal.problems if isinstance(refusal, InvalidFields) else [refusal]
