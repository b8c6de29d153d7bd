// The nodes that the standard library knows, read from its own files, so that a new one is known here at once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perfc {

// cluster gb200_nvl4 { gpu = GB200, gpus_per_node = 4 } of std.gb200
struct NodeType {
  std::string module;  // gb200
  std::string name;    // gb200_nvl4
  std::string gpu;     // GB200
  std::int64_t gpus_per_node = 0;
  std::vector<std::string> matches;  // of the GPU
};

[[nodiscard]] std::vector<NodeType> standard_node_types();

// The one whose module is a part of the name: gb200 of "gb200_b", "site-GB200". Of several, one with so many GPUs, else
// the first; null when there is none.
[[nodiscard]] const NodeType* node_type_named(const std::vector<NodeType>& types, std::string_view name,
                                              std::optional<std::int64_t> gpus_per_node);

}  // namespace perfc
