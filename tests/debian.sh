#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Runs a command in a Debian of its own: a root made by debootstrap in build/debian-VERSION, kept for
# the next time.
#
#     sh tests/debian.sh 13 sh tests/run.sh
#     sh tests/debian.sh --check            # Exit code 0: this machine can do it; else it says why not.
#
# The command finds the source in /source, read-only, but for build/, which is
# build/debian-VERSION/build outside: builds there are incremental. Package mirrors, proxies and
# certificate authorities are this machine's. All mounts are in a mount namespace of the command's own
# and go with it, however it ends. Needs root or sudo.
set -eu
cd "$(dirname "$0")/.."
. deploy/packages.sh
. deploy/debootstrap.sh

fail() {
  echo "debian: $*" >&2
  exit 1
}

can_make_nodes() {
  node=$(mktemp -u) &&
    as_root mknod "$node" c 1 3 2>/dev/null && # As /dev/null.
    as_root dd if=/dev/zero "of=$node" count=1 2>/dev/null &&
    as_root rm "$node"
}

# Why this machine cannot do it; nothing when it can.
obstacle() {
  if [ "$(id -u)" -ne 0 ] && ! { command -v sudo && sudo -n true; } >/dev/null 2>&1; then
    echo "this is not root, and there is no sudo that asks for no password"
  elif ! as_root unshare --mount true 2>/dev/null; then
    echo "this machine lets nobody mount, not even root (a container without CAP_SYS_ADMIN?)"
  elif ! can_make_nodes; then
    echo "this machine lets nobody make device nodes, which debootstrap has to"
  fi
}

# bind SOURCE PLACE: mounts a file or folder, which may be missing, read-only.
bind() {
  if [ -f "$1" ]; then
    [ -e "$root$2" ] || : >"$root$2"
  elif [ -d "$1" ]; then
    mkdir -p "$root$2"
  else
    return 0
  fi
  mount --bind "$1" "$root$2"
  mount -o remount,bind,ro "$root$2"
}

mount_all() {
  mount --rbind /proc "$root/proc"
  mount --rbind /dev "$root/dev"
  # Without it glibc's malloc leaves ENOENT in errno when a thread is new, which gRPC, about to connect,
  # takes for its own: one client in 700 said that no server answers.
  mount --rbind /sys "$root/sys"
  mount -t tmpfs tmpfs "$root/dev/shm"
  mkdir -p build "$place/build"
  bind "$PWD" /source
  mount --bind "$place/build" "$root/source/build"
  bind /etc/resolv.conf /etc/resolv.conf
  bind /etc/npmrc /etc/npmrc
  bind "$CALLER_HOME/.npmrc" "$home/.npmrc"
}

# As root, in a mount namespace of its own.
inside() {
  exec 9>"$place/lock"
  flock -n 9 || {
    echo "debian: waiting for another run in $root"
    flock 9
  }
  if [ ! -d "$root" ]; then
    echo "debian: making $root"
    make_debian "$version" "$root"
  fi
  adopt_settings "$root" # They may have changed since it was made.
  mount_all
  exec chroot "$root" env -i HOME=$home LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    CCACHE_DIR=/source/build/ccache NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt \
    sh -c 'cd /source && exec "$@"' sh "$@"
}

again=
if [ "${1-}" = --inside ]; then
  again=yes
  shift
elif [ "${1-}" = --check ]; then
  why=$(obstacle)
  [ -z "$why" ] || fail "$why"
  exit 0
fi
[ $# -ge 2 ] || fail "usage: sh tests/debian.sh VERSION COMMAND..."
version=$1
debian_suite "$version" >/dev/null
place=$PWD/build/debian-$version
root=$place/root
home=/root # In there.
shift
if [ -n "$again" ]; then
  inside "$@"
fi
why=$(obstacle)
[ -z "$why" ] || fail "no Debian $version here: $why"
ensure_packages debootstrap util-linux
for name in CI CMAKE_BUILD_PARALLEL_LEVEL GOPROXY http_proxy https_proxy no_proxy \
  HTTP_PROXY HTTPS_PROXY NO_PROXY; do
  eval "value=\${$name-}"
  # shellcheck disable=SC2154 # eval sets it.
  [ -z "$value" ] || set -- env "$name=$value" "$@"
done
mkdir -p "$place"
as_root env CALLER_HOME="$HOME" DEBIAN_MIRROR="${DEBIAN_MIRROR-}" \
  unshare --mount sh tests/debian.sh --inside "$version" "$@"
