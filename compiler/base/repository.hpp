// Where the repository of the tests has its configurations.
#pragma once

#include <string_view>

namespace perfc {

inline constexpr std::string_view kAggregatedConfigs = "tests/scripts/perf-sanity";
inline constexpr std::string_view kDisaggregatedConfigs = "tests/integration/defs/perf/disagg/test_configs/disagg/perf";
inline constexpr std::string_view kWideConfigs = "tests/integration/defs/perf/disagg/test_configs/wideep/perf";

}  // namespace perfc
