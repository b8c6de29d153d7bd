// Runs perfc as a process and pins all it says: standard output, standard error, exit status.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

struct Outcome {
  int status = -1;  // 128 + N after signal N
  std::string out;
  std::string err;
};

class Run {
 public:
  explicit Run(std::vector<std::string> arguments) : arguments_(std::move(arguments)) {}

  Run& in(std::string folder) {
    folder_ = std::move(folder);
    return *this;
  }
  Run& input(std::string text) {
    input_ = std::move(text);
    return *this;
  }
  // Standard input is this file itself; empty: that of input().
  Run& input_file(std::string path) {
    input_file_ = std::move(path);
    return *this;
  }
  Run& env(const std::string& name, std::string value) {
    env_[name] = std::move(value);
    return *this;
  }
  // Starts the program and waits for its end.
  [[nodiscard]] Outcome go() const;
  // Starts it without waiting; standard output and error go to files `stdout` and `stderr` in the folder.
  [[nodiscard]] int start() const;

 private:
  std::vector<std::string> arguments_;
  std::string folder_ = "/";
  std::optional<std::string> input_;
  std::string input_file_;
  std::map<std::string, std::string> env_ = {{"PATH", "/usr/bin:/bin"}};
};

// Waits for a started process.
int wait_for(int pid);

// A program that compiles to one suite "smoke" with the tests one_1k1k_con4 and second.
extern const char* const kProgram;
