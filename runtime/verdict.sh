#!/bin/bash
# What launch.sh carries where a load has expectations: keeps what the benchmark prints, reads the metrics in it and
# judges them. bash and awk are all it needs: there is no perfc where a job runs. Lines are read by the rules of
# compiler/metrics/log_reader.cpp. The generated script sets resultDir, testName, testId (what stands in the brackets of
# the pytest id) and metricLines (NAME=LABEL=UNIT), says what is expected with expect_run and expect, and calls verdict
# after the benchmark.

expectations='' testName='' testId='' metricLines=()

# From here on what the benchmark prints goes to benchmark.log too.
record_benchmark() {
  clientRunner=recorded_srun
}

# tee ends as the benchmark does, whatever signals there are: else its last words would be lost.
recorded_srun() { # SRUN-ARGUMENT...
  srun "$@" 2>&1 | (trap '' HUP INT TERM && exec tee -- "$logDir/benchmark.log")
}

expect_run() { # BENCHMARK CONCURRENCY
  expectations+="want"$'\t'"$1"$'\t'"$2"$'\n'
}

expect() { # METRIC OPERATOR BOUND [BASELINE PERCENT]
  expectations+="expect"$'\t'"$1"$'\t'"$2"$'\t'"$3"$'\t'"${4:-}"$'\t'"${5:-}"$'\n'
}

# The runs in log $1: a line `run CONCURRENCY`, then `value METRIC NUMBER` for each number; parted by tabs. The mark
# behind the log's end is for a last line that is cut, and would hold half a number.
measured() { # LOG
  { cat -- "$1" && printf '\001\n'; } | tr '\r' '\n' | tr -d '\000' |
    LC_ALL=C METRIC_LINES=$(printf '%s\n' "${metricLines[@]}") awk '
    # What follows a mark that does not go on a word; sets found.
    function behind(text, mark,    at, from) {
      found = 0
      for (from = 1; (at = index(substr(text, from), mark)) > 0; from = at + 1) {
        at += from - 1
        if (at > 1 && substr(text, at - 1, 1) ~ /[A-Za-z0-9_]/) continue
        found = 1
        return substr(text, at + length(mark))
      }
      return ""
    }
    # The number that a text begins with, "nan" for nan and inf, else "".
    function number(text,    sign, digits, power) {
      sub(/^[ \t]+/, "", text)
      sign = text ~ /^-/ ? "-" : ""
      sub(/^[-+]/, "", text)
      if (tolower(text) ~ /^(nan|inf|infinity)([^a-z0-9_]|$)/) return "nan"
      match(text, /^([0-9][0-9]?[0-9]?(,[0-9][0-9][0-9])+|[0-9]*)(\.[0-9]*)?/)
      digits = substr(text, 1, RLENGTH)
      text = substr(text, RLENGTH + 1)
      if (digits !~ /[0-9]/) return ""
      gsub(/,/, "", digits)
      power = ""
      if (match(text, /^[eE][-+]?[0-9]+/)) {
        power = substr(text, 1, RLENGTH)
        text = substr(text, RLENGTH + 1)
      }
      if (text ~ /^[A-Za-z0-9_]/ || text ~ /^[.,][0-9]/) return ""
      if (length(digits) > 200 || power ~ /[0-9][0-9][0-9]/) return "nan"
      return sprintf("%.15g", (sign digits power) + 0)
    }
    function concurrency(text,    i, rest) {
      for (i = 1; i <= marks; i++) {
        rest = behind(text, mark[i])
        if (!found) continue
        if (i == marks) {
          behind(text, "benchmark: ")
          if (!found) continue
        }
        sub(/^[ \t=:,"\047]+/, "", rest)
        if (match(rest, /^[0-9]+/) && substr(rest, RLENGTH + 1, 1) !~ /[A-Za-z_]/ && rest + 0 > 0) return rest + 0
      }
      return ""
    }
    function end_run(    i, key, some, before) {
      if (!running) return
      running = 0
      for (i = 1; i <= metrics; i++) {
        key = key "/" value[i]
        if (value[i] != "") some = 1
      }
      if (!some) return
      for (i = 1; i <= runs; i++) {
        before = known[i]
        if (keys[i] == key && (before == "" || current == "" || before == current)) return
      }
      keys[++runs] = key
      known[runs] = current
      print "run\t" current
      for (i = 1; i <= metrics; i++) if (value[i] != "") print "value\t" name[i] "\t" value[i]
    }
    function begin_run(    i) {
      end_run()
      running = 1
      current = announced
      announced = ""
      for (i = 1; i <= metrics; i++) value[i] = ""
      compared = 0
    }
    BEGIN {
      metrics = split(ENVIRON["METRIC_LINES"], lines, "\n")
      for (i = 1; i <= metrics; i++) {
        split(lines[i], part, "=")
        name[i] = part[1]
        label[i] = part[2] ":"
        unit[i] = part[3] # of throughputs and latencies alone
      }
      marks = split("max-concurrency/max_concurrency/Maximum request concurrency:/concurrency ", mark, "/")
    }
    /\001$/ { next }
    !/[:=]|oncurrency/ { next }
    {
      line = $0
      if (index(line, "\033")) {
        gsub(/\033\[[0-9;?]*[^0-9;?]/, "", line)
        gsub(/\033/, "", line)
      }
      if (index(line, "Serving Benchmark Result")) {
        headed = 1
        begin_run()
        next
      }
      if (running && headed && line ~ /^[ \t]*====================+[ \t]*$/) {
        end_run()
        next
      }
      if (index(line, "oncurrency")) {
        said = concurrency(line)
        if (said != "") {
          # At the begin of a result; what is announced in one may be of the next run, and is behind the numbers of
          # one whose last line is missing.
          own = running && headed && !compared && (current == "" || index(line, mark[3]))
          if (own) current = said
          else announced = said
        }
      }
      if (headed && !running) next
      for (i = 1; i <= metrics; i++) {
        rest = behind(line, label[i])
        if (!found) continue
        found = number(rest)
        if (found == "") break
        if (!running || value[i] != "") begin_run()
        value[i] = found
        if (unit[i] != "") compared = 1
        break
      }
    }
    END { end_run() }'
}

# What came of it in a form of its own: table, json, junit, or failure, one line that is empty when all is well.
report() { # FORM
  printf '%s' "$expectations$facts" |
    LC_ALL=C FORM=$1 TEST_NAME=$testName TEST_ID=$testId METRIC_LINES=$(printf '%s\n' "${metricLines[@]}") awk -F '\t' '
    # Not by gsub, whose backslashes each awk takes in a way of its own.
    function json(text,    i, c, out) {
      for (i = 1; (c = substr(text, i, 1)) != ""; i++) out = out (c == "\"" || c == "\\" ? "\\" c : c)
      return "\"" out "\""
    }
    function xml(text) {
      gsub(/&/, "\\&amp;", text)
      gsub(/</, "\\&lt;", text)
      gsub(/>/, "\\&gt;", text)
      gsub(/"/, "\\&quot;", text)
      return text
    }
    function holds(number, op, bound) {
      if (op == "==") return number == bound
      if (op == "!=") return number != bound
      if (op == "<") return number < bound
      if (op == "<=") return number <= bound
      if (op == ">") return number > bound
      return number >= bound
    }
    # One of a demand of wanted run w and what run r measured; r is 0 where there is none.
    function judge(w, r, d,    text, good, m, nothing) {
      m = metric[d]
      text = value[r, m]
      good = r && text != "" && text != "nan" && holds(text + 0, op[d], bound[d] + 0)
      # A time that is not above 0 was not measured; where nobody was served, that is said instead.
      nothing = unit[m] == " ms" && value[r, "completed_requests"] > 0 && text != "" && text != "nan" && text <= 0
      if (nothing) good = 0
      # Whoever served nobody has passed nothing.
      if (m == "completed_requests" || m == "output_tokens") good = good && text > 0
      rows++
      row_w[rows] = w
      row_r[rows] = r
      row_d[rows] = d
      row_good[rows] = good
      shown[rows] = !r ? "no result" : text == "" ? "absent" : text == "nan" ? "no number" : nothing ? "not measured" : text unit[m]
      limit[rows] = op[d] " " bound[d] unit[m]
      if (before[d] != "") limit[rows] = limit[rows] " (baseline " before[d] unit[m] ", " percent[d] "%)"
      if (good) return
      failures++
      if (first == "") {
        first = several ? ", benchmark " load[w] : ""
        first = m " at concurrency " want[w] first
        first = nothing ? first " was not measured, expected is " limit[rows] : r ? first " is " shown[rows] ", not " limit[rows] : "no result at concurrency " want[w] " in what the benchmark printed"
      }
    }
    # The wanted run that a run of the log belongs to: by its concurrency where that is known, else by its turn.
    function owner(r,    w, last) {
      for (w = 1; w <= wanted; w++) {
        if (at[r] != "" && want[w] != at[r]) continue
        last = w
        if (!taken[w]) return w
      }
      return last
    }
    function put(text, width,    pad) {
      for (pad = ""; length(text) + length(pad) < width; pad = pad " ");
      return text pad "  "
    }
    function widest(a, b) { return a > b ? a : b }
    function print_table(    i, w, a, b, c, e) {
      a = length("benchmark"); b = length("metric"); c = length("measured"); e = length("expected")
      for (i = 1; i <= rows; i++) {
        a = widest(a, length(load[row_w[i]])); b = widest(b, length(metric[row_d[i]]))
        c = widest(c, length(shown[i])); e = widest(e, length(limit[i]))
      }
      print "expectations of test " test ": " (failures ? failures " of " rows " not met" : "all " rows " met")
      print (several ? put("benchmark", a) : "") put("concurrency", 11) put("metric", b) put("measured", c) put("expected", e) "verdict"
      for (i = 1; i <= rows; i++) {
        w = row_w[i]
        print (several ? put(load[w], a) : "") put(want[w], 11) put(metric[row_d[i]], b) put(shown[i], c) put(limit[i], e) (row_good[i] ? "ok" : "FAILED")
      }
      for (i = 1; i <= runs; i++) if (!owned[i]) print "not expected: a result at concurrency " (at[i] == "" ? "unknown" : at[i])
    }
    function json_number(text) { return text == "" || text == "nan" ? "null" : text }
    function print_json(    i, m, w, r, sep, inner) {
      printf "{\n  \"version\": 1,\n  \"test\": %s,\n  \"verdict\": \"%s\",\n  \"runs\": [", json(test), failures ? "failed" : "passed"
      for (i = 1; i <= rows; i++) {
        w = row_w[i]
        r = row_r[i]
        if (i == 1 || row_w[i - 1] != w || row_r[i - 1] != r) {
          printf "%s\n    {\n      \"test\": %s,\n      \"id\": %s,\n      \"benchmark\": %s,\n      \"concurrency\": %s,\n      \"metrics\": {", i == 1 ? "" : "\n      ]\n    },", json(test), json(ENVIRON["TEST_ID"]), json(load[w]), want[w]
          inner = ""
          for (m = 1; m <= metrics; m++) {
            if (value[r, name[m]] == "") continue
            printf "%s\n        \"%s\": %s", inner, name[m], json_number(value[r, name[m]])
            inner = ","
          }
          printf "%s},\n      \"expectations\": [", inner == "" ? "" : "\n      "
          sep = ""
        }
        printf "%s\n        {\"metric\": \"%s\", \"measured\": %s, \"op\": \"%s\", \"bound\": %s, \"baseline\": %s, \"passed\": %s}", sep, metric[row_d[i]], json_number(value[r, metric[row_d[i]]]), op[row_d[i]], bound[row_d[i]], json_number(before[row_d[i]]), row_good[i] ? "true" : "false"
        sep = ","
      }
      print "\n      ]\n    }\n  ]\n}"
    }
    function print_junit(    i, w, counts) {
      counts = sprintf("tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"0\"", rows, failures)
      print "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
      print "<testsuites name=\"" xml(test) "\" " counts ">"
      print "  <testsuite name=\"" xml(test) "\" " counts ">"
      for (i = 1; i <= rows; i++) {
        w = row_w[i]
        printf "    <testcase classname=\"%s.%s\" name=\"concurrency %s: %s %s\"", xml(test), xml(load[w]), want[w], metric[row_d[i]], xml(limit[i])
        if (row_good[i]) print "/>"
        else print ">\n      <failure message=\"measured: " xml(shown[i]) "\"/>\n    </testcase>"
      }
      print "  </testsuite>\n</testsuites>"
    }
    BEGIN {
      test = ENVIRON["TEST_NAME"]
      metrics = split(ENVIRON["METRIC_LINES"], lines, "\n")
      for (i = 1; i <= metrics; i++) {
        split(lines[i], part, "=")
        name[i] = part[1]
        unit[part[1]] = part[3]
      }
    }
    $1 == "want" { load[++wanted] = $2; want[wanted] = $3; if ($2 != load[1]) several = 1 }
    $1 == "expect" { metric[++demands] = $2; op[demands] = $3; bound[demands] = $4; before[demands] = $5; percent[demands] = $6; of[demands] = wanted }
    $1 == "run" { at[++runs] = $2 }
    $1 == "value" { value[runs, $2] = $3 }
    END {
      for (r = 1; r <= runs; r++) if ((w = owner(r))) { owned[r] = w; taken[w] = 1 }
      for (w = 1; w <= wanted; w++) {
        for (r = 1; r <= runs; r++) for (d = 1; d <= demands; d++) if (owned[r] == w && of[d] == w) judge(w, r, d)
        for (d = 1; d <= demands; d++) if (!taken[w] && of[d] == w) judge(w, 0, d)
      }
      form = ENVIRON["FORM"]
      if (form == "table") print_table()
      else if (form == "json") print_json()
      else if (form == "junit") print_junit()
      else if (failures) print first (failures > 1 ? " (and " failures - 1 " more)" : "")
    }'
}

# As a whole or not at all.
write_report() { # FORM FILE
  if ! report "$1" >"$2.part" || ! mv -f -- "$2.part" "$2"; then fail "cannot write '$2'"; fi
}

# After the benchmark: prints the table, writes verdict.json and expect.xml, and fails where an expectation is not met.
verdict() {
  local facts failure
  [[ -f $logDir/benchmark.log ]] || fail "what the benchmark printed was not kept: there is no '$logDir/benchmark.log'"
  facts=$(measured "$logDir/benchmark.log") || fail "cannot read '$logDir/benchmark.log'"
  report table
  write_report json "${resultDir:?}/verdict.json"
  write_report junit "$resultDir/expect.xml"
  failure=$(report failure)
  [[ -n $failure ]] || return 0
  judged=yes # the job has run to its end: it failed, and is not cancelled
  fail "expectation not met: $failure; all of them are in $resultDir/verdict.json"
}
