{#- Return [[path, source or '', text], ...]: the properties files of *models*, all that is planned.

    A file of several models is whole whichever of them are selected: it holds those that are
    written now and those that an earlier run wrote. -#}
{%- macro properties_files(models, is_shared) -%}
    {%- set paths = [] -%}
    {%- set of_path = {} -%}
    {%- for model in models if model['plan']['docs_path'] and not model['plan']['taken_by'] -%}
        {%- set path = model['plan']['docs_path'] -%}
        {%- if path not in of_path -%}
            {%- do paths.append(path) -%}
            {%- do of_path.update({path: []}) -%}
        {%- endif -%}
        {%- do of_path[path].append(model) -%}
    {%- endfor -%}
    {%- set files = [] -%}
    {%- for path in paths -%}
        {%- do files.extend(reflekt._properties_file(path, of_path[path], is_shared)) -%}
    {%- endfor -%}
    {{ return(files) }}
{%- endmacro -%}


{#- Return a list of the one file, or of none if none of its *models* is selected. -#}
{%- macro _properties_file(path, models, is_shared) -%}
    {%- set source = models[0]['plan']['source'] -%}
    {%- set others = [] -%}
    {%- set selected = [] -%}
    {%- set described = [] -%}
    {%- for model in models -%}
        {%- if model['plan']['source'] != source -%}{%- do others.append(model) -%}{%- endif -%}
        {%- if model['plan']['selected'] -%}{%- do selected.append(model) -%}{%- endif -%}
        {%- if model['plan']['selected'] or model['plan']['described'] -%}{%- do described.append(model) -%}{%- endif -%}
    {%- endfor -%}
    {%- if not selected -%}
        {{ return([]) }}
    {%- endif -%}
    {{ return([[path, '' if others else source, reflekt.render_properties(described, is_shared)]]) }}
{%- endmacro -%}
