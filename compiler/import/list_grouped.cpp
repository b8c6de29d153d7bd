// Grouped lists: tests by the mode that somebody expects, and settings of the machine that runs them.
#include <algorithm>
#include <array>
#include <string>

#include "compiler/base/yaml_scalar.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/import/config_tree.hpp"
#include "compiler/import/list_readers.hpp"

namespace perfc {
namespace {

constexpr std::array<std::string_view, 7> kOfGrouped = {
    "single_agg_tests", "multi_agg_2nodes_tests", "disagg_3nodes_tests", "wideep_tests", "execution_config", "version",
    "metadata",
};
constexpr std::array<std::string_view, 4> kOfExecution = {"docker_image", "node_groups", "timeout", "output_dir"};
constexpr std::int64_t kMostSeconds = 60'000'000;
constexpr std::string_view kTimeoutExample =
    "write seconds: timeout: {single_agg: 3600, multi_agg: 7200, disagg: 10800}";

std::optional<std::int64_t> seconds(const Document& value, std::string_view what, Diagnostics& diags) {
  const bool integer = value.kind == Document::Kind::scalar && resolve(value) == ScalarKind::integer;
  const auto number = integer ? yaml_integer(value.text) : std::nullopt;
  if (number && *number >= 1 && *number <= kMostSeconds) return number;
  diags
      .report(codes::list_kind, value.span, what, "a whole number of seconds",
              integer ? std::string_view(value.text) : kind_of(value))
      .advise(std::string(kTimeoutExample));
  return std::nullopt;
}

void read_timeouts(const Document& timeout, TestList& list, Diagnostics& diags) {
  if (timeout.kind == Document::Kind::mapping) {
    for (const Document::Entry& entry : timeout.entries) {
      const auto mode = mode_of_key(entry.key);
      if (!mode) {
        report_key(diags, entry, "'timeout'", kModeKeys);
        continue;
      }
      list.timeouts_s.at(static_cast<std::size_t>(*mode)) = seconds(entry.value, "'" + entry.key + "'", diags);
    }
  } else if (!is_null(timeout)) {
    list.timeouts_s.fill(seconds(timeout, "'timeout'", diags));
  }
}

void read_execution(const Document& execution, TestList& list, Diagnostics& diags) {
  if (is_null(execution)) return;
  if (execution.kind != Document::Kind::mapping) {
    diags.report(codes::list_kind, execution.span, "'execution_config'", "a map", kind_of(execution))
        .advise("for example execution_config: {timeout: {disagg: 10800}}");
    return;
  }
  for (const Document::Entry& entry : execution.entries) {
    if (entry.key == "timeout") {
      read_timeouts(entry.value, list, diags);
    } else if (entry.key == "node_groups") {
      diags.report(codes::list_node_groups, entry.key_span)
          .advise("remove it; how many nodes a test needs is computed from its configuration");
    } else if (std::find(kOfExecution.begin(), kOfExecution.end(), entry.key) == kOfExecution.end()) {
      report_key(diags, entry, "'execution_config'", kOfExecution);
    }
  }
}

}  // namespace

void read_grouped_list(Document& root, const Source& source, TestList& list, Diagnostics& diags) {
  const std::size_t before = diags.errors();
  for (Document::Entry& entry : root.entries) {
    if (mode_of_group(entry.key)) {
      ListContext context{entry.key, {}, entry.key_span};
      context.blocks.emplace_back();
      context.blocks.back().span = entry.value.span;
      context.blocks.back().tests = read_yaml_tests(entry.value, entry.key, source, diags);
      list.contexts.push_back(std::move(context));
      continue;
    }
    if (entry.key == "execution_config") {
      read_execution(entry.value, list, diags);
    } else if (entry.key != "version" && entry.key != "metadata") {
      report_key(diags, entry, "a grouped list", kOfGrouped);
    }
    list.sections.push_back(std::move(entry));
  }
  if (list.contexts.empty() && diags.errors() == before) report_no_list(root, diags);
}

}  // namespace perfc
