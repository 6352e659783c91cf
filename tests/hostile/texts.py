"""Texts that broke someone's SQL, YAML, Jinja or terminal, and a strategy for any other."""

from __future__ import annotations

from hypothesis import strategies as st

JINJA = (
    "{{ run_query('drop') }}",
    '{{ run_query("drop table raw.shop") }}',
    "{% do run_query('drop') %}",
    "{# a comment that would swallow this #}",
    "{% endraw %}{{ 1 + 1 }}{% raw %}",
    "{% enddocs %}{% docs other %}",
    "{{ '{' }}",
    '{{ "{{" }}',
    "{{1}}",
    "{",
    "}} {% }} %} #}",
    "{%- if true -%} - {%- endif -%}",
    "{{ env_var('HOME') }}",
    '{{ doc("reflekt_segment__id") }}',
    "ref('stg_shop__text_0')",
    " source('shop', 'tracks')",
    "env_var('NOT_SET')",
    "# for x in y",
    "^[a-z]{{2}}$",
)
SQL = (
    "O'Reilly's \"shop\"",
    "''",
    "'; drop table raw.shop; --",
    "/* a comment",
    "*/ select 1 /*",
    "-- a comment",
    "$$ begin $$",
    "100 % of %s and %(name)s",
    "\\",
    "C:\\new\\table",
    "\\'",
    "\\n is no newline, \\u0041 no letter",
    "`backticks` and [brackets]",
    "semi;colon",
)
YAML = (
    "key: value",
    "a # comment",
    "- item",
    "&anchor",
    "*alias",
    "!tag",
    "%YAML 1.1",
    "@at",
    "|",
    ">",
    "~",
    "null",
    "yes",
    "No",
    "true",
    "0x1F",
    "0o17",
    "012",
    "1e3",
    ".inf",
    "1_000",
    "12:30:45",
    "2024-01-01",
    "<<",
    "=",
    "---",
    "...",
    "? question",
    "[a, b]",
    "",
)
SPACE = (
    " ",
    " at both ends ",
    "tab\tand\ttab",
    "two\nlines",
    "two\n\nparagraphs\n",
    "\n",
    "\ta tab first",
    "trailing \n spaces \n",
    "a no-break\u00a0space",
)
UNICODE = (
    "emoji \U0001f950\U0001f469\u200d\U0001f373 of a family",
    "\u05e9\u05dc\u05d5\u05dd \u202eright to left\u202c",
    "Z\u0351\u036b\u0343a\u0329\u0321l\u0348g\u035co",
    "e\u0301 is not \u00e9",
    "line\u2028separator and paragraph\u2029separator",
    "\ufeffbyte order mark",
    "zero\u200bwidth\u2060joined\u200d",
    "soft\u00adhyphen",
    "\ufffe and \uffff are no characters",
    "\U0010ffff the last one",
    "\ue000 private",
    "\U000e0041 tag",
)
LONG = ("x" * 10_000, "{{" * 5_000, "'\"\\" * 3_333, "{% x %}\n" * 1_000, "\U0001f950" * 10_000)

NASTY = (*JINJA, *SQL, *YAML, *SPACE, *UNICODE, *LONG)

# Surrogates are no text; of control characters only tab and newline are.
ANY_TEXT = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs", "Cc"]),
        st.sampled_from("\t\n'\"\\{}%#$-/*;:&!|>@`~,[]()<=? "),
    ),
    max_size=60,
)
