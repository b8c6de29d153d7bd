#include "compiler/import/cluster_file.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "compiler/base/ascii.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/import/text_input.hpp"
#include "compiler/syntax/input.hpp"

namespace perfc {
namespace {

bool is_comment(std::string_view line) { return line.starts_with('#') || line.starts_with(';'); }

bool is_key(std::string_view text) {
  return !text.empty() && !is_digit(text.front()) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_word_character(c) || c == '.'; });
}

class ClusterReader {
 public:
  ClusterReader(std::string_view text, FileId file, Diagnostics& diags) : text_(text), file_(file), diags_(diags) {}

  ClusterFile read() {
    const std::size_t before = diags_.errors();
    for (TextLines lines(text_); !lines.done() && diags_.errors() - before < kMostErrors;) {
      const std::string_view line = trimmed(lines.next());
      if (line.empty()) {
        if (!comments_.empty() && comments_.back()) comments_.emplace_back();
      } else if (is_comment(line)) {
        add_comment(line);
      } else if (line.starts_with('[')) {
        read_section(line);
      } else {
        read_entry(line);
      }
    }
    result_.tail = std::move(comments_);
    return std::move(result_);
  }

 private:
  // `part` is a view into the text.
  [[nodiscard]] Span span(std::string_view part) const {
    const auto begin = static_cast<std::uint32_t>(part.data() - text_.data());
    return {file_, begin, begin + static_cast<std::uint32_t>(part.size())};
  }

  void add_comment(std::string_view line) {
    line.remove_prefix(1);
    if (line.starts_with(' ')) line.remove_prefix(1);
    comments_.emplace_back(line);
  }

  void read_section(std::string_view line) {
    const std::size_t end = line.find(']');
    const std::string_view name = trimmed(line.substr(1, end - 1));
    const std::string_view rest = end == std::string_view::npos ? "" : trimmed(line.substr(end + 1));
    section_ = nullptr;
    seen_section_ = true;
    if (end == std::string_view::npos || name.empty() || (!rest.empty() && !is_comment(rest))) {
      diags_.report(codes::cluster_line, span(line)).advise("a section begins with its name in brackets: [gb200]");
      comments_.clear();
      return;
    }
    if (!rest.empty()) add_comment(rest);
    keys_.clear();
    const auto [found, fresh] = names_.try_emplace(std::string(name), span(name));
    if (!fresh) {
      diags_.report(codes::cluster_section_twice, span(name), name)
          .note(found->second, "first written here")
          .advise("give one of them another name, or delete it");
    }
    // What stands in the second one is read all the same, for what else may be wrong in it.
    section_ = &(fresh ? result_.sections.emplace_back() : discarded_);
    section_->name = name;
    section_->span = span(name);
    section_->comments = std::exchange(comments_, {});
  }

  void read_entry(std::string_view line) {
    const std::size_t equals = line.find('=');
    const std::string_view key = trimmed(line.substr(0, equals));
    if (equals == std::string_view::npos || !is_key(key)) {
      Diagnostic& found = diags_.report(codes::cluster_line, span(line));
      const std::size_t colon = line.find(':');
      if (colon < equals && is_key(trimmed(line.substr(0, colon)))) found.advise("write '=' in place of ':'");
      comments_.clear();
      return;
    }
    if (section_ == nullptr) return outside(key);
    const auto [found, fresh] = keys_.try_emplace(std::string(key), span(key));
    if (!fresh) {
      diags_.report(codes::cluster_key_twice, span(key), key, section_->name)
          .note(found->second, "first written here")
          .advise("delete one of them");
      comments_.clear();
      return;
    }
    const std::string_view value = trimmed(line.substr(equals + 1));
    section_->entries.push_back({std::string(key), std::string(value), span(key),
                                 value.empty() ? span(line) : span(value), std::exchange(comments_, {})});
  }

  // Once is enough, and after a section whose name could not be read it is no fault of the key.
  void outside(std::string_view key) {
    comments_.clear();
    if (std::exchange(seen_section_, true)) return;
    diags_.report(codes::cluster_outside, span(key), key).advise("write the cluster's name above it: [gb200]");
  }

  std::string_view text_;
  FileId file_;
  Diagnostics& diags_;
  ClusterFile result_;
  ClusterSection discarded_;
  ClusterSection* section_ = nullptr;
  bool seen_section_ = false;
  ClusterComments comments_;
  std::unordered_map<std::string, Span> names_;
  std::unordered_map<std::string, Span> keys_;  // of this section
};

}  // namespace

std::string_view ClusterEntry::unquoted() const {
  const bool quoted = value.size() > 1 && value.front() == value.back() && is_quote(value.front());
  return quoted ? std::string_view(value).substr(1, value.size() - 2) : std::string_view(value);
}

const ClusterEntry* ClusterSection::find(std::string_view key) const {
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const ClusterEntry& e) { return e.key == key; });
  return found == entries.end() ? nullptr : &*found;
}

ClusterFile read_cluster_file(const Sources& sources, FileId file, Diagnostics& diags) {
  const Source& source = sources[file];
  if (!syntax::check_input(source.text, file, diags, "the file is no text; give a cluster file")) return {};
  const std::size_t before = diags.errors();
  ClusterFile result = ClusterReader(source.text, file, diags).read();
  if (result.sections.empty() && diags.errors() == before) {
    diags.report(codes::cluster_none, {file, 0, 0})
        .advise("write '[name]', and its keys below: CLUSTER_PARTITION=batch");
  }
  return result;
}

bool begins_cluster_file(std::string_view text) {
  for (TextLines lines(text); !lines.done();) {
    const std::string_view line = trimmed(lines.next());
    if (line.empty() || is_comment(line)) continue;
    const std::size_t equals = line.find('=');
    return line.starts_with('[') || (equals != std::string_view::npos && is_key(trimmed(line.substr(0, equals))));
  }
  return false;
}

}  // namespace perfc
