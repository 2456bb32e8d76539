#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Builds the container with buildah and sees it at work: starts it as its image says, asks for its
# health, runs a job and prints the state the job ended in, stops it with SIGTERM.
#
#     sh deploy/container-check.sh
#
# Needs root or sudo, and no container engine. All it makes is in build/container; the base image is
# pulled, or made by debootstrap where no registry can be reached.
set -eu
cd "$(dirname "$0")/.."
. deploy/packages.sh
. deploy/debootstrap.sh

if [ "$(id -u)" -ne 0 ]; then
  as_root sh "$0" "$@"
  exit
fi
# shellcheck disable=SC2086 # One word a package.
ensure_packages $CONTAINER_PACKAGES

place=$PWD/build/container
image=localhost/geotaskd
container=
program=
mkdir -p "$place"
work=$(mktemp -d "$place/run.XXXXXX")

# A copy a layer and isolation by chroot work on any machine.
cat >"$place/storage.conf" <<TEXT
[storage]
driver = "vfs"
graphroot = "$place/storage"
runroot = "$place/storage-run"
TEXT
export CONTAINERS_STORAGE_CONF="$place/storage.conf" BUILDAH_ISOLATION=chroot

finish() {
  code=$?
  trap - EXIT INT TERM
  if [ -n "$program" ] && kill -0 "$program" 2>/dev/null; then
    kill -9 "$(cat "$work/pid")" 2>/dev/null || true
    wait "$program" || true
  fi
  [ "$code" -eq 0 ] || [ ! -f "$work/log" ] || cat "$work/log" >&2
  [ -z "$container" ] || buildah rm "$container" >/dev/null
  rm -rf "$work"
  [ "$code" -eq 0 ] || echo "container-check: failed" >&2
  exit "$code"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fail() {
  echo "container-check: $*" >&2
  exit 1
}

say() {
  printf '\n== %s\n' "$*"
}

# The image to build on, with Debian's slim one as the first choice.
base_image() {
  if buildah images --quiet "$1" >/dev/null 2>&1; then
    echo "$1"
  elif timeout 120 buildah pull --quiet debian:trixie-slim >/dev/null 2>&1; then
    echo debian:trixie-slim
  else
    echo "container-check: no base image can be pulled; making one with debootstrap" >&2
    make_debian 13 "$work/base"
    scratch=$(buildah from scratch)
    buildah add --quiet "$scratch" "$work/base" / >/dev/null
    buildah commit --quiet "$scratch" "$1" >/dev/null
    buildah rm "$scratch" >/dev/null
    rm -rf "$work/base"
    echo "$1"
  fi
}

# of_image TEMPLATE: what the image says, by a template of Go.
of_image() {
  buildah inspect --type image --format "$1" "$image"
}

# inside COMMAND...: runs it in the container, as its user.
inside() {
  buildah run --env "GEOTASK_SERVER=$(cat "$work/address")" "$container" -- "$@"
}

say "Building the image"
base=$(base_image localhost/geotaskd-base:trixie)
buildah bud --quiet --format docker --pull=never --build-arg "BASE=$base" --tag "$image" .
buildah images "$image"

say "Starting it"
user=$(of_image '{{.Docker.Config.User}}')
case $user in
  '' | root | 0 | 0:*) fail "its user is '$user'; it should have no privileges" ;;
esac
[ "$(of_image '{{.Docker.Config.StopSignal}}')" = SIGTERM ] || fail "it is not stopped by SIGTERM"
entrypoint=$(of_image '{{range .Docker.Config.Entrypoint}}{{.}} {{end}}')
health=$(of_image '{{range .Docker.Config.Healthcheck.Test}}{{.}} {{end}}')
container=$(buildah from --pull=never "$image")
mkdir "$work/out"
chown "${user%%:*}" "$work/out"
# Here the container has the machine's network, where 9090 may be taken.
# shellcheck disable=SC2016,SC2086 # The inner shell expands it; the entry point is words.
buildah run --volume "$work/out:/out" --env GEOTASKD_LISTEN=0.0.0.0:0 \
  --env GEOTASKD_ADDRESS_FILE=/out/address "$container" -- \
  sh -c 'echo $$ >/out/pid && id -u >/out/user && exec "$@"' sh $entrypoint >"$work/log" 2>&1 &
program=$!
while [ ! -f "$work/out/address" ]; do
  kill -0 "$program" 2>/dev/null || fail "geotaskd ended at once"
  sleep 0.2
done
cp "$work/out/pid" "$work/out/address" "$work"
echo "$entrypoint serves on $(cat "$work/address") as user $(cat "$work/out/user")"
[ "$(cat "$work/out/user")" -ne 0 ] || fail "it runs as root"

say "Asking for its health"
# shellcheck disable=SC2086 # Words.
inside ${health#CMD }

say "Running an algorithm"
echo '{"type": "Point", "coordinates": [7.6, 51.96]}' >"$work/point.geojson"
dataset=$(inside geotask upload - <"$work/point.geojson")
until inside geotask run native:buffer "--INPUT=$dataset" --DISTANCE=0.5; do sleep 1; done

say "Running a job"
echo '{"type": "Point", "coordinates": [7.6, 51.96]}' >"$work/point.geojson"
job=$(inside geotask buffer - --distance 0.5 --detach <"$work/point.geojson")
inside geotask wait "$job"
state=$(inside geotask --json show "$job" | sed -n 's/.*"state": *"\([A-Z_]*\)".*/\1/p')
echo "$job: $state"
[ "$state" = JOB_STATE_SUCCEEDED ] || fail "the job ended $state"

say "Stopping it with SIGTERM"
kill -TERM "$(cat "$work/pid")"
code=0
wait "$program" || code=$?
program=
[ "$code" -eq 0 ] || fail "geotaskd ended with exit code $code"
echo "geotaskd ended with exit code 0"
