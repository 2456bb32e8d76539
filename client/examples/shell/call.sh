# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Makes calls of geotaskd with grpcurl or with buf, by reflection. To be sourced:
#
#     call Server/GetServerInfo '{}'
#     call Datasets/UploadDataset <messages.json     # Messages from standard input.
#
# Answers are printed one a line, their fields named as in JSON: featureCount. The program is
# grpcurl where it is installed, else buf; GEOTASK_CLIENT names one of the two. Debian: bash jq.

address=${1-${GEOTASK_SERVER-127.0.0.1:9090}} # HOST:PORT or unix:PATH.
client=${GEOTASK_CLIENT-$(command -v grpcurl >/dev/null && echo grpcurl || echo buf)}

call() {
  "call_by_$client" "$@" | with_names_of_json
}

# grpcurl names fields as the proto files do: feature_count.
with_names_of_json() {
  jq -c --unbuffered 'walk(if type == "object"
    then with_entries(.key |= gsub("_(?<letter>[a-z])"; .letter | ascii_upcase)) else . end)'
}

call_by_grpcurl() {
  local place=("$address")
  case $address in unix:*) place=(-unix "${address#unix:}") ;; esac
  grpcurl -plaintext -format-error -d "${2-@}" "${place[@]}" "geotask.v1.$1"
}

call_by_buf() {
  local place=() host=$address
  case $address in unix:*) place=(--unix-socket "${address#unix:}") host=localhost ;; esac
  buf curl --http2-prior-knowledge --protocol grpc --reflect --reflect-protocol grpc-v1alpha \
    --data "${2-@-}" "${place[@]}" "http://$host/geotask.v1.$1"
}
