// What `perfc explain` says of kinds, fields and engine options, from the same tables that programs are checked with.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/check/check.hpp"

namespace perfc {

// The page of "cluster", "cluster.container.image", "topology.gen", "trtllm.kv_cache_config.dtype" (a schema of
// std.trtllm and one of its options). Nullopt when there is no such thing.
std::optional<std::string> reference_page(std::string_view name, const Sources& sources, Imports& imports);
// What may stand first in such a name, for spelling hints.
std::vector<std::string_view> reference_names();

}  // namespace perfc
