"""The three ways a call to Twilio ends badly; none of them carries a number, a text or an address of ours."""


class NotSentError(Exception):
    """The request never left: no connection. Trying again is safe."""


class NoAnswerError(Exception):
    """The request left, and what came of it is not known: silence, a cut line, an answer that is not Twilio's."""


class RefusedError(Exception):
    """Twilio, or something in front of it, said no.

    `code` is Twilio's own (https://www.twilio.com/docs/api/errors); None where the answer held none, as a gateway's.
    """

    def __init__(self, status: int, code: int | None, retry_after_seconds: float | None = None) -> None:
        super().__init__(f"HTTP {status}, code {code}")
        self.status = status
        self.code = code
        self.retry_after_seconds = retry_after_seconds
