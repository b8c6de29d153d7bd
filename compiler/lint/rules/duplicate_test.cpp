// Two tests of a suite that run the same and differ in their names alone.
#include <fmt/format.h>

#include <map>
#include <vector>

#include "compiler/lint/findings.hpp"

namespace perfc::lint {
namespace {

// Role overrides make a topology of the test's own, load overrides a load of its own: what was written decides.
bool same_fields(const Origin& a, const Origin& b) {
  if (&a == &b || a.fields == b.fields) return true;
  return a.fields != nullptr && b.fields != nullptr && Value{a.fields, {}} == Value{b.fields, {}};
}

bool same_role(const std::optional<Role>& a, const std::optional<Role>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return a->servers == b->servers && (a->options == b->options || Value{a->options, {}} == Value{b->options, {}});
}

bool same_test(const Test& a, const Test& b) {
  const Topology& left = *a.topology;
  const Topology& right = *b.topology;
  if (&left != &right && !(left.origin.span == right.origin.span && same_role(left.ctx, right.ctx) &&
                           same_role(left.gen, right.gen) && same_role(left.server, right.server))) {
    return false;
  }
  // What is run elsewhere, or not at all, is no repetition.
  if (a.loads.size() != b.loads.size() || a.stage != b.stage || a.group != b.group || a.skip || b.skip ||
      a.conditions != b.conditions) {
    return false;
  }
  for (std::size_t i = 0; i < a.loads.size(); ++i) {
    if (a.loads[i] != b.loads[i] && !same_fields(a.loads[i]->origin, b.loads[i]->origin)) return false;
  }
  return true;
}

// Tests that differ in one of these are different; the others are compared.
using Key = std::tuple<std::uint32_t, FileId, std::vector<std::int64_t>, std::string>;

Key key_of(const Test& test) {
  std::vector<std::int64_t> numbers;
  std::string words;
  for (const Benchmark* load : test.loads) {
    numbers.insert(numbers.end(), {load->input_length, load->output_length, load->rounds});
    numbers.insert(numbers.end(), load->concurrency.begin(), load->concurrency.end());
    words += load->mode + ' ' + load->origin.name + ' ';
  }
  return {test.topology->origin.span.begin, test.topology->origin.span.file, std::move(numbers), std::move(words)};
}

// Of tests with one key so many are compared: those of a loop over role options would be very many.
constexpr std::size_t kCompared = 16;

void check_duplicates(const Subject& subject, Findings& findings) {
  for (const SuitePlan& suite : subject.plans) {
    std::map<Key, std::vector<const TestPlan*>> seen;
    for (const TestPlan& plan : suite.tests) {
      std::vector<const TestPlan*>& others = seen[key_of(*plan.test)];
      const TestPlan* first = nullptr;
      for (const TestPlan* other : others) {
        if (first == nullptr && same_test(*other->test, *plan.test)) first = other;
      }
      if (first == nullptr) {
        if (others.size() < kCompared) others.push_back(&plan);
        continue;
      }
      findings.about({plan.test->span, suite.suite->origin.span});
      findings.report(plan.test->span, fmt::format("test '{}' runs the same as test '{}'", plan.name, first->name))
          .note(first->test->span, "the other one")
          .advise("remove one of them, or change what it measures");
    }
  }
}

}  // namespace

const Rule rules::duplicate_test = {.name = "duplicate-test",
                                    .level = Level::warning,
                                    .summary = "no two tests of a suite run the same",
                                    .page = R"(
Two tests of one topology under equal loads, in the same stage and group, take the time and the GPUs of two and measure one
thing. Names given by `as` hide that from the check for equal names.

## Example that fails

```perf
use std.gb200
model m { }
cluster lab : gb200_nvl4 {
  container { image = "trtllm.sqsh", mounts = ["/data:/data"] }
  model_root = "/data/models", repo = "/data/repo", work_dir = "/data/work"
}
benchmark chat { }
topology t { model = m, server { tensor_parallel_size = 4 } }
suite s on lab {
  test t with chat as "one"
  test t with chat as "two"
}
```

## Mended

```perf
use std.gb200
model m { }
cluster lab : gb200_nvl4 {
  container { image = "trtllm.sqsh", mounts = ["/data:/data"] }
  model_root = "/data/models", repo = "/data/repo", work_dir = "/data/work"
}
benchmark chat { }
topology t { model = m, server { tensor_parallel_size = 4 } }
suite s on lab {
  test t with chat as "one"
  test t with chat as "two" { concurrency = [64] }
}
```
)",
                                    .program = check_duplicates};

}  // namespace perfc::lint
