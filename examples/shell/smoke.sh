#!/bin/sh
# Run as: mockclio run -- ./smoke.sh
set -eu

clio() { # METHOD PATH [JSON]
    curl --silent --show-error --globoff --request "$1" --header "Authorization: Bearer $CLIO_TOKEN" \
        --header 'Content-Type: application/json' ${3:+--data "$3"} --write-out '\n%{http_code}' "$CLIO_API_URL$2"
}

expect() { # WHAT PATTERN TEXT
    if ! printf '%s' "$3" | grep -q "$2"; then
        printf 'not ok: %s: no %s in\n%s\n' "$1" "$2" "$3" >&2
        exit 1
    fi
    echo "ok: $1"
}

expect 'the token opens the firm' '"first_name"' "$(clio GET '/users/who_am_i.json?fields=first_name')"
expect 'the first matter has its client' 'Brightwater Foods Inc.' "$(clio GET '/matters.json?limit=1&order=id(asc)&fields=client{name}')"
made=$(clio POST '/contacts.json?fields=id,name' '{"data": {"type": "Company", "name": "Harbour Ltd"}}')
expect 'a company is created' '"name":"Harbour Ltd"' "$made"
id=$(printf '%s' "$made" | sed -n 's/.*"id":\([0-9]*\).*/\1/p')
expect 'it is found again' "\"id\":$id" "$(clio GET '/contacts.json?query=Harbour')"
expect 'it can be removed' '^204$' "$(clio DELETE "/contacts/$id.json")"
expect 'then it is gone' '^404$' "$(clio GET "/contacts/$id.json")"
expect 'a wrong field is refused' '^400$' "$(clio GET '/matters.json?fields=nmae')"

# The verbs of mockclio find the server by MOCKCLIO_URL.
mockclio fault add status --status 503 --operation 'Matter#index' --count 1 >/dev/null
expect 'an outage can be had' '^503$' "$(clio GET '/matters.json')"
expect 'and passes' '^200$' "$(clio GET '/matters.json')"
expect 'what was sent can be read' 'GET /api/v4/matters.json' "$(mockclio requests --status 5xx)"
