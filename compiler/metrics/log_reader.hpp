// The benchmark metrics in a log: the load generator's output among all that pytest, servers and progress bars write
// beside it. Read in pieces of any size, so that a log need not fit into memory.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/program/metric.hpp"

namespace perfc {

// One run of the load generator: one value of the concurrency list.
struct LoggedRun {
  std::optional<std::string> test;          // what stands in the brackets of the last pytest id before it
  std::optional<std::int64_t> concurrency;  // where the log says it
  std::string data;                         // which data were used, where the log says it
  Measured measured;
};

class LogReader {
 public:
  void read(std::string_view piece);
  // At the log's end. True when it ends within a line: that is not read, as a number in it may be cut.
  bool finish();
  // In the order of the log. A block that is printed twice, as pytest does with captured output, counts once.
  [[nodiscard]] const std::vector<LoggedRun>& runs() const { return runs_; }

 private:
  void line(std::string_view text);
  void note_circumstances(std::string_view text);
  void measure(std::string_view text);
  void begin_run();
  void end_run();

  std::vector<LoggedRun> runs_;
  std::string pending_;  // of a line that is not at its end yet
  std::string plain_;    // the line without colours
  std::optional<LoggedRun> open_;
  bool headed_ = false;  // the heading of a result has been seen: numbers outside of one are repetitions
  std::optional<std::string> test_;
  std::optional<std::int64_t> concurrency_;
  std::string data_;
};

}  // namespace perfc
