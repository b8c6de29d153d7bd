// perfc metrics: what a benchmark has measured, from its log.
#include "compiler/driver/metrics.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>

#include "compiler/diag/codes.hpp"
#include "compiler/driver/command.hpp"
#include "compiler/driver/console.hpp"
#include "compiler/driver/filesystem.hpp"
#include "compiler/driver/inputs.hpp"
#include "compiler/metrics/baseline.hpp"

namespace perfc::driver {
namespace {

constexpr std::size_t kPiece = std::size_t{256} << 10U;

// Gives errno, 0 when the log was read to its end. Logs may be larger than memory: they are read piece by piece.
int read_log(const std::string& path, LogReader& reader) {
  Fd opened;
  if (path != "-") {
    opened = Fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!opened.open()) return errno;
  }
  const int fd = path == "-" ? STDIN_FILENO : opened.get();
  std::vector<char> piece(kPiece);
  for (;;) {
    const ssize_t count = ::read(fd, piece.data(), piece.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno;
    if (count == 0) return 0;
    reader.read({piece.data(), static_cast<std::size_t>(count)});
  }
}

double percent_of(std::string_view text) {
  const std::string_view number = text.substr(0, text.size() - (text.ends_with('%') ? 1 : 0));
  double percent = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), percent);
  if (error == std::errc{} && end == number.data() + number.size() && percent >= 0 && percent < 100) return percent;
  throw UsageError{fmt::format("'{}' is no percentage below 100", text),
                   {"write --regression 5% or --regression p99_ttft=10%"}};
}

// --regression 5% is for all metrics, --regression METRIC=10% for one.
Tolerances tolerances_of(const Arguments& arguments) {
  Tolerances out;
  for (const std::string& text : arguments.values("regression")) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) {
      out.percent = percent_of(text);
      continue;
    }
    const std::string name = text.substr(0, equals);
    const std::optional<std::size_t> metric = metric_index(name);
    if (!metric || *metric >= kComparable)
      throw UsageError{fmt::format("there is no metric '{}' to compare", name),
                       {"perfc explain benchmark.expect lists them"}};
    std::erase_if(out.of, [&](const auto& before) { return before.metric == *metric; });
    out.of.push_back({*metric, percent_of(std::string_view(text).substr(equals + 1)), {}});
  }
  return out;
}

class Metrics {
 public:
  explicit Metrics(const Arguments& arguments) : arguments_(arguments), tolerances_(tolerances_of(arguments)) {
    if (!arguments.has("baseline")) {
      if (arguments.has("regression")) throw UsageError{"--regression needs --baseline FILE", {}};
      return;
    }
    const std::string path = arguments.value("baseline");
    if (const auto document = inputs_.yaml_operand(path)) baseline_ = read_baseline(*document, path, inputs_.diags());
  }

  void add(const std::string& path) {
    LogReader reader;
    const std::string shown = shown_operand(path);
    if (const int error = read_log(path, reader); error != 0) {
      inputs_.diags().report(codes::cannot_read, Span{}, shown, reason_text(error));
      inputs_.machine_failed();
      return;
    }
    if (reader.finish()) inputs_.diags().report(codes::cut_log, Span{}, shown);
    if (reader.runs().empty()) {
      inputs_.diags()
          .report(codes::no_metrics, Span{}, shown)
          .advise("they are lines such as 'Mean TTFT (ms): 123.4', which the benchmark prints at its end");
    }
    for (const LoggedRun& run : reader.runs()) runs_.push_back({shown, run, {}});
  }

  int finish() {
    if (baseline_ != nullptr && !runs_.empty()) compare_all();
    return inputs_.finish(arguments_);
  }

  [[nodiscard]] const std::vector<ShownRun>& runs() const { return runs_; }

 private:
  void compare_all() {
    bool any = false;
    for (ShownRun& shown : runs_) {
      const BaselineRun* const before = baseline_->find({{}, shown.run.test}, shown.run.concurrency);
      if (before == nullptr) {
        inputs_.diags().report(codes::not_in_baseline, Span{}, baseline_->path, shown.run.test.value_or("?"),
                               concurrency_text(shown.run));
        continue;
      }
      any = true;
      shown.comparisons = compare(before->measured, shown.run.measured, tolerances_);
      for (const Comparison& item : shown.comparisons) {
        if (item.worse) report(shown, item);
      }
    }
    if (!any) inputs_.diags().report(codes::nothing_compared, Span{}, baseline_->path);
  }

  void report(const ShownRun& shown, const Comparison& item) {
    const Metric& metric = kMetrics[item.metric];
    const std::string_view unit = unit_of(metric);
    const std::optional<double> change = item.change();
    const std::string now = change ? fmt::format("{}{}, {:.1f}% worse than", number_text(*item.now), unit, -*change)
                                   : std::string("not there; it was");
    inputs_.diags().report(
        codes::metric_regressed, Span{},
        fmt::format("{}: {} at concurrency {} is {} {}{}; {}% is tolerated", shown.log, metric.name,
                    concurrency_text(shown.run), now, number_text(item.before), unit, number_text(item.percent)));
  }

  const Arguments& arguments_;
  Inputs inputs_;
  Tolerances tolerances_;
  std::shared_ptr<const Baseline> baseline_;
  std::vector<ShownRun> runs_;
};

}  // namespace

int run_metrics(const Arguments& arguments) {
  const std::string format = arguments.value("format", "table");
  constexpr std::array kFormats = {"table", "json", "csv"};
  if (std::find(kFormats.begin(), kFormats.end(), format) == kFormats.end())
    throw UsageError{fmt::format("there is no format '{}'", format), {"the formats are: table, json, csv"}};
  if (arguments.operands.empty()) throw UsageError{"no LOG given", {"- reads standard input"}};
  Metrics metrics(arguments);
  for (const std::string& path : arguments.operands) metrics.add(path);
  const int status = metrics.finish();
  if (!metrics.runs().empty()) {
    print(format == "json"  ? metrics_json(metrics.runs())
          : format == "csv" ? metrics_csv(metrics.runs())
                            : metrics_table(metrics.runs()));
  }
  return status;
}

}  // namespace perfc::driver
