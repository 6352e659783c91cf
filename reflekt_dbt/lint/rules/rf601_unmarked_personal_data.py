"""RF601."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.lint.casing import words
from reflekt_dbt.lint.rule import EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class UnmarkedPersonalData(EventRule):
    """A property looks like personal data, and nobody has said whether it is.

    `"pii": true`, a kind such as `"pii": "email"`, or `"pii": false` in its schema settles it.
    A guess by names finds some of what there is and some of what there is not, so this rule is
    off until selected, as in `select: [default, RF6]`.

    Flagged:
        {"email": {"type": "string", "description": "Where to write to."}}

    Fine:
        {"email": {"type": "string", "description": "Where to write to.", "pii": true}}
    """

    code = "RF601"
    name = "unmarked-personal-data"
    severity = "warning"
    on = False

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation for each such property, at every level."""
        for prop in schema.properties:
            if isinstance(prop.schema.get("pii"), (bool, str)):
                continue
            what = _guess(prop.name)
            if what:
                problem = f"{prop.dotted!r} looks like {what}"
                hint = 'add "pii": true, or "pii": false if it is no personal data'
                yield self.on_property(schema, prop, problem, hint)


# What is looked for, as words of a name one after the other.
_LOOKS = {
    "an e-mail address": ("email", "e mail", "mail address"),
    "a phone number": ("phone", "mobile number", "telephone", "msisdn", "fax"),
    "a person's name": (
        "first name", "last name", "full name", "surname", "given name", "family name",
        "firstname", "lastname", "fullname", "maiden name", "middle name",
    ),
    "a postal address": (
        "address", "street", "zip", "zipcode", "zip code", "postcode", "postal code",
    ),
    "a network address": ("ip", "ip address", "mac address"),
    "a place": ("latitude", "longitude", "geolocation", "lat", "lng", "lon"),
    "a date of birth": ("birth", "birthday", "birthdate", "dob", "date of birth"),
    "a number of identity": (
        "ssn", "social security", "passport", "national id", "tax id", "driver license",
        "drivers license", "driving licence",
    ),
    "a number of an account": ("iban", "card number", "credit card", "account number", "cvv"),
    "a trait of a person": ("gender", "sex", "ethnicity", "religion", "nationality"),
    "a secret": ("password", "secret", "access token", "auth token"),
}  # fmt: skip
_BY_WORDS = {
    tuple(phrase.split()): what for what, phrases in _LOOKS.items() for phrase in phrases
}
_LONGEST = max(map(len, _BY_WORDS))


def _guess(name: str) -> str:
    """Return what a property called *name* looks like; ``""`` if like nothing personal."""
    found = [word.lower() for word in words(name)]
    for length in range(_LONGEST, 0, -1):
        for start in range(len(found) - length + 1):
            what = _BY_WORDS.get(tuple(found[start : start + length]))
            if what:
                return what
    return ""
