{#- Stop with the same parts as our Python errors: what, and what to do. -#}
{%- macro _fail(problem, hint) -%}
    {{ exceptions.raise_compiler_error(problem ~ '\n  hint: ' ~ hint) }}
{%- endmacro -%}
