#include "compiler/plan/sbatch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "compiler/base/ascii.hpp"
#include "compiler/base/shell_words.hpp"
#include "compiler/base/slurm.hpp"
#include "compiler/diag/codes.hpp"

namespace perfc {
namespace {

// What no quoting in a header keeps; empty when nothing does.
std::string_view trouble(std::string_view value) {
  for (const char c : value) {
    if (c == '\n' || c == '\r') return "a line break";
    if (is_control(c)) return "a control character";
  }
  return value.empty() ? "nothing" : std::string_view();
}

bool check_value(std::string_view field, std::string_view value, Span place, Diagnostics& diags) {
  const std::string_view reason = trouble(value);
  if (reason.empty()) return true;
  diags.report(codes::header_value, place, field, value, reason)
      .advise("a line of the header holds one line of text: write it without");
  return false;
}

// "--comment=a b" is one option with a value; "--gres gpu:4" would be one option of that strange name.
bool check_option(std::string_view word, Span place, Diagnostics& diags) {
  const bool strange = word.starts_with('-') && word.substr(0, word.find('=')).find(' ') != std::string_view::npos;
  if (!strange) return check_value("sbatch_args", word, place, diags);
  const std::size_t blank = word.find(' ');
  diags.report(codes::header_value, place, "sbatch_args", word, "a blank before any '='")
      .advise(fmt::format("write the option and its value as \"{}={}\", or as two strings", word.substr(0, blank),
                          word.substr(blank + 1)));
  return false;
}

void add_cluster_arguments(const Cluster& cluster, std::vector<std::string>& lines, Diagnostics& diags) {
  const std::size_t own = lines.size();
  for (std::size_t i = 0; i < cluster.sbatch_args.size(); ++i) {
    const std::string& word = cluster.sbatch_args[i];
    const Span place = cluster.origin.at("sbatch_args", i);
    check_names_no_nodes(word, place, diags);
    if (!check_option(word, place, diags)) continue;
    // A value of its own ("--gres", "gpu:4") goes with its option.
    if (!word.starts_with('-') && lines.size() > own) {
      lines.back() += (lines.back().starts_with("--") ? "=" : "") + word;
    } else {
      lines.push_back(word);
    }
  }
}

}  // namespace

std::vector<std::string> sbatch_common(const Cluster& cluster, std::string_view job_name, Contract contract,
                                       Diagnostics& diags) {
  std::vector<std::string> lines;
  const auto add = [&](std::string_view field, const std::optional<std::string>& value) {
    if (value && check_value(field, *value, cluster.origin.at(field), diags))
      lines.push_back(fmt::format("--{}={}", field, *value));
  };
  add("partition", cluster.partition);
  add("account", cluster.account);
  lines.push_back(fmt::format("--job-name={}", job_name));
  if (cluster.time) {
    if (cluster.time->ms < 1000) diags.report(codes::too_short, cluster.origin.at("time"), "'time'", cluster.time->ms);
    lines.push_back("--time=" + slurm_time(*cluster.time));
  }
  const bool own = std::any_of(cluster.sbatch_args.begin(), cluster.sbatch_args.end(),
                               [](const std::string& word) { return word.starts_with("--signal"); });
  // Stopping takes up to 15 s. Slurm may send it a minute too early.
  if (contract == Contract::perfc && !own) lines.emplace_back("--signal=B:USR1@30");
  add_cluster_arguments(cluster, lines, diags);
  return lines;
}

std::vector<std::string> sbatch_size(const Hardware& hardware, const Cluster& cluster, Mode mode, Contract contract) {
  std::vector<std::string> lines = {fmt::format("--nodes={}", hardware.nodes)};
  if (mode == Mode::disagg) {
    lines.push_back(fmt::format("--ntasks={}", hardware.gpus));
    lines.push_back(fmt::format("--ntasks-per-node={}", cluster.gpus_per_node));
    lines.push_back(fmt::format("--gpus-per-node={}", cluster.gpus_per_node));
  } else if (contract == Contract::perfc) {
    // Without --ntasks Slurm gives the job one task, and a step of more would not fit.
    const std::int64_t gpus = hardware.roles.front().gpus_per_server;
    if (mode == Mode::single_agg) lines.push_back(fmt::format("--gpus={}", gpus));
    lines.push_back(fmt::format("--ntasks={}", gpus));
    if (mode == Mode::multi_agg) {
      const std::int64_t each = hardware.roles.front().tasks_per_node;
      lines.push_back(fmt::format("--ntasks-per-node={}", each));
      lines.push_back(fmt::format("--gpus-per-node={}", each));
    }
  }
  const bool segment = cluster.segment == "always" || (cluster.segment == "disagg" && mode == Mode::disagg);
  if (segment && hardware.gpus > 1) lines.push_back(fmt::format("--segment={}", hardware.nodes));
  return lines;
}

std::optional<Text> sbatch_output(const Text& work_dir) {
  if (work_dir.empty()) return std::nullopt;
  Text path;
  for (const TextPart& part : work_dir.parts()) {
    if (part.kind == TextPart::Kind::test_name) {
      path += Text::test_name();
      continue;
    }
    if (part.kind != TextPart::Kind::literal || !trouble(part.text).empty()) return std::nullopt;
    // A backslash in the name of a log turns the meaning of %j off.
    if (part.text.find('\\') != std::string::npos) return std::nullopt;
    std::string escaped;
    for (const char c : part.text) escaped += c == '%' ? "%%" : std::string(1, c);
    path += escaped;
  }
  return path + "/slurm_%j.log";
}

void check_names_no_nodes(std::string_view word, Span place, Diagnostics& diags) {
  if (!names_nodes(word)) return;
  diags.report(codes::names_nodes, place, word).advise(std::string(kNoNodesHelp));
}

void check_slurm_section(const Topology& topology, Diagnostics& diags) {
  const Field* const field = topology.slurm ? topology.slurm->find("extra_args") : nullptr;
  const Text* const text = field == nullptr ? nullptr : field->value.get<Text>();
  if (text == nullptr) return;
  const std::string written = text->display();
  ShellWords words(written);
  while (const std::optional<std::string> word = words.next()) check_names_no_nodes(*word, field->value.span, diags);
}

std::int64_t whole_seconds(Duration time) { return time.ms / 1000 + (time.ms % 1000 > 0 ? 1 : 0); }

std::string slurm_time(Duration time) {
  const std::int64_t seconds = whole_seconds(time);
  return fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

}  // namespace perfc
