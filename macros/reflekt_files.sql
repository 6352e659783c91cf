{#- Return every file that plan and present call for. Pure: reads and writes nothing.

    Returns {'files': [[path, source or '', text], ...], 'findings': [[code, event, property, args],
    ...], 'tables': [...]}; for the tables see table_counts. -#}
{%- macro reflekt_files(plan, present) -%}
    {%- set matches = reflekt.reconcile(plan, present) -%}
    {%- set files = [] -%}
    {%- set of_source = {} -%}
    {%- for source in plan['sources'] -%}
        {%- do of_source.update({source['name']: []}) -%}
    {%- endfor -%}
    {%- for path, text in plan['texts'] -%}
        {%- do files.append([path, '', text]) -%}
    {%- endfor -%}
    {%- for docs in plan['docs'] -%}
        {%- do files.append([docs['path'], '', reflekt.render_doc_blocks(docs['blocks'])]) -%}
    {%- endfor -%}
    {%- for match in matches['tables'] -%}
        {%- do of_source[match['plan']['source']].append(match) -%}
    {%- endfor -%}
    {%- for source in plan['sources'] -%}
        {%- set index = matches['index'][source['name']] -%}
        {%- set text = reflekt.render_source(source, of_source[source['name']], index, reflekt._quoted_names(plan)) -%}
        {%- if text -%}{%- do files.append([source['path'], source['name'], text]) -%}{%- endif -%}
    {%- endfor -%}
    {#- Where the project has another model of the name, it is left alone. -#}
    {%- for model in matches['models'] if model['plan']['selected'] and not model['plan']['taken_by'] -%}
        {%- set table = model['plan'] -%}
        {%- do files.append([table['path'], table['source'], reflekt.render_model(model)]) -%}
    {%- endfor -%}
    {%- do files.extend(reflekt.properties_files(matches['models'], plan['shares_docs'])) -%}
    {{ return({
        'files': files, 'findings': matches['findings'],
        'tables': reflekt.table_counts(matches['tables'])
    }) }}
{%- endmacro -%}
