#!/bin/bash
# A value known only at run time as a word of pytestCommand. Run scripts call `eval $pytestCommand`: the text is split,
# globbed, joined by blanks and evaluated once. What this prints has nothing in it that the first two could touch.

eval_word() { # TEXT
  local LC_ALL=C word='' code i
  for ((i = 0; i < ${#1}; i++)); do
    case ${1:i:1} in
    [A-Za-z0-9_./:=@%+,^-] | [$'\200'-$'\377']) word+=${1:i:1} ;;
    *)
      printf -v code '\\%03o' "'${1:i:1}"
      word+=$code
      ;;
    esac
  done
  if [[ -z $word || $word == *[!A-Za-z0-9_./:=@%+,^-]* ]]; then word="\$'$word'"; fi
  printf '%s' "$word"
}
