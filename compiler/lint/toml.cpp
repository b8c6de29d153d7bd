// perfc.toml, by toml++, which is slow to compile and so stays in this file.
#include <fmt/format.h>
#include <toml++/toml.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "compiler/base/edit_distance.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/lint/levels.hpp"

namespace perfc::lint {
namespace {

constexpr std::array<std::pair<std::string_view, Strictness>, 4> kNames = {{{"off", Strictness::off},
                                                                            {"note", Strictness::note},
                                                                            {"warning", Strictness::warning},
                                                                            {"error", Strictness::error}}};

class LevelReader {
 public:
  LevelReader(const Sources& sources, FileId file, Levels& levels, Diagnostics& diags)
      : text_(sources[file].text), file_(file), levels_(levels), diags_(diags) {}

  void read() {
    toml::parse_result result;
    try {
      result = toml::parse(std::string_view(text_));
    } catch (const toml::parse_error& error) {
      diags_.report(codes::toml_syntax, place(error.source()), error.description());
      return;
    }
    for (const auto& [key, value] : result) {
      const toml::table* table = value.as_table();
      if (key.str() != "lint" && key.str() != "budget") {
        report_key(key, "perfc.toml", {"lint", "budget"});
      } else if (table == nullptr) {
        report_value(value, fmt::format("'{}'", key.str()), fmt::format("a table, headed [{}]", key.str()));
      } else if (key.str() == "lint") {
        read_rules(*table);
      } else {
        read_budget(*table);
      }
    }
  }

 private:
  void read_budget(const toml::table& budget) {
    for (const auto& [key, value] : budget) {
      const toml::value<std::int64_t>* hours = value.as_integer();
      if (key.str() != "gpu-hours") {
        report_key(key, "[budget]", {"gpu-hours"});
      } else if (hours == nullptr || hours->get() < 1) {
        report_value(value, "'gpu-hours'", "a whole number of at least 1");
      } else {
        levels_.limit_gpu_hours(hours->get());
      }
    }
  }

  void read_rules(const toml::table& lint) {
    for (const auto& [key, value] : lint) {
      const Rule* rule = find_rule(key.str());
      if (rule == nullptr) {
        diags_.report(codes::unknown_rule, place(key.source()), key.str()).advise(rule_help(key.str()));
        continue;
      }
      const toml::value<std::string>* word = value.as_string();
      const auto* known = kNames.begin();
      while (known != kNames.end() && (word == nullptr || known->first != word->get())) ++known;
      if (known == kNames.end()) {
        report_value(value, fmt::format("the level of '{}'", rule->name), R"("off", "note", "warning" or "error")");
      } else {
        levels_.raise(*rule, known->second);
      }
    }
  }

  void report_key(const toml::key& key, std::string_view owner, const std::vector<std::string_view>& known) {
    const std::string_view near = nearest(key.str(), known);
    diags_.report(codes::unknown_setting, place(key.source()), key.str(), owner)
        .advise(near.empty() ? fmt::format("it has: {}", fmt::join(known, ", "))
                             : fmt::format("did you mean '{}'?", near));
  }

  void report_value(const toml::node& value, const std::string& what, std::string_view expected) {
    diags_.report(codes::bad_setting, place(value.source()), what, expected);
  }

  // toml++ counts lines and columns from 1, columns in code points.
  [[nodiscard]] Span place(const toml::source_region& region) const {
    return {file_, offset(region.begin), std::max(offset(region.begin), offset(region.end))};
  }

  [[nodiscard]] std::uint32_t offset(toml::source_position position) const {
    std::size_t at = 0;
    for (toml::source_index line = 1; line < position.line && at < text_.size(); ++line) {
      at = std::min(text_.find('\n', at), text_.size() - 1) + 1;
    }
    for (toml::source_index column = 1; column < position.column && at < text_.size(); ++column) {
      ++at;
      while (at < text_.size() && (static_cast<unsigned char>(text_[at]) & 0xC0U) == 0x80U) ++at;
    }
    return static_cast<std::uint32_t>(at);
  }

  const std::string& text_;
  FileId file_;
  Levels& levels_;
  Diagnostics& diags_;
};

}  // namespace

void read_levels(const Sources& sources, FileId file, Levels& levels, Diagnostics& diags) {
  LevelReader(sources, file, levels, diags).read();
}

}  // namespace perfc::lint
