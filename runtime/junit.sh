#!/bin/bash
# The JUnit report that run.sh writes. Texts are whatever Slurm, logs and names hold; a report is well-formed all the same.

# Standard input as XML text: valid UTF-8 without what XML forbids (control characters, U+FFFE, U+FFFF) or ESC sequences.
xml_filter() {
  { iconv -c -f UTF-8 -t UTF-8 2>/dev/null || true; } |
    LC_ALL=C sed -e 's/\x1b\[[0-9;?]*[A-Za-z]//g' -e 's/\xef\xbf[\xbe\xbf]//g' \
      -e 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g; s/"/\&quot;/g' |
    LC_ALL=C tr -d '\000-\010\013-\037\177'
}

# Sets `xml` to text $1 as the value of an attribute.
xml_value() {
  xml=$1
  [[ $1 == *[!A-Za-z0-9' '._/,:\;+=@%\(\)\'-]* ]] || return 0
  xml=$(printf '%s' "$1" | xml_filter)
  xml=${xml//$'\n'/'&#10;'} xml=${xml//$'\t'/'&#9;'}
}

# The last lines of log $1 where it can be read; of endless lines their ends.
log_end() {
  [[ ! -f $1 ]] || { tail -n 50 -- "$1" 2>/dev/null || true; } | tail -c 20000 | xml_filter
}

# What went wrong. Its element is closed whatever becomes of the log.
junit_fault() { # ELEMENT MESSAGE LOG
  printf '\n      <%s message="%s">' "$1" "$2"
  log_end "$3" || true
  printf '</%s>\n    ' "$1"
}

# A test that has no verdict counts as skipped: it did not run.
junit_case() { # INDEX
  local name message
  xml_value "${names[$1]}" && name=$xml
  xml_value "${whys[$1]}" && message=$xml
  xml_value "$SUITE.${modes[$1]}"
  printf '    <testcase classname="%s" name="%s" time="%d">' "$xml" "$name" "${seconds[$1]:-0}"
  case ${verdicts[$1]} in
  passed) ;;
  failed) junit_fault failure "$message" "${logs[$1]}" ;;
  refused | cancelled | lost) junit_fault error "$message" "${logs[$1]}" ;;
  *) printf '\n      <skipped message="%s"/>\n    ' "${message:-not run}" ;;
  esac
  printf '</testcase>\n'
}

# The report on the chosen tests.
junit() {
  local i failed=0 errors=0 left=0 total=0 counts
  for i in "${chosen[@]}"; do
    total=$((total + ${seconds[i]:-0}))
    case ${verdicts[i]} in
    passed) ;;
    failed) failed=$((failed + 1)) ;;
    refused | cancelled | lost) errors=$((errors + 1)) ;;
    *) left=$((left + 1)) ;;
    esac
  done
  printf -v counts 'tests="%d" failures="%d" errors="%d" skipped="%d" time="%d"' \
    "${#chosen[@]}" "$failed" "$errors" "$left" "$total"
  xml_value "$SUITE"
  printf '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="%s" %s>\n' "$xml" "$counts"
  printf '  <testsuite name="%s" %s>\n' "$xml" "$counts"
  for i in "${chosen[@]}"; do junit_case "$i"; done
  printf '  </testsuite>\n</testsuites>\n'
}
