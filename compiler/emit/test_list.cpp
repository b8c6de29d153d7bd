#include "compiler/emit/test_list.hpp"

#include "compiler/emit/run_time.hpp"

namespace perfc {

std::string emit_test_list(const SuitePlan& suite, const TestPlan& test) {
  (void)suite;
  return by_default(test.id, test.name) + '\n';
}

std::string emit_test_ids(const SuitePlan& suite) {
  std::string out;
  for (const TestPlan& test : suite.tests) out += by_default(test.id, test.name) + '\n';
  return out;
}

}  // namespace perfc
