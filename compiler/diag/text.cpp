#include "compiler/diag/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

#include "compiler/base/counted.hpp"
#include "compiler/diag/excerpt.hpp"
#include "compiler/diag/glyphs.hpp"
#include "compiler/diag/order.hpp"

namespace perfc {
namespace {

constexpr std::size_t kLevels = 3;
constexpr std::array<std::string_view, kLevels> kColors = {"\x1b[1;36m", "\x1b[1;33m", "\x1b[1;31m"};
constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kGutter = "\x1b[34m";
constexpr std::string_view kHelp = "\x1b[1;32m";

std::size_t index(Level level) { return static_cast<std::size_t>(level); }

class Renderer {
 public:
  Renderer(const Sources& sources, const TextOptions& options) : sources_(sources), options_(options) {}

  void finding(const Diagnostic& diagnostic) {
    place(diagnostic.span);
    const std::string_view tag = diagnostic.code.empty() ? diagnostic.rule : diagnostic.code;
    painted(kColors[index(diagnostic.level)], tag.empty() ? std::string(name_of(diagnostic.level))
                                                          : fmt::format("{}[{}]", name_of(diagnostic.level), tag));
    out_ += ": ";
    painted(kBold, displayed(diagnostic.message));
    if (!diagnostic.code.empty() && !diagnostic.rule.empty()) out_ += fmt::format(" [{}]", diagnostic.rule);
    out_ += '\n';
    source(diagnostic.span, '^', kColors[index(diagnostic.level)]);
    for (const std::string& help : diagnostic.help) {
      painted(kHelp, "help");
      out_ += fmt::format(": {}\n", displayed(help));
    }
    for (const Related& related : diagnostic.related) {
      place(related.span);
      painted(kColors[index(Level::note)], "note");
      out_ += fmt::format(": {}\n", displayed(related.text));
      source(related.span, '-', kColors[index(Level::note)]);
    }
  }

  // Where else a finding is: so many places, and the first few of them.
  void elsewhere(const std::vector<const Diagnostic*>& more) {
    painted(kColors[index(Level::note)], "note");
    out_ += fmt::format(": and {}: ", counted(more.size(), "more place"));
    constexpr std::size_t kShown = 3;
    for (std::size_t i = 0; i < std::min(kShown, more.size()); ++i) {
      const Span span = more[i]->span;
      const Position position = sources_.position(span.file, span.begin);
      if (i > 0) out_ += ", ";
      out_ += fmt::format("{}:{}:{}", displayed(sources_[span.file].path), position.line, position.column);
    }
    out_ += more.size() > kShown ? ", ...\n" : "\n";
  }

  void line(std::string_view text) { out_.append(text).push_back('\n'); }
  std::string take() { return std::move(out_); }

 private:
  void painted(std::string_view color, std::string_view text) {
    if (options_.color) out_ += color;
    out_ += text;
    if (options_.color) out_ += "\x1b[0m";
  }

  void place(Span span) {
    if (!span.known()) return;
    const Position position = sources_.position(span.file, span.begin);
    painted(kBold, fmt::format("{}:{}:{}:", displayed(sources_[span.file].path), position.line, position.column));
    out_ += ' ';
  }

  void source(Span span, char mark, std::string_view color) {
    if (!span.known() || sources_[span.file].text.empty()) return;
    const Excerpt shown = excerpt(sources_, span, options_.columns);
    painted(kGutter, fmt::format("{:>5} |", sources_.position(span.file, span.begin).line));
    out_ += fmt::format("{}{}\n", shown.line.empty() ? "" : " ", shown.line);
    painted(kGutter, "      |");
    out_ += std::string(shown.indent + 1, ' ');
    painted(color, std::string(shown.width, mark));
    out_ += '\n';
  }

  const Sources& sources_;
  const TextOptions& options_;
  std::string out_;
};

std::string summary(const std::array<std::size_t, kLevels>& counts) {
  std::string result;
  for (const Level level : {Level::error, Level::warning}) {
    if (counts[index(level)] == 0) continue;
    if (!result.empty()) result += ", ";
    result += counted(counts[index(level)], name_of(level));
  }
  return result;
}

}  // namespace

std::string render_text(const Diagnostics& diags, const Sources& sources, const TextOptions& options) {
  Renderer renderer(sources, options);
  std::array<std::size_t, kLevels> counts{};
  std::array<std::size_t, kLevels> shown{};
  std::size_t left_out = 0;
  // All of them shown means each at its place.
  for (const Folded& finding : options.limit == 0 ? unfolded(ordered(diags)) : folded(ordered(diags))) {
    const std::size_t level = index(finding.first->level);
    counts[level] += 1 + finding.more.size();
    if (options.limit != 0 && ++shown[level] > options.limit) {
      left_out += 1 + finding.more.size();
      continue;
    }
    renderer.finding(*finding.first);
    if (!finding.more.empty()) renderer.elsewhere(finding.more);
  }
  if (left_out > 0)
    renderer.line(fmt::format("{} not shown; --all shows every one", counted(left_out, "more finding")));
  const std::string last = summary(counts);
  if (options.summary && !last.empty()) renderer.line(last);
  return renderer.take();
}

std::string summary_of(const Diagnostics& diags) {
  std::array<std::size_t, kLevels> counts{};
  for (const Diagnostic& diagnostic : diags.all()) ++counts[index(diagnostic.level)];
  return summary(counts);
}

}  // namespace perfc
