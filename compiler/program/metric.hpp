// What a benchmark measures, as one table: the language's names, the lines of the load generator's output that hold the
// numbers, and which way is better.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace perfc {

enum class Quantity : std::uint8_t { throughput, latency, count, seconds };

struct Metric {
  std::string_view name;   // in programs and reports
  std::string_view label;  // of its line in the output, which goes on with a colon and the number
  Quantity quantity = Quantity::latency;
  bool expectable = true;  // a program may expect something of it
};

inline constexpr std::array kMetrics = {
    Metric{"seq_throughput", "Request throughput (req/s)", Quantity::throughput},
    Metric{"token_throughput", "Output token throughput (tok/s)", Quantity::throughput},
    Metric{"total_token_throughput", "Total Token throughput (tok/s)", Quantity::throughput},
    Metric{"user_throughput", "User throughput (tok/s)", Quantity::throughput},
    Metric{"mean_ttft", "Mean TTFT (ms)"},
    Metric{"median_ttft", "Median TTFT (ms)"},
    Metric{"p99_ttft", "P99 TTFT (ms)"},
    Metric{"mean_itl", "Mean ITL (ms)"},
    Metric{"median_itl", "Median ITL (ms)"},
    Metric{"p99_itl", "P99 ITL (ms)"},
    Metric{"mean_tpot", "Mean TPOT (ms)"},
    Metric{"median_tpot", "Median TPOT (ms)"},
    Metric{"p99_tpot", "P99 TPOT (ms)"},
    Metric{"mean_e2el", "Mean E2EL (ms)"},
    Metric{"median_e2el", "Median E2EL (ms)"},
    Metric{"p99_e2el", "P99 E2EL (ms)"},
    Metric{"completed_requests", "Successful requests", Quantity::count},
    Metric{"output_tokens", "Total generated tokens", Quantity::count},
    Metric{"input_tokens", "Total input tokens", Quantity::count, false},
    Metric{"duration", "Benchmark duration (s)", Quantity::seconds, false},
};
inline constexpr std::size_t kMetricCount = kMetrics.size();
// Throughputs and latencies stand first: what may get better or worse from one run to the next.
inline constexpr std::size_t kComparable = 16;
static_assert(std::ranges::is_partitioned(kMetrics, [](const Metric& metric) {
  return metric.quantity == Quantity::throughput || metric.quantity == Quantity::latency;
}));
static_assert(kMetrics[kComparable - 1].quantity == Quantity::latency &&
              kMetrics[kComparable].quantity == Quantity::count);

// What was measured, by the place in kMetrics; nothing for what the output does not say. In the output's own units: per
// second, milliseconds. Numbers that are none (nan, inf) are NaN.
using Measured = std::array<std::optional<double>, kMetricCount>;

[[nodiscard]] std::optional<std::size_t> metric_index(std::string_view name);
// Of the comparable ones: more is better.
[[nodiscard]] constexpr bool higher_is_better(std::size_t metric) {
  return kMetrics[metric].quantity == Quantity::throughput;
}
// " ms", "/s" or nothing, to be put behind a number.
[[nodiscard]] std::string_view unit_of(const Metric& metric);
// Without digits that say nothing: 12000, 0.25, 1234.5678.
[[nodiscard]] std::string number_text(double number);

// How far a metric may fall behind a baseline where nobody says: 5 %.
inline constexpr double kUsualRegression = 5;
// The worst value that is still within `percent` of `before`.
[[nodiscard]] double worst_allowed(std::size_t metric, double before, double percent);

}  // namespace perfc
