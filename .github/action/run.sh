#!/usr/bin/env bash
# What action.yml runs, on Linux and macOS; everything comes in by variables, see there.
# Exit codes are those of reflekt-dbt, the gravest one of all that was run.
set -uo pipefail

# Both as `reflekt-dbt diff --output markdown` has them.
MARK='<!-- reflekt-dbt diff -->'
NOTHING='No schema changes.'
LONGEST=60000 # GitHub refuses comments of more than 65,536 characters
worst=0
bin=''
read -ra args <<<"${ARGS:-}"

install() {
    local venv="$RUNNER_TEMP/reflekt-dbt" what="$GITHUB_ACTION_PATH"
    if [ -n "${VERSION:-}" ]; then what="reflekt-dbt==$VERSION"; fi
    python3 -m venv "$venv" && "$venv/bin/python" -m pip install --quiet \
        --disable-pip-version-check "$what" || exit 2
    bin="$venv/bin"
}

# Run one command of ours and remember how it ended.
ours() {
    local code=0
    "$bin/reflekt-dbt" "$@" ${args[@]+"${args[@]}"} || code=$?
    if [ "$code" -gt "$worst" ]; then worst=$code; fi
    return "$code"
}

check() {
    case "$1" in
        lint) ours lint --output github ;;
        fmt) ours fmt --check ;;
        breaking) if against_is_known breaking; then ours breaking --against "$AGAINST" --output github; fi ;;
        *)
            echo "::error::reflekt-dbt: unknown command '$1'; known: lint, fmt, breaking"
            worst=2
            ;;
    esac
}

against_is_known() {
    if [ -n "${AGAINST:-}" ]; then return 0; fi
    echo "::notice::reflekt-dbt: nothing to compare with outside of a pull request; give against to run $1"
    return 1
}

# Say in the pull request what it changes: once, and anew after each push.
comment() {
    local file="$RUNNER_TEMP/reflekt-dbt-comment.md" text id code=0
    # In a subshell, where `ours` could not remember how it ended.
    text=$(ours diff --against "$AGAINST" --output markdown) || code=$?
    if [ "$code" -gt 1 ]; then
        worst=2
        return 0
    fi
    id=$(gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments" \
        --jq ".[] | select(.body | startswith(\"$MARK\")) | .id") || { unsaid; return 0; }
    id=${id%%$'\n'*}
    # A comment that is there is brought up to date; to say nothing, none is begun.
    if [ -z "$id" ] && [ "${text##*$'\n'}" = "$NOTHING" ]; then return 0; fi
    if [ "${#text}" -gt "$LONGEST" ]; then text="${text:0:LONGEST}"$'\n\n… (cut: too long for a comment)'; fi
    printf '%s\n' "$text" >"$file"
    if [ -n "$id" ]; then
        gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --field "body=@$file" || unsaid
    else
        gh api --silent "repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments" --field "body=@$file" || unsaid
    fi
}

# From a fork the token may read only; that is no fault of the schemas.
unsaid() {
    echo '::warning::reflekt-dbt: the comment could not be written; it needs permissions: pull-requests: write'
}

install
for command in ${COMMANDS:-}; do
    check "$command"
done
if [ "${COMMENT:-}" = true ] && [ -n "${PULL_REQUEST:-}" ] && against_is_known diff; then
    comment
fi
exit "$worst"
