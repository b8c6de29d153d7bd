#include "compiler/program/metric.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace perfc {

std::optional<std::size_t> metric_index(std::string_view name) {
  for (std::size_t i = 0; i < kMetrics.size(); ++i) {
    if (kMetrics[i].name == name) return i;
  }
  return std::nullopt;
}

std::string_view unit_of(const Metric& metric) {
  switch (metric.quantity) {
    case Quantity::throughput:
      return "/s";
    case Quantity::latency:
      return " ms";
    case Quantity::seconds:
      return " s";
    default:
      return "";
  }
}

std::string number_text(double number) { return fmt::format("{:.15g}", number); }

double worst_allowed(std::size_t metric, double before, double percent) {
  const double share = percent / 100;
  // As the script that judges a run has it, to 15 digits: 6 and 20 % are 7.2.
  return std::strtod(number_text(higher_is_better(metric) ? before * (1 - share) : before * (1 + share)).c_str(),
                     nullptr);
}

}  // namespace perfc
