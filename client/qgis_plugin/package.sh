#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Makes build/geotask_remote.zip, which QGIS installs by Plugins, Install from ZIP:
#
#     sh client/qgis_plugin/package.sh [ZIP]
#
# It holds the plugin, the Python package geotask with the messages of the API, and what QGIS's Python
# may lack, in pure Python, from Debian's packages: h2, hpack, hyperframe, protobuf, with their licences.
# Who publishes it says where the project lives and who answers mail:
#
#     GEOTASK_PROJECT_URL=https://...   the homepage and repository; issues are at .../issues
#     GEOTASK_PROJECT_EMAIL=...
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
zip=${1:-$root/build/geotask_remote.zip}
python=/usr/bin/python3 # Debian's, which has the packages.
name=geotask_remote

for module in h2 hpack hyperframe google.protobuf; do
  "$python" -c "import $module" 2>/dev/null || {
    echo "package: $module is missing: install python3-h2 python3-hpack python3-hyperframe" \
      "python3-protobuf" >&2
    exit 1
  }
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
plugin=$work/$name

# copy_python FROM TO: the sources of a package and nothing compiled.
copy_python() {
  mkdir -p "$2"
  (cd "$1" && find . -name __pycache__ -prune -o -name '*.py' -print0 |
    xargs -0 tar -cf - --owner=0 --group=0) | tar -xf - -C "$2"
}

copy_python "$here/$name" "$plugin"
mkdir "$plugin/icons"
cp "$here/$name"/icons/*.svg "$plugin/icons/"
cp "$root/LICENSE" "$plugin/LICENSE"
sed -e "s|https://example.org/geotaskd|${GEOTASK_PROJECT_URL:-https://example.org/geotaskd}|" \
  -e "s|maintainers@example.org|${GEOTASK_PROJECT_EMAIL:-maintainers@example.org}|" \
  "$here/$name/metadata.txt" >"$plugin/metadata.txt"

# Translations, where Qt's compiler for them is there.
lrelease=$(command -v lrelease || echo /usr/lib/qt5/bin/lrelease)
mkdir "$plugin/i18n"
if [ -x "$lrelease" ]; then
  for translation in "$here/$name"/i18n/*.ts; do
    "$lrelease" -silent "$translation" -qm "$plugin/i18n/$(basename "$translation" .ts).qm"
  done
else
  echo "package: no lrelease (package qttools5-dev-tools): without translations" >&2
fi

vendor=$plugin/vendor
copy_python "$root/client/python/geotask" "$vendor/geotask/geotask"
sh "$root/client/python/generate.sh" "$vendor/geotask"
find "$vendor/geotask" -name '*.pyi' -delete
touch "$vendor/geotask/geotask/v1/__init__.py"

site=$("$python" -c 'import os, h2; print(os.path.dirname(os.path.dirname(h2.__file__)))')
for module in h2 hpack hyperframe; do
  copy_python "$site/$module" "$vendor/http2/$module"
done
copy_python "$site/google/protobuf" "$vendor/protobuf/google/protobuf"
rm -rf "$vendor/protobuf/google/protobuf/compiler" "$vendor/protobuf/google/protobuf/pyext"
mkdir "$vendor/licences"
for package in h2 hpack hyperframe protobuf; do
  cp "/usr/share/doc/python3-$package/copyright" "$vendor/licences/$package.txt"
  dpkg-query -W -f "$package \${Version} of Debian\n" "python3-$package" >>"$vendor/licences/versions.txt"
done

mkdir -p "$(dirname "$zip")"
"$python" -B "$here/zip_folder.py" "$plugin" "$zip"
echo "$zip: $(du -k "$zip" | cut -f1) kB"
