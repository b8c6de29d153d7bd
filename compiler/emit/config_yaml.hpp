// config.yaml: the configuration that the pytest side reads.
#pragma once

#include <memory>
#include <string>

#include "compiler/plan/plan.hpp"

namespace perfc {

// The text for one test. A topology that comes from a file keeps everything that the program did not change.
[[nodiscard]] std::string emit_config_yaml(const TestPlan& test, const SuitePlan& suite);

// The same for all tests of a suite, many times faster where they share topologies: what depends on the topology alone
// is printed once, and for loads that differ in their concurrency alone everything is. Any number of threads may ask
// one object. It refers to `suite`, which must outlive it.
class ConfigTexts {
 public:
  explicit ConfigTexts(const SuitePlan& suite);
  ~ConfigTexts();
  ConfigTexts(const ConfigTexts&) = delete;
  ConfigTexts& operator=(const ConfigTexts&) = delete;

  [[nodiscard]] std::string of(const TestPlan& test) const;

 private:
  struct Cache;
  [[nodiscard]] std::string file_of(const TestPlan& test) const;
  [[nodiscard]] std::string sections_of(const TestPlan& test) const;
  [[nodiscard]] std::string with_concurrency(const TestPlan& test, const Benchmark& load) const;
  const SuitePlan& suite_;
  std::unique_ptr<Cache> cache_;
};

}  // namespace perfc
