# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Reads errors of calls, and repeats calls as long as that can help. To be sourced in place of
# call.sh:
#
#     patiently Jobs/SubmitJob "$request" && echo "$answer"   # Else the ErrorDetail is in `detail`.

. "$(dirname "$0")/call.sh"

patience=120 # Seconds.
no_answer='{"reason": "UNAVAILABLE"}'
proto=$(cd "$(dirname "$0")/../../../proto" && pwd)

# Makes up a request_id.
new_request_id() {
  cat /proc/sys/kernel/random/uuid
}

# error_detail FILE: the ErrorDetail in what a failed call has said; nothing when it has none.
error_detail() {
  local found
  found=$(jq '.details[0] // empty' "$1" 2>/dev/null) || found=
  if [ -z "$found" ] || [ "$client" = grpcurl ]; then
    with_names_of_json <<<"$found"
  else # buf shows the bytes of the message, in base64 without the `=` at its end.
    jq -r '.value | . + "=" * ((4 - length % 4) % 4)' <<<"$found" | base64 -d |
      buf convert "$proto" --type geotask.v1.ErrorDetail --from -#format=binpb --to -#format=json
  fi
}

# patiently METHOD JSON: makes a call, and again as long as that can help. A request that submits
# has a request_id. Sets `answer` or, returning 1, `detail`.
patiently() {
  local code end said wait
  end=$((SECONDS + patience))
  said=$(mktemp)
  # shellcheck disable=SC2034 # `answer` is for the caller.
  while [ "$SECONDS" -lt "$end" ]; do
    if answer=$(call "$@" 2>"$said"); then
      rm "$said"
      return 0
    fi
    detail=$(error_detail "$said")
    code=$(jq -r .code "$said" 2>/dev/null) || code=unavailable # No JSON: nobody answers.
    wait=
    if [ -n "$detail" ]; then
      wait=$(jq -r '.retryDelay // "" | rtrimstr("s")' <<<"$detail")
    elif [[ $code =~ ^(unavailable|deadline_exceeded|14|4)$ ]]; then
      wait=2
    fi
    [ -n "$wait" ] || break # The same request would fail again.
    echo "not now ($(jq -r .reason <<<"${detail:-"$no_answer"}")); again in $wait s"
    sleep "$wait"
  done
  cat "$said" >&2
  rm "$said"
  return 1
}
