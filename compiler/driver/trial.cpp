#include "compiler/driver/trial.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "compiler/base/edit_distance.hpp"
#include "compiler/base/file_name.hpp"
#include "compiler/import/trial.hpp"

namespace perfc::driver {
namespace {

// "x.yaml" or "x.yaml:server"; nothing for what is no configuration.
std::optional<std::pair<std::string, std::string>> split_configuration(const std::string& operand) {
  constexpr std::array<std::string_view, 2> kSuffixes = {".yaml", ".yml"};
  for (const std::string_view suffix : kSuffixes) {
    if (operand.ends_with(suffix)) return std::pair(operand, std::string());
    const std::size_t mark = operand.find(std::string(suffix) + ":");
    if (mark == std::string::npos) continue;
    const std::size_t end = mark + suffix.size();
    return std::pair(operand.substr(0, end), operand.substr(end + 1));
  }
  return std::nullopt;
}

void add(std::vector<TrialOptions::Configuration>& all, const std::string& path, const std::string& server) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.path == path; });
  if (found == all.end()) {
    all.push_back({path, server.empty() ? std::vector<std::string>() : std::vector{server}});
  } else if (server.empty() || found->servers.empty()) {
    found->servers.clear();
  } else if (std::find(found->servers.begin(), found->servers.end(), server) == found->servers.end()) {
    found->servers.push_back(server);
  }
}

}  // namespace

ClusterOption cluster_option(const Arguments& arguments) {
  const std::string written = arguments.value("cluster");
  const std::size_t colon = written.rfind(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == written.size()) {
    throw UsageError{fmt::format("--cluster takes FILE.perf:NAME, not '{}'", written),
                     {"NAME is a cluster that FILE.perf declares"}};
  }
  return {written.substr(0, colon), written.substr(colon + 1)};
}

void require_cluster(const syntax::Tree& tree, const ClusterOption& option) {
  std::vector<std::string_view> known;
  for (const syntax::Declaration* node : tree.declarations) {
    if (node->decl == syntax::DeclKind::object && node->kind == "cluster" && !node->is_template)
      known.push_back(node->name);
  }
  if (std::find(known.begin(), known.end(), option.cluster) != known.end()) return;
  if (known.empty()) {
    throw UsageError{fmt::format("'{}' declares no cluster", option.program),
                     {"--cluster takes the file that declares it: one that 'use' brings in there does not count"}};
  }
  UsageError error{fmt::format("'{}' has no cluster '{}'", option.program, option.cluster), {}};
  const std::string_view near = nearest(option.cluster, known);
  error.help.push_back(near.empty() ? fmt::format("it has: {}", fmt::join(known, ", "))
                                    : fmt::format("did you mean '{}'?", near));
  throw error;
}

std::optional<TrialOptions> trial_options(const Arguments& arguments) {
  TrialOptions options;
  const std::string* program = nullptr;
  for (const std::string& operand : arguments.operands) {
    if (const auto parts = split_configuration(operand)) {
      add(options.configurations, parts->first, parts->second);
    } else {
      program = &operand;
    }
  }
  if (options.configurations.empty()) {
    for (const char* option : {"cluster", "harness"}) {
      if (!arguments.has(option)) continue;
      throw UsageError{fmt::format("--{} is for configurations (*.yaml)", option),
                       {"a program says in its suites where and how they run"}};
    }
    return std::nullopt;
  }
  if (program != nullptr) {
    throw UsageError{
        fmt::format("'{}' is a program and '{}' a configuration", *program, options.configurations.front().path),
        {"give them to two calls of perfc"}};
  }
  if (!arguments.has("cluster")) {
    throw UsageError{
        fmt::format("'{}' is a configuration, and nothing says where it runs", options.configurations.front().path),
        {"write --cluster FILE.perf:NAME, with a file that declares the cluster NAME"}};
  }
  ClusterOption cluster = cluster_option(arguments);
  options.program = std::move(cluster.program);
  options.cluster = std::move(cluster.cluster);
  options.harness = arguments.value("harness");
  return options;
}

std::vector<const syntax::Tree*> trial_programs(const TrialOptions& options, ModuleLoader& loader, Sources& sources,
                                                const Diagnostics& diags) {
  const syntax::Tree* const program = loader.operand(options.program);
  if (program == nullptr) return {};
  if (!diags.failed()) require_cluster(*program, {options.program, options.cluster});
  const auto size = [](const std::string& text) { return static_cast<std::uint32_t>(text.size()); };
  const std::string written = options.program + ":" + options.cluster;
  const FileId place = sources.add("--cluster", written);
  const PlacedWord file{options.program, {place, 0, size(options.program)}};
  const PlacedWord cluster{options.cluster, {place, size(options.program) + 1, size(written)}};
  PlacedWord harness{options.harness, {}};
  if (!options.harness.empty()) harness.span = {sources.add("--harness", options.harness), 0, size(options.harness)};
  std::vector<const syntax::Tree*> trees;
  for (const TrialOptions::Configuration& each : options.configurations) {
    const auto [source, document] = loader.configuration_operand(each.path);
    if (document == nullptr) continue;
    const std::string stem = std::string(file_stem(each.path));
    trees.push_back(
        &loader.keep(trial_program({each.path, stem, source, document, each.servers, file, cluster, harness})));
  }
  return trees;
}

}  // namespace perfc::driver
