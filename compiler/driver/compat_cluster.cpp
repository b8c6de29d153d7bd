// perfc compat cluster: one section of a cluster file, for pipelines.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/base/ascii.hpp"
#include "compiler/base/edit_distance.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/driver/command.hpp"
#include "compiler/driver/console.hpp"
#include "compiler/driver/inputs.hpp"
#include "compiler/emit/json_writer.hpp"
#include "compiler/emit/quote.hpp"
#include "compiler/import/cluster_file.hpp"

namespace perfc::driver {
namespace {

enum class ClusterFormat : unsigned char { json, shell, env };

ClusterFormat format_of_cluster(const Arguments& arguments) {
  const std::string format = arguments.value("format", "json");
  if (format == "json") return ClusterFormat::json;
  if (format == "shell") return ClusterFormat::shell;
  if (format == "env") return ClusterFormat::env;
  throw UsageError{fmt::format("there is no format '{}'", format), {"the formats are: json, shell, env"}};
}

const ClusterSection& section_named(const ClusterFile& file, const std::string& name, const std::string& path) {
  UsageError error{fmt::format("there is no cluster '{}' in '{}'", name, path), {}};
  Nearest search(name);
  std::string known;
  for (const ClusterSection& section : file.sections) {
    if (section.name == name) return section;
    search.offer(section.name);
    known += (known.empty() ? "" : ", ") + section.name;
  }
  if (!search.best().empty()) error.help.push_back(fmt::format("did you mean '{}'?", search.best()));
  error.help.push_back("the clusters are: " + known);
  throw error;
}

std::string json_of(const ClusterSection& section, bool pretty) {
  std::string text;
  JsonWriter json(text);
  json.object(pretty ? JsonWriter::Layout::lines : JsonWriter::Layout::inline_);
  for (const ClusterEntry& entry : section.entries) json.key(entry.key).string(entry.value);
  json.end();
  return text + '\n';
}

// Lines that assign; a key that is no variable is an error.
std::string assignments_of(const ClusterSection& section, ClusterFormat format, Diagnostics& diags) {
  std::string text;
  for (const ClusterEntry& entry : section.entries) {
    if (!is_identifier(entry.key)) {
      diags.report(codes::bad_variable_name, entry.key_span, entry.key).advise("--format json takes any key");
    } else if (format == ClusterFormat::shell) {
      text += fmt::format("export {}={}\n", entry.key, shell_word(entry.value));
    } else {
      text += fmt::format("{}={}\n", entry.key, entry.value);
    }
  }
  return text;
}

}  // namespace

int run_compat_cluster(const Arguments& arguments) {
  const ClusterFormat format = format_of_cluster(arguments);
  const std::string path = arguments.value("config-file");
  if (path.empty()) throw UsageError{"no --config-file given", {}};
  if (arguments.operands.size() != 1) throw UsageError{"cluster takes the name of one cluster", {}};
  Inputs inputs;
  const auto file = inputs.operand(path);
  if (!file) return inputs.finish(arguments);
  const ClusterFile clusters = read_cluster_file(inputs.sources(), *file, inputs.diags());
  if (inputs.diags().failed()) return inputs.finish(arguments);
  const ClusterSection& section = section_named(clusters, arguments.operands[0], path);
  const std::string text = format == ClusterFormat::json ? json_of(section, arguments.has("pretty"))
                                                         : assignments_of(section, format, inputs.diags());
  const int status = inputs.finish(arguments);
  if (status == kFine) print(text);
  return status;
}

}  // namespace perfc::driver
