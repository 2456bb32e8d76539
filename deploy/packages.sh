# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# The Debian packages geotaskd needs (the names hold for Debian 12 and 13), and how to get them. To be
# sourced:
#
#     . deploy/packages.sh
#     ensure_packages $BUILD_PACKAGES $RUN_PACKAGES

# To compile daemon, client and demo.
export BUILD_PACKAGES="
  g++ cmake ninja-build ccache
  libqgis-dev libgdal-dev
  libgrpc++-dev libprotobuf-dev protobuf-compiler protobuf-compiler-grpc libabsl-dev
  libcli11-dev libspdlog-dev libtomlplusplus-dev nlohmann-json3-dev
  libjemalloc-dev libsystemd-dev libseccomp-dev libssl-dev pkgconf python3-dev"

# To run them: QGIS's coordinate systems and data providers.
export RUN_PACKAGES="
  qgis-providers libqt5sql5-sqlite"

# What brings the algorithms written in Python (`qgis:`, `gdal:`, models, scripts). Without them the
# native ones are offered.
export PYTHON_PACKAGES="
  python3-qgis gdal-bin"

# The map of the world that demo and tests work on.
export MAP_PACKAGES="
  qgis-common"

# To test them besides.
export TEST_PACKAGES="
  libgtest-dev libgmock-dev
  python3 python3-grpcio python3-protobuf python3-pytest python3-shapely python3-gdal
  python3-geopandas python3-tqdm python3-h2 python3-pip python3-setuptools python3-wheel python3-venv mypy
  python3-qgis gdal-bin qgis gpsbabel postgresql postgresql-postgis
  clang clang-format shellcheck jq"

# What the zip of the QGIS plugin is made of, and what tries it in a QGIS on a screen of its own.
export PLUGIN_PACKAGES="
  python3-h2 python3-hpack python3-hyperframe python3-protobuf qttools5-dev-tools
  xvfb xauth flake8 bandit openssl"

# To see the daemon built work, and no more.
export SMOKE_PACKAGES="
  python3 python3-grpcio python3-protobuf python3-pytest python3-shapely python3-gdal
  python3-qgis gdal-bin"

# To measure it beside its peers.
export BENCH_PACKAGES="
  libgeos-dev postgresql postgresql-postgis qgis python3-geopandas"

# To build and try the container, and a Debian of another version.
export CONTAINER_PACKAGES="
  buildah debootstrap"

# as_root COMMAND...: runs it as root, by sudo where need be.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    echo "packages: this needs root and there is no sudo: $*" >&2
    return 1
  fi
}

# missing_packages NAME...: those that are not installed, one a line.
missing_packages() {
  for package in "$@"; do
    # shellcheck disable=SC2016 # dpkg-query expands ${...} itself.
    case "$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null)" in
      *" installed") ;;
      *) echo "$package" ;;
    esac
  done
}

# ensure_packages NAME...: installs those that are missing; does not touch apt when none is.
ensure_packages() {
  missing=$(missing_packages "$@")
  if [ -z "$missing" ]; then
    return 0
  fi
  # shellcheck disable=SC2086 # One word a package.
  set -- $missing
  echo "packages: installing $*"
  as_root apt-get update -qq &&
    as_root env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends "$@"
}

# ensure_npm: any npm on the PATH will do; Debian's is large, so it comes last.
ensure_npm() {
  command -v npm >/dev/null || ensure_packages npm
}
