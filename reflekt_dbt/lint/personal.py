"""Names that look like personal data. A guess: finds some of what there is, and more. Pure."""

from __future__ import annotations

from reflekt_dbt.lint.casing import words

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


def looks_like(name: str) -> str:
    """Return what a property called *name* looks like; ``""`` if like nothing personal."""
    found = [word.lower() for word in words(name)]
    for length in range(_LONGEST, 0, -1):
        for start in range(len(found) - length + 1):
            what = _BY_WORDS.get(tuple(found[start : start + length]))
            if what:
                return what
    return ""
