#include "compiler/lint/name_tokens.hpp"

#include <algorithm>
#include <array>

#include "compiler/base/ascii.hpp"
#include "compiler/lint/facts.hpp"

namespace perfc::lint {
namespace {

constexpr std::array<std::string_view, 6> kGpus = {"gb200", "gb300", "b200", "b300", "h100", "h200"};
constexpr std::array<std::string_view, 5> kBackends = {"ucx", "nixl", "default", "mooncake", "mpi"};
constexpr std::array<std::string_view, 5> kParallel = {"dep", "tep", "tp", "pp", "cp"};
constexpr std::array<std::string_view, 3> kSpeculation = {"mtp", "eagle", "dspark"};

template <class Range>
bool one_of(std::string_view word, const Range& words) {
  return std::any_of(words.begin(), words.end(), [word](std::string_view known) { return same_letters(known, word); });
}

// "dep8" as dep and 8; takes them off the front of `rest`. Nothing where letters and digits do not alternate so.
std::optional<std::pair<std::string_view, std::int64_t>> take_part(std::string_view& rest) {
  const auto* const digits = std::find_if(rest.begin(), rest.end(), is_digit);
  const auto* const end = std::find_if_not(digits, rest.end(), is_digit);
  const std::string_view letters = rest.substr(0, static_cast<std::size_t>(digits - rest.begin()));
  const auto count = static_cast<std::size_t>(end - digits);
  const auto number = count == 0 ? std::nullopt : whole_number(rest.substr(letters.size(), count));
  if (letters.empty() || !number) return std::nullopt;
  rest.remove_prefix(letters.size() + count);
  return std::pair(letters, *number);
}

class NameReader {
 public:
  std::vector<NameToken> read(std::string_view name) {
    const std::string_view first = name.substr(0, name.find_first_of("_-"));
    if (one_of(first, kGpus) && first.size() < name.size()) add(TokenKind::gpu, first);
    while (!name.empty()) {
      const std::string_view word = name.substr(0, name.find('_'));
      if (parallel_ && same_letters(word.substr(0, word.find('-')), "adp")) {
        NameToken& sizes = tokens_.back();
        sizes.attention_dp = true;
        sizes.text = {sizes.text.data(), static_cast<std::size_t>(word.data() + 3 - sizes.text.data())};
      }
      read_word(word);
      name.remove_prefix(std::min(name.size(), word.size() + 1));
    }
    return std::move(tokens_);
  }

 private:
  NameToken& add(TokenKind kind, std::string_view text, std::int64_t number = 0) {
    return tokens_.emplace_back(NameToken{kind, text, role_, number, {}});
  }

  // "mtp2-Default": a token, perhaps with words behind it, one of which may be the backend.
  void read_word(std::string_view word) {
    const std::string_view main = word.substr(0, word.find('-'));
    parallel_ = false;
    const bool said = same_letters(main, "ccb");
    if (!said && !read_main(main)) return;
    word.remove_prefix(main.size());
    parallel_ = parallel_ && word.empty();
    while (!word.empty()) {
      word.remove_prefix(1);
      const std::string_view part = word.substr(0, word.find('-'));
      word.remove_prefix(part.size());
      if (!one_of(part, kBackends)) continue;
      add(TokenKind::backend, part);
      return;
    }
  }

  bool read_main(std::string_view main) {
    if (read_lengths(main)) {
      add(TokenKind::lengths, main);
      return true;
    }
    std::string_view rest = main;
    const auto part = take_part(rest);
    if (!part) return false;
    const auto [letters, number] = *part;
    if (one_of(letters, kParallel)) return read_parallel(main);
    if (!rest.empty()) return false;
    if (letters == "ctx" || letters == "gen") {
      role_ = letters;
      add(TokenKind::servers, main, number);
    } else if (letters == "con") {
      add(TokenKind::concurrency, main, number);
    } else if (letters == "bs") {
      add(TokenKind::batch, main, number);
    } else if (letters == "eplb") {
      add(TokenKind::slots, main, number);
    } else if (one_of(letters, kSpeculation)) {
      add(TokenKind::speculation, main, number);
    } else {
      return false;
    }
    return true;
  }

  bool read_parallel(std::string_view main) {
    std::vector<std::pair<std::string_view, std::int64_t>> parts;
    for (std::string_view rest = main; !rest.empty();) {
      const auto part = take_part(rest);
      if (!part || !one_of(part->first, kParallel)) return false;
      parts.push_back(*part);
    }
    add(TokenKind::parallel, main).parts = std::move(parts);
    parallel_ = true;
    return true;
  }

  std::string_view role_;
  bool parallel_ = false;  // the last word was, and nothing stands behind it
  std::vector<NameToken> tokens_;
};

}  // namespace

std::vector<NameToken> name_tokens(std::string_view name) { return NameReader().read(name); }

}  // namespace perfc::lint
