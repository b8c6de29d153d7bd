#include "compiler/emit/expectations.hpp"

#include "compiler/emit/quote.hpp"
#include "compiler/emit/script.hpp"

namespace perfc {
namespace {

void add_value(std::string& out, const ExpectedValue& value) {
  const Metric& metric = kMetrics[value.metric];
  out += "expect " + std::string(metric.name) + " '" + value.op + "' " + number_text(value.bound);
  if (value.before) out += " " + number_text(*value.before) + " " + number_text(value.percent);
  out += '\n';
}

std::string expectations(const TestPlan& test) {
  std::string out = "testName=" + shell_word(test.name) + "\nmetricLines=(\n";
  for (const Metric& metric : kMetrics) {
    out += "  \"" + std::string(metric.name) + "=" + std::string(metric.label) + "=" + std::string(unit_of(metric)) +
           "\"\n";
  }
  out += ")\nrecord_benchmark\n";
  for (const ExpectedRun& run : test.expected) {
    out += "expect_run " + shell_word(run.load) + " " + std::to_string(run.concurrency) + "\n";
    for (const ExpectedValue& value : run.values) add_value(out, value);
  }
  return out;
}

}  // namespace

std::string with_expectations(std::string text, const TestPlan& test) {
  if (test.expected.empty()) return text;
  const std::size_t mark = text.find(kExpectationsMark);
  if (mark != std::string::npos) text.replace(mark, kExpectationsMark.size(), expectations(test));
  return text;
}

}  // namespace perfc
