// What the name of a test says of its mode: of the rules of docs/lists.md those that look at the name alone. Lists are
// read by them, and lists that are written must not be misread by them.
#pragma once

#include <optional>
#include <string>

#include "compiler/base/mode.hpp"
#include "compiler/base/test_name.hpp"

namespace perfc {

struct NamedMode {
  Mode mode = Mode::single_agg;
  std::string why;  // "ctx1 and gen1"
};

// Rule 3: by the worker's size, on the machine that the name begins with. Nothing for a name of another form.
[[nodiscard]] std::optional<NamedMode> mode_of_lone_worker(const TestName& name);
// Rule 4: `disagg` in the type, `_disagg` or `-disagg` in the id.
[[nodiscard]] std::optional<NamedMode> disagg_by_name(const TestName& name);
// Rule 7: `_2_nodes`, `multi_node`; `ctx1` together with `gen1`.
[[nodiscard]] std::optional<NamedMode> mode_by_hint(const TestName& name);

// For a reader who has nothing but the name.
[[nodiscard]] Mode mode_by_name(const TestName& name);

}  // namespace perfc
