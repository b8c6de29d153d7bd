// What a configuration file says of how many nodes a test needs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/base/document.hpp"
#include "compiler/base/mode.hpp"

namespace perfc {

struct ConfigMode {
  Mode mode = Mode::single_agg;
  std::string why;  // "server x: 8 GPUs on 4 a node"
};

// By the named server of an aggregated file, by all of them (the largest counts) where `server` is empty, or by what
// makes a disaggregated one. Nothing where the file does not say: an unknown server, no GPUs a node.
[[nodiscard]] std::optional<ConfigMode> mode_of_configuration(const Document& root, std::string_view server);

// Of one worker of a disaggregated configuration, started alone; `role` is ctx or gen.
[[nodiscard]] std::optional<ConfigMode> mode_of_worker(const Document& root, std::string_view role);

// Whether an aggregated file has a server of this name (any, when it is empty), or it is a disaggregated one, which has
// no servers to name.
[[nodiscard]] bool names_server(const Document& root, std::string_view server);

}  // namespace perfc
