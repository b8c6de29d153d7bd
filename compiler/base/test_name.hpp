// What the id of a test says: `perf/test_perf_sanity.py::test_e2e[disagg_upload-gen_only-<configuration>]`.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace perfc {

// Views of the id.
struct TestName {
  std::string_view path;  // perf/test_perf_sanity.py::test_e2e; empty for a bare id
  std::string_view id;    // between the brackets; the bare id
  // Whether the id follows the performance tests' way of naming: bare, or of a module test_perf*.py or below perf/, and
  // there of test_e2e or with a type such as aggr_upload. That of any other pytest path means nothing.
  bool performance = false;
  std::string_view prefix;  // disagg_upload: up to the first '-'
  std::string_view word;    // e2e, gen_only, gen_only_no_context, ctx_only after it; empty in older ids
  std::string_view rest;    // what follows: the configuration, aggregated with its server

  [[nodiscard]] bool disagg_prefix() const { return prefix.find("disagg") != std::string_view::npos; }
  // The role of `aggr_upload-ctx_only-...`, one worker of a disaggregated configuration, alone: ctx or gen. Empty for
  // other names.
  [[nodiscard]] std::string_view lone_worker() const;
};

// `id` must outlive the result.
[[nodiscard]] TestName read_test_name(std::string_view id);

// The id as pytest wants it, from the folder of the test definitions: perf/test_perf_sanity.py::test_e2e[...]
[[nodiscard]] std::string pytest_path(const TestName& name, std::string_view id);

struct ConfigName {
  std::string_view file;    // without folder and suffix
  std::string_view server;  // of an aggregated file; empty: all of them
};
// Every way to take `rest` apart, the likeliest first: names of files and servers may hold '-' themselves. Never empty
// where `rest` is not.
[[nodiscard]] std::vector<ConfigName> config_names(const TestName& name);

}  // namespace perfc
