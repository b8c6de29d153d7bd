// One test of a list as a test of the language: the configuration that its id names, and what that test asks of the
// suite it stands in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/import/list_program.hpp"

namespace perfc {

// What a test asks of its cluster: empty and 0 where any will do.
struct NodeNeed {
  const NodeType* type = nullptr;
  std::int64_t gpus_per_node = 0;

  // Takes what `other` asks as well; false, and nothing is taken, when both cannot be had.
  bool join(const NodeNeed& other);
};

// How a test is called; what it does not say may be anything.
struct CallNeed {
  std::string module, function;
  std::optional<std::string> prefix;  // of disaggregated tests
  std::optional<std::string> aggr_prefix;
  std::optional<bool> mode_in_id;

  bool join(const CallNeed& other);
  // Whether the standard harness calls it so.
  [[nodiscard]] bool standard() const;
};

struct ListCase {
  // Why no test of the language can be it; `told` when that is reported with others.
  enum class Left : std::uint8_t { no, foreign, no_configuration, other };

  Left left = Left::no;
  std::string why;   // of `other`; the configuration's name of `no_configuration`
  std::string id;    // as pytest is given it
  std::string name;  // of the test
  std::string path;  // of the configuration
  std::string server;
  std::string mode;  // of the load, where the configuration has another
  std::optional<std::int64_t> timeout_s;
  NodeNeed nodes;
  CallNeed call;
};

// What the condition of a block says of the nodes.
[[nodiscard]] NodeNeed nodes_of_block(const ListBlock& block, const std::vector<NodeType>& types);

[[nodiscard]] ListCase case_of_test(const ListImport& import, const ListContext& context, const ListBlock& block,
                                    const ListedTest& test, const std::vector<NodeType>& types, Diagnostics& diags);

}  // namespace perfc
