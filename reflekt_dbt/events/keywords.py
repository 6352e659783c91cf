"""The keywords of JSON Schema, by what stands below them, and the order we write them in."""

from __future__ import annotations

# Members are named by the author, each of them a schema.
NAMED = frozenset(
    {"properties", "patternProperties", "definitions", "$defs", "dependencies"}
)  # fmt: skip
# The value is a schema, or a list of them.
SCHEMAS = frozenset(
    {
        "items", "additionalItems", "contains", "additionalProperties", "propertyNames",
        "not", "if", "then", "else", "allOf", "anyOf", "oneOf",
    }
)  # fmt: skip
# Hold data: a "$ref" or a comma in there is the author's own affair.
DATA = frozenset({"const", "default", "enum", "examples", "metadata", "self"})

# First what it is, then what it may be, then what is in it. A keyword that is not here
# comes last, in its author's order.
ORDER = (
    "$schema", "$id", "$ref", "title", "description", "$comment", "self", "metadata",
    "type", "enum", "const", "format", "pattern", "minLength", "maxLength",
    "contentEncoding", "contentMediaType",
    "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf",
    "items", "additionalItems", "contains", "minItems", "maxItems", "uniqueItems",
    "properties", "patternProperties", "propertyNames", "dependencies",
    "minProperties", "maxProperties", "required", "additionalProperties",
    "allOf", "anyOf", "oneOf", "not", "if", "then", "else",
    "default", "examples", "readOnly", "writeOnly", "deprecated", "renamed_from", "pii", "lint",
    "definitions", "$defs",
)  # fmt: skip
SELF_ORDER = ("vendor", "name", "format", "version", "metadata")
