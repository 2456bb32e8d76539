// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/completion_scripts.h"

namespace geotask::cli {
namespace {

// The first line of an answer tells whether files fit, the second the part of a file's name that is
// there; candidates follow, without what readline has set apart at `:` and `=`.
constexpr char kBash[] = R"(# Completion of geotask, for bash. Made by `geotask completion bash`.
_geotask() {
  local files part candidate
  COMPREPLY=()
  {
    IFS= read -r files
    IFS= read -r part
    while IFS= read -r candidate; do
      COMPREPLY+=("$candidate")
    done
  } < <("${1/#\~/$HOME}" complete --breaks "$COMP_WORDBREAKS" \
    --line "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
  if [ "$files" = files ]; then
    while IFS= read -r candidate; do
      [ -d "$candidate" ] && candidate+=/
      COMPREPLY+=("${candidate// /\\ }")
    done < <(compgen -f -- "$part")
  fi
  case ${COMPREPLY[0]} in
    *[=/:]) compopt -o nospace ;;
  esac
}
complete -F _geotask geotask
)";

constexpr char kZsh[] = R"(#compdef geotask
# Completion of geotask, for zsh. Made by `geotask completion zsh`.
_geotask() {
  local files part text description
  local -a texts shown open open_shown
  {
    IFS= read -r files
    IFS= read -r part
    while IFS=$'\t' read -r text description; do
      if [[ $text == *[=/:] ]]; then
        open+=("$text")
        open_shown+=("$text${description:+  -- $description}")
      else
        texts+=("$text")
        shown+=("$text${description:+  -- $description}")
      fi
    done
  } < <(${words[1]} complete --descriptions --line "${(j: :)words[1,CURRENT-1]} $PREFIX" 2>/dev/null)
  (( $#texts )) && compadd -l -d shown -- "${texts[@]}"
  (( $#open )) && compadd -l -S '' -d open_shown -- "${open[@]}"
  if [[ $files == files ]]; then
    compset -P '*='
    _files
  fi
}
if [ "$funcstack[1]" = "_geotask" ]; then
  _geotask "$@"
else
  compdef _geotask geotask
fi
)";

constexpr char kFish[] = R"(# Completion of geotask, for fish. Made by `geotask completion fish`.
function __geotask_complete
    set -l answer (geotask complete --descriptions --line (commandline -cp | string collect) 2>/dev/null)
    if test "$answer[1]" = files
        set -l before (string match -r -- '^-[^=]*=' (commandline -ct))
        for file in (__fish_complete_path "$answer[2]")
            echo "$before$file"
        end
    end
    for candidate in $answer[3..-1]
        echo $candidate
    end
end
complete -c geotask -f -a '(__geotask_complete)'
)";

}  // namespace

std::string completionScript(const std::string& shell) {
  if (shell == "bash") return kBash;
  if (shell == "zsh") return kZsh;
  if (shell == "fish") return kFish;
  return "";
}

}  // namespace geotask::cli
