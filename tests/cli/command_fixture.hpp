// One command of perfc, run again and again in a folder of the test's own.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "../unit/driver/temporary.hpp"
#include "run.hpp"

class CommandFixture {
 public:
  explicit CommandFixture(std::string command) : command_(std::move(command)) {}

  [[nodiscard]] Outcome run(std::vector<std::string> words, const std::string& input = "") const {
    words.insert(words.begin(), command_);
    return Run(std::move(words)).in(folder.path()).input(input).go();
  }

  Temporary folder;

 private:
  std::string command_;
};
