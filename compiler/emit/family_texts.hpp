// Tests of a family differ in their names alone, and their names are written alike everywhere. So a file of such a test
// is emitted once with a name that stands for all, and every other test's is that text with its own name in it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "compiler/emit/holed_text.hpp"
#include "compiler/plan/plan.hpp"

namespace perfc {

using TestEmitter = std::string (*)(const SuitePlan&, const TestPlan&);  // the test is named()

// Any number of threads may ask one object. It refers to the suite, which must outlive it.
class FamilyTexts {
 public:
  FamilyTexts(const SuitePlan& suite, std::vector<TestEmitter> emitters);
  ~FamilyTexts();
  FamilyTexts(const FamilyTexts&) = delete;
  FamilyTexts& operator=(const FamilyTexts&) = delete;

  // What the emitters make of the test, in their order.
  [[nodiscard]] std::vector<std::string> of(const TestPlan& test) const;

 private:
  struct Family;
  [[nodiscard]] std::vector<std::string> emitted(const TestPlan& test) const;
  void make(Family& family, const TestPlan& test) const;

  const SuitePlan& suite_;
  std::vector<TestEmitter> emitters_;
  std::vector<std::unique_ptr<Family>> families_;  // null for a family of few
};

}  // namespace perfc
