#include "compiler/diag/explain.hpp"

#include <algorithm>
#include <cctype>

#include "compiler/base/embedded.hpp"

namespace perfc {
namespace {

// From behind `from` to `to`; empty when either is missing.
std::string_view between(std::string_view text, std::string_view from, std::string_view to) {
  const std::size_t begin = text.find(from);
  if (begin == std::string_view::npos) return {};
  text.remove_prefix(begin + from.size());
  const std::size_t end = text.find(to);
  return end == std::string_view::npos ? std::string_view() : text.substr(0, end);
}

std::string_view block_below(std::string_view text, std::string_view heading) {
  const std::size_t begin = text.find(heading);
  if (begin == std::string_view::npos) return {};
  std::string_view section = text.substr(begin + heading.size());
  section = section.substr(0, section.find("\n## "));
  return between(section, "```perf\n", "```");
}

}  // namespace

ExplainPage read_page(std::string_view text) {
  ExplainPage page;
  page.text = text;
  page.code = between(text, "# ", ":");
  page.title = between(text, ": ", "\n");
  page.fails = block_below(text, "\n## Example that fails\n");
  page.mended = block_below(text, "\n## Mended\n");
  page.outside = text.find("\n## When it happens\n") != std::string_view::npos;
  return page;
}

std::optional<ExplainPage> explain(std::string_view code) {
  std::string upper(code);
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  const std::string_view text = embedded_file("compiler/diag/explain/" + upper + ".md");
  if (text.data() == nullptr) return std::nullopt;
  return read_page(text);
}

std::vector<std::pair<std::string, std::string>> example_files(std::string_view block) {
  constexpr std::string_view kMark = "# file: ";
  std::vector<std::pair<std::string, std::string>> files;
  while (!block.empty()) {
    const std::string_view line = block.substr(0, std::min(block.find('\n'), block.size() - 1) + 1);
    block.remove_prefix(line.size());
    if (line.starts_with(kMark)) {
      const std::string_view name = line.substr(kMark.size());
      files.emplace_back(name.substr(0, name.find_last_not_of(" \n") + 1), "");
    } else {
      if (files.empty()) files.emplace_back("example.perf", "");
      files.back().second += line;
    }
  }
  return files;
}

}  // namespace perfc
