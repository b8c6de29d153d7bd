#include "compiler/import/cluster_srun.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "compiler/base/ascii.hpp"
#include "compiler/base/shell_words.hpp"
#include "compiler/base/slurm.hpp"
#include "compiler/diag/codes.hpp"

namespace perfc {
namespace {

constexpr std::int64_t kMostGpusOfNode = 1024;  // of a node, as the field has it
constexpr std::array<std::string_view, 2> kGpuOptions = {"--gres", "--gpus-per-node"};

// "gpu:4", "gpu:gb200:4,shard:2" of --gres, "4", "gb200:4" of --gpus-per-node. Nothing where no count is given.
std::optional<std::string_view> count_of(std::string_view option, std::string_view value) {
  if (option == kGpuOptions[0]) {
    std::size_t at = 0;
    while (!value.substr(at).starts_with("gpu:")) {
      at = value.find(',', at);
      if (at == std::string_view::npos) return std::nullopt;
      ++at;
    }
    value = value.substr(at, value.find(',', at) - at);
  }
  const std::string_view count = value.substr(value.rfind(':') + 1);
  const bool digits = !count.empty() && count.find_first_not_of("0123456789") == std::string_view::npos;
  return digits ? std::optional(count) : std::nullopt;
}

bool begins_comment(char c) { return c == '#' || c == ';'; }

// Whether the quotes around the value hold all of the line, as scripts write it, so that a shell would see one word.
bool quoted_as_a_whole(std::string_view value) {
  if (value.empty() || !is_quote(value.front())) return false;
  std::size_t close = 1;
  while (close < value.size() && value[close] != value.front()) {
    close += value.front() == '"' && value[close] == '\\' ? 2U : 1U;
  }
  const std::string_view inside = value.substr(1, close - 1);
  return close + 1 == value.size() && (inside.empty() || std::any_of(inside.begin(), inside.end(), is_blank));
}

class ParameterReader {
 public:
  ParameterReader(const ClusterEntry& entry, Diagnostics& diags)
      : entry_(entry), diags_(diags), text_(entry.value), begin_(entry.value_span.begin) {}

  SrunParameters read() {
    if (quoted_as_a_whole(text_)) {
      diags_.report(codes::cluster_quotes, entry_.value_span, entry_.key);
      text_ = entry_.unquoted();
      ++begin_;
    }
    ShellWords words(text_);
    while (std::optional<std::string> word = words.next()) {
      span_ = {entry_.value_span.file, begin_ + static_cast<std::uint32_t>(words.begin()),
               begin_ + static_cast<std::uint32_t>(words.end())};
      if (begins_comment(text_[words.begin()])) {
        refuse("holds what seems to be a comment", "write the comment on a line of its own");
        return {};
      }
      read_word(*word);
      result_.words.push_back(std::move(*word));
    }
    if (words.open_quote() != 0) {
      refuse(fmt::format("has a quote {} that is never closed", words.open_quote()),
             "close it, or put a backslash before a quote that is meant as a character");
    }
    return std::move(result_);
  }

 private:
  void refuse(std::string_view reason, std::string_view help) {
    const std::string_view part = text_.substr(span_.begin - begin_, span_.end - span_.begin);
    diags_.report(codes::cluster_value, span_, entry_.key, part, reason).advise(std::string(help));
  }

  void read_word(const std::string& word) {
    if (names_nodes(word)) diags_.report(codes::names_nodes, span_, word).advise(std::string(kNoNodesHelp));
    for (const std::string_view option : kGpuOptions) {
      if (!result_.words.empty() && result_.words.back() == option) read_gpus(option, word, word);
      if (word.starts_with(option) && word.substr(option.size()).starts_with('='))
        read_gpus(option, std::string_view(word).substr(option.size() + 1), word);
    }
  }

  void read_gpus(std::string_view option, std::string_view value, const std::string& word) {
    const std::optional<std::string_view> text = count_of(option, value);
    if (!text) return;
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), count);
    if (error != std::errc() || count < 1 || count > kMostGpusOfNode) {
      refuse(fmt::format("asks for {} GPUs a node", *text), fmt::format("a node has 1 to {}", kMostGpusOfNode));
      return;
    }
    result_.gpus = {count, word, span_};
  }

  const ClusterEntry& entry_;
  Diagnostics& diags_;
  std::string_view text_;
  std::uint32_t begin_;  // of the text in the file
  Span span_;
  SrunParameters result_;
};

}  // namespace

SrunParameters read_srun_parameters(const ClusterEntry& entry, Diagnostics& diags) {
  return ParameterReader(entry, diags).read();
}

bool holds_comment(std::string_view value) {
  for (std::size_t at = 0; at < value.size(); ++at) {
    const bool first = at == 0 || is_blank(value[at - 1]);
    if (first && begins_comment(value[at])) return true;
  }
  return false;
}

}  // namespace perfc
