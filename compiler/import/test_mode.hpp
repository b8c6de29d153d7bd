// Which mode a listed test has: by its own facts, the first rule that decides.
#pragma once

#include <string>
#include <string_view>

#include "compiler/base/document.hpp"
#include "compiler/base/mode.hpp"
#include "compiler/base/test_list.hpp"
#include "compiler/base/test_name.hpp"
#include "compiler/diag/diagnostic.hpp"

namespace perfc {

// Where configuration files come from; the driver looks at the disk.
class Configurations {
 public:
  struct Found {
    std::string path;                // as a reader should see it
    const Document* root = nullptr;  // a map; lives as long as this object
  };

  Configurations() = default;
  Configurations(const Configurations&) = delete;
  Configurations& operator=(const Configurations&) = delete;
  virtual ~Configurations() = default;
  // The file <name>.yaml; nothing when there is none, or when it cannot be read, which is then reported for the test at
  // `at`.
  virtual std::optional<Found> find(std::string_view name, Span at) = 0;
};

struct ModeDecision {
  Mode mode = Mode::single_agg;
  int rule = 0;     // 1 to 9, as docs/lists.md counts them; 0: a plan says so
  std::string why;  // "name: ctx1 and gen1"
};

struct ModeQuestion {
  const TestList& list;
  const ListContext& context;
  const ListBlock& block;
  const ListedTest& test;
  TestName name;
};

// The configuration that the id of a test of this mode names: the one that is there and has such a server, else the
// likeliest reading.
[[nodiscard]] ConfigName config_of_test(const TestName& name, Mode mode, Span at, Configurations& configurations);

// Warns where a group contradicts.
[[nodiscard]] ModeDecision decide_mode(const ModeQuestion& question, Configurations& configurations,
                                       Diagnostics& diags);

}  // namespace perfc
