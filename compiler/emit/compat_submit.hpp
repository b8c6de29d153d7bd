// The launch script of `perfc compat submit`: the text of the generator that it replaces, byte for byte. Nothing is
// quoted here that the generator does not quote; submit scripts of our own are those of `perfc build`.
#pragma once

#include <string>
#include <string_view>

#include "compiler/plan/hardware.hpp"

namespace perfc {

// What is exported as the bare pytest command: the first line of the prefix that defines pytestCommand, under its new
// name and without the launcher. Empty where no line does.
[[nodiscard]] std::string bare_command_line(std::string_view prefix);

struct CompatLaunch {
  std::string_view prefix;     // header and exports
  std::string_view srun_args;  // parted by white space
  std::string_view draft;      // the launch body
  std::string_view run_script;
  std::string_view install_script;
  std::string_view worker_env;
  std::string_view server_env;
  std::string_view benchmark_env;
  const Benchmark* load = nullptr;
  const Hardware* hardware = nullptr;
  std::int64_t gpus_per_node = 0;
};
[[nodiscard]] std::string emit_compat_launch(const CompatLaunch& given);

}  // namespace perfc
