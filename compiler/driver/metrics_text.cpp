// perfc metrics as a table, as JSON, which is a baseline for later runs, and as CSV.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "compiler/diag/glyphs.hpp"
#include "compiler/driver/metrics.hpp"
#include "compiler/driver/table.hpp"

namespace perfc::driver {
namespace {

// Statistics of one quantity share a column: mean/median/p99.
constexpr std::size_t kThroughputs = 4;
constexpr std::size_t kStatistics = 3;

std::string number(const std::optional<double>& value) {
  if (!value) return "-";
  return std::isnan(*value) ? "nan" : number_text(*value);
}

const std::optional<double>& measured(const LoggedRun& run, std::string_view name) {
  return run.measured[*metric_index(name)];
}

std::string joined(const LoggedRun& run, std::size_t first) {
  std::string out;
  for (std::size_t i = first; i < first + kStatistics; ++i) out += (i > first ? "/" : "") + number(run.measured[i]);
  return out;
}

TableRow heading() {
  return {"concurrency", "requests", "output tokens", "req/s",   "tok/s",   "total tok/s",
          "user tok/s",  "TTFT ms",  "ITL ms",        "TPOT ms", "E2EL ms", "data"};
}

TableRow row(const LoggedRun& run) {
  TableRow out = {concurrency_text(run), number(measured(run, "completed_requests")),
                  number(measured(run, "output_tokens"))};
  for (std::size_t i = 0; i < kThroughputs; ++i) out.push_back(number(run.measured[i]));
  for (std::size_t i = kThroughputs; i < kComparable; i += kStatistics) out.push_back(joined(run, i));
  out.push_back(displayed(run.data));
  return out;
}

// A part of the table has the runs of one log and one test.
std::string title(const ShownRun& shown) {
  return displayed(shown.log + (shown.run.test ? ": " + *shown.run.test : std::string()));
}

std::string percent(const std::optional<double>& change) {
  return change ? fmt::format("{:+.1f}%", *change) : std::string("-");
}

std::string comparison_table(const std::vector<ShownRun>& runs) {
  std::vector<TableRow> rows = {{"concurrency", "metric", "baseline", "now", "better by", "tolerated", "verdict"}};
  for (const ShownRun& shown : runs) {
    for (const Comparison& item : shown.comparisons) {
      rows.push_back({concurrency_text(shown.run), std::string(kMetrics[item.metric].name), number(item.before),
                      number(item.now), percent(item.change()), number_text(item.percent) + "%",
                      item.worse ? "WORSE" : "ok"});
    }
  }
  std::string out;
  if (rows.size() == 1) return out;
  for (const std::string& line : aligned(rows, {true, false, true, true, true, true, false})) out += line + '\n';
  return '\n' + out;
}

std::string field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

nlohmann::ordered_json json_number(const std::optional<double>& value) {
  if (!value || std::isnan(*value)) return nullptr;
  // Counts stay whole.
  if (*value == std::floor(*value) && std::abs(*value) < 1e15) return static_cast<std::int64_t>(*value);
  return *value;
}

}  // namespace

std::string concurrency_text(const LoggedRun& run) { return run.concurrency ? std::to_string(*run.concurrency) : "?"; }

std::string metrics_table(const std::vector<ShownRun>& runs) {
  std::string out;
  for (std::size_t i = 0; i < runs.size();) {
    const std::string head = title(runs[i]);
    std::vector<TableRow> rows = {heading()};
    for (; i < runs.size() && title(runs[i]) == head; ++i) rows.push_back(row(runs[i].run));
    out += (out.empty() ? "" : "\n") + head + '\n';
    std::vector<bool> numbers(rows.front().size(), true);
    numbers.back() = false;
    if (std::all_of(rows.begin() + 1, rows.end(), [](const TableRow& line) { return line.back().empty(); }))
      rows.front().back().clear();
    for (const std::string& line : aligned(rows, numbers)) out += line + '\n';
  }
  out += "latencies are mean/median/p99\n";
  return out + comparison_table(runs);
}

std::string metrics_json(const std::vector<ShownRun>& runs) {
  nlohmann::ordered_json all = {{"version", 1}, {"runs", nlohmann::ordered_json::array()}};
  for (const ShownRun& shown : runs) {
    nlohmann::ordered_json run = {{"log", shown.log}, {"test", nullptr}, {"data", nullptr}, {"concurrency", nullptr}};
    if (shown.run.test) run["test"] = *shown.run.test;
    if (!shown.run.data.empty()) run["data"] = shown.run.data;
    if (shown.run.concurrency) run["concurrency"] = *shown.run.concurrency;
    nlohmann::ordered_json& metrics = run["metrics"] = nlohmann::ordered_json::object();
    for (std::size_t i = 0; i < kMetricCount; ++i)
      metrics[std::string(kMetrics[i].name)] = json_number(shown.run.measured[i]);
    for (const Comparison& item : shown.comparisons) {
      run["comparisons"].push_back({{"metric", kMetrics[item.metric].name},
                                    {"baseline", item.before},
                                    {"measured", json_number(item.now)},
                                    {"tolerated", item.percent},
                                    {"passed", !item.worse}});
    }
    all["runs"].push_back(std::move(run));
  }
  return all.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

std::string metrics_csv(const std::vector<ShownRun>& runs) {
  std::string out = "log,test,data,concurrency";
  for (const Metric& metric : kMetrics) (out += ',') += metric.name;
  out += '\n';
  for (const ShownRun& shown : runs) {
    const LoggedRun& run = shown.run;
    out += field(shown.log) + ',' + field(run.test.value_or("")) + ',' + field(run.data) + ',';
    if (run.concurrency) out += std::to_string(*run.concurrency);
    for (const auto& value : run.measured) (out += ',') += value ? number(value) : "";
    out += '\n';
  }
  return out;
}

}  // namespace perfc::driver
