// A test list as a program: which clusters, harnesses, topologies and suites say the same. Decided here;
// list_source.hpp writes it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/base/source.hpp"
#include "compiler/base/test_list.hpp"
#include "compiler/diag/diagnostic.hpp"
#include "compiler/import/list_comments.hpp"
#include "compiler/import/node_types.hpp"
#include "compiler/import/test_mode.hpp"

namespace perfc {

// The cluster that the caller names.
struct GivenCluster {
  std::string file;  // as `use` writes it in the program
  std::string name;
  std::int64_t gpus_per_node = 0;
  std::vector<std::string> matches;  // of its GPU
};

// What is known of a test once a program that holds it has been planned.
struct PlannedTest {
  std::int64_t gpus = 0;
  Mode mode = Mode::single_agg;
};

struct ListImport {
  const TestList& list;
  const Source& source;
  Configurations& configurations;
  const GivenCluster* cluster = nullptr;  // null: made from what list and configurations say
  // What came of planning an earlier program: tests that it cannot hold, with the reason, and what is known of others.
  std::map<const ListedTest*, std::string> refused;
  std::map<const ListedTest*, PlannedTest> planned;
};

struct ListProgram {
  struct Cluster {
    std::string name;
    const NodeType* type = nullptr;  // that it starts from
    std::int64_t gpus_per_node = 0;
    bool guessed = false;  // nothing says how many GPUs a node has
  };
  struct Harness {
    std::string name;
    std::string module, function;
    std::optional<std::string> prefix, aggr_prefix;
    bool mode_in_id = false;
  };
  struct Topology {
    std::string name;
    std::string path;    // of the configuration, as it was found
    std::string server;  // of an aggregated one
  };
  struct Item {
    const ListedTest* listed = nullptr;
    std::optional<std::string> left;  // why it stays a comment; empty where that needs no word
    std::size_t topology = 0;
    std::string name;                       // of the test
    std::string id;                         // what pytest calls it
    std::string mode;                       // of the benchmark, where the configuration has another
    std::optional<std::int64_t> timeout_s;  // where it is not the default of the test's mode
  };
  struct Group {
    const ListContext* context = nullptr;
    const ListBlock* block = nullptr;
    bool first = true;  // of this block: what stands at the block stands here
    bool last = true;
    std::vector<Item> items;
  };
  struct Suite {
    std::string name;
    const ListContext* context = nullptr;  // null: the whole list, whose contexts are its groups
    std::size_t cluster = 0;
    std::optional<std::size_t> harness;
    std::vector<Group> groups;
  };

  ListComments comments;
  std::vector<NodeType> types;
  std::vector<Cluster> clusters;  // empty when one is given
  std::vector<Harness> harnesses;
  std::vector<Topology> topologies;
  std::vector<Suite> suites;
};

// Reports what the program cannot hold.
[[nodiscard]] ListProgram program_of_list(const ListImport& import, Diagnostics& diags);

}  // namespace perfc
