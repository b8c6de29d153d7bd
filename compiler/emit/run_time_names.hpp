// Names of the environment variables that a test's scripts read where they run.
#pragma once

#include <string>
#include <vector>

#include "compiler/plan/plan.hpp"

namespace perfc {

class RunTimeNames {
 public:
  enum class Which : unsigned char {
    required,  // those without a fallback
    all,
  };
  explicit RunTimeNames(Which which) : which_(which) {}

  void add(const Text& text);
  // Whatever launch.sh and submit.sh read, but for the default of the work directory.
  void add(const TestPlan& test);

  // In the order in which they were met, each once; variables that Slurm sets in the job are left out.
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

 private:
  void add(const CommandPlan& command);

  Which which_;
  std::vector<std::string> names_;
};

}  // namespace perfc
