#include "compiler/emit/compat_submit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "compiler/plan/commands.hpp"
#include "compiler/plan/exports.hpp"

namespace perfc {
namespace {

constexpr std::string_view kCommand = "pytestCommand";
constexpr std::string_view kBareCommand = "pytestCommandNoLLMAPILaunch";

// What Python's str.split() parts words at: characters of ASCII, and those of Unicode in UTF-8.
constexpr std::string_view kBlanks = " \t\n\r\v\f\x1c\x1d\x1e\x1f";
constexpr std::array<std::string_view, 19> kWideBlanks = {
    "\u0085", "\u00A0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006",
    "\u2007", "\u2008", "\u2009", "\u200A", "\u2028", "\u2029", "\u202F", "\u205F", "\u3000"};

// The bytes of the blank that `text` begins with; 0: it begins with none.
std::size_t blank_at_front(std::string_view text) {
  if (kBlanks.find(text.front()) != std::string_view::npos) return 1;
  const auto* const wide = std::ranges::find_if(kWideBlanks, [&](auto blank) { return text.starts_with(blank); });
  return wide == kWideBlanks.end() ? 0 : wide->size();
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t blank = at == text.size() ? 1 : blank_at_front(text.substr(at));
    if (blank > 0 && at > begin) words.push_back(text.substr(begin, at - begin));
    at += std::max<std::size_t>(blank, 1);
    if (blank > 0) begin = at;
  }
  return words;
}

// As Python reads a file in text mode: each line ends in a line feed, whichever way it ended.
std::string with_line_feeds(std::string_view text) {
  std::string lines;
  lines.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\r') lines += text[at];
    if (text[at] == '\r' && text.substr(at + 1, 1) != "\n") lines += '\n';
  }
  return lines;
}

std::string renamed(std::string_view line) {
  std::string text;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t found = std::min(line.find(kCommand, at), line.size());
    text += line.substr(at, found - at);
    if (found < line.size()) text += kBareCommand;
    at = found + kCommand.size();
  }
  return text;
}

// NAME=value with a blank behind each, as they stand in front of an environment text.
std::string assignments(const EnvWords& words, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += fmt::format("{}={} ", words.assignments[i].first, words.assignments[i].second.str());
  }
  return text;
}

std::vector<std::string> export_lines(const CompatLaunch& launch) {
  std::vector<std::string> lines;
  std::string worker_front;
  std::string server_front;
  if (launch.load->gen_only()) {
    const EnvWords front = gen_only_words(*launch.load);
    worker_front = assignments(front, front.assignments.size());
    server_front = assignments(front, 1);
    lines.push_back(fmt::format("export {}=1", kGenOnlyVariable));
  }
  lines.push_back(bare_command_line(launch.prefix));
  lines.push_back(fmt::format("export pytestCommandWorker=\"unset UCX_TLS && {}{} ${}\"", worker_front,
                              launch.worker_env, kCommand));
  lines.push_back(
      fmt::format("export pytestCommandDisaggServer=\"{}{} ${}\"", server_front, launch.server_env, kBareCommand));
  lines.push_back(fmt::format("export pytestCommandBenchmark=\"{} ${}\"", launch.benchmark_env, kBareCommand));
  lines.push_back(fmt::format("export runScript={}", launch.run_script));
  lines.push_back(fmt::format("export installScript={}", launch.install_script));
  for (const auto& [name, value] : hardware_exports(*launch.hardware, launch.gpus_per_node)) {
    lines.push_back(fmt::format("export {}={}", name, value.str()));
  }
  return lines;
}

std::vector<std::string> srun_lines(const CompatLaunch& launch) {
  std::vector<std::string> lines = {"srunArgs=("};
  for (const std::string_view word : words_of(launch.srun_args)) lines.push_back(fmt::format("  \"{}\"", word));
  if (launch.load->gen_only()) lines.push_back(fmt::format("  \"--container-env={}\"", kGenOnlyVariable));
  lines.emplace_back("  \"--container-env=DISAGG_SERVING_TYPE\"");
  lines.push_back(fmt::format("  \"--container-env={}\"", kCommand));
  lines.emplace_back(")");
  return lines;
}

}  // namespace

std::string bare_command_line(std::string_view prefix) {
  constexpr std::string_view kExport = "export pytestCommand=";
  constexpr std::string_view kLauncher = "trtllm-llmapi-launch";
  const std::size_t found = prefix.find(kExport);
  if (found == std::string_view::npos) return {};
  const std::size_t before = prefix.rfind('\n', found);
  std::string_view line = prefix.substr(before == std::string_view::npos ? 0 : before + 1);
  line = line.substr(0, line.find('\n'));
  const std::string text = renamed(line);
  std::string result;
  for (const std::string_view word : words_of(text)) {
    if (word.find(kLauncher) != std::string_view::npos) continue;
    if (!result.empty()) result += ' ';
    result += word;
  }
  return result;
}

std::string emit_compat_launch(const CompatLaunch& given) {
  CompatLaunch launch = given;
  std::string text = with_line_feeds(given.prefix);
  const std::string prefix = text;
  launch.prefix = prefix;
  for (const auto& lines : {export_lines(launch), srun_lines(launch)}) {
    for (const std::string& line : lines) {
      text += '\n';
      text += line;
    }
  }
  text += '\n';
  text += with_line_feeds(launch.draft);
  return text;
}

}  // namespace perfc
