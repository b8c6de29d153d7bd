// "<partition>" where a value belongs: a form that nobody filled in.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/base/ascii.hpp"
#include "compiler/lint/facts.hpp"
#include "compiler/lint/findings.hpp"

namespace perfc::lint {
namespace {

// "<account>" in a text; empty where there is none.
std::string_view placeholder(std::string_view text) {
  for (std::size_t open = text.find('<'); open != std::string_view::npos; open = text.find('<', open + 1)) {
    const std::size_t close = text.find('>', open);
    if (close == std::string_view::npos) return {};
    const std::string_view inner = text.substr(open + 1, close - open - 1);
    const bool name = std::all_of(inner.begin(), inner.end(), [](char c) {
      return c == '_' || c == '-' || c == ' ' || is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
    if (name && !inner.empty() && !is_digit(inner.front())) return text.substr(open, close - open + 1);
  }
  return {};
}

class PlaceholderFinder {
 public:
  PlaceholderFinder(std::string what, Span whole, Findings& findings)
      : what_(std::move(what)), whole_(whole), findings_(findings) {}

  void look(std::string_view field, const Value& value) {
    if (const Record* record = value.record()) {
      look(*record);
    } else if (const List* list = value.list()) {
      for (const Value& each : *list) look(field, each);
    } else if (const Text* text = value.get<Text>(); text != nullptr) {
      for (const TextPart& part : text->parts()) {
        const std::string_view found =
            part.kind == TextPart::Kind::literal ? placeholder(part.text) : std::string_view();
        if (!found.empty()) report(field, found, value.span);
      }
    }
  }

  void look(const Record& record) {
    for (const Field& field : record.fields) look(field.name, field.value);
  }

 private:
  void report(std::string_view field, std::string_view found, Span place) {
    findings_
        .report(place.known() ? place : whole_,
                fmt::format("'{}' of {} still holds the placeholder '{}'", field, what_, found))
        .advise("write the value that belongs there");
  }

  std::string what_;
  Span whole_;
  Findings& findings_;
};

void check_placeholders(const Case& shown, Findings& findings) {
  const auto look = [&](std::string_view kind, const Origin& origin) {
    if (origin.fields)
      PlaceholderFinder(fmt::format("{} '{}'", kind, origin.name), origin.span, findings).look(*origin.fields);
  };
  if (shown.cluster() != nullptr) look("cluster", shown.cluster()->origin);
  if (shown.suite != nullptr && shown.suite->harness != nullptr) look("harness", shown.suite->harness->origin);
  if (shown.topology->model != nullptr) look("model", shown.topology->model->origin);
  for (const Role* role : started(shown)) {
    if (role->options)
      PlaceholderFinder(fmt::format("role '{}'", role->name), role->span, findings).look(*role->options);
  }
}

}  // namespace

const Rule rules::leftover_placeholder = {.name = "leftover-placeholder",
                                          .level = Level::warning,
                                          .summary = "no value is a form's '<placeholder>'",
                                          .page = R"(
Forms and examples write `<account>` where a value of your own belongs. In the sections `slurm` and `environment` of a
configuration that is right, as the cluster provides the value; in a cluster, a harness, a model or the options of a server
nobody replaces it, and Slurm or the engine gets the word as it stands.

## Example that fails

```perf
use std.gb200
model m { }
cluster lab : gb200_nvl4 {
  account = "<account>"
  container { image = "trtllm.sqsh", mounts = ["/data:/data"] }
  model_root = "/data/models", repo = "/data/repo", work_dir = "/data/work"
}
topology t {
  model = m
  server { tensor_parallel_size = 4 }
  benchmark { }
}
suite s on lab { test t }
```

## Mended

```perf
use std.gb200
model m { }
cluster lab : gb200_nvl4 {
  account = "perf"
  container { image = "trtllm.sqsh", mounts = ["/data:/data"] }
  model_root = "/data/models", repo = "/data/repo", work_dir = "/data/work"
}
topology t {
  model = m
  server { tensor_parallel_size = 4 }
  benchmark { }
}
suite s on lab { test t }
```
)",
                                          .deployment = check_placeholders};

}  // namespace perfc::lint
