# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# A minimal Debian in a folder, that has its packages from where this machine has them. To be sourced,
# and used as root:
#
#     . deploy/debootstrap.sh
#     make_debian 13 build/debian-13/root

# debian_suite VERSION: its code name.
debian_suite() {
  case $1 in
    12) echo bookworm ;;
    13) echo trixie ;;
    *)
      echo "Debian $1 is not known here; 12 and 13 are" >&2
      return 1
      ;;
  esac
}

# debian_mirror: this machine's, if it is a Debian; else none, which leaves it to debootstrap.
debian_mirror() {
  # shellcheck disable=SC2016 # apt-get expands $(REPO_URI) itself.
  echo "${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' \
    'Label: Debian' 2>/dev/null | head -n 1)}"
}

# adopt_settings FOLDER: how apt gets its packages, and whom to trust over TLS.
adopt_settings() {
  if [ -d /usr/local/share/ca-certificates ]; then
    cp -rL /usr/local/share/ca-certificates "$1/usr/local/share/"
    chroot "$1" update-ca-certificates >/dev/null
  fi
  if command -v apt-config >/dev/null; then
    apt-config dump Acquire >"$1/etc/apt/apt.conf.d/90host"
  fi
}

# make_debian VERSION FOLDER: the folder appears when it is complete. FOLDER.log is debootstrap's.
make_debian() {
  rm -rf "$2.new"
  # shellcheck disable=SC2046 # No mirror, no argument.
  if ! debootstrap --variant=minbase --include=ca-certificates "$(debian_suite "$1")" "$2.new" \
    $(debian_mirror) >"$2.log" 2>&1; then
    tail "$2.log" >&2
    echo "debootstrap failed; $2.log has all it said" >&2
    return 1
  fi
  adopt_settings "$2.new" && mv "$2.new" "$2"
}
