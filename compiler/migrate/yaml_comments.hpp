// Comments of a YAML file, and to which key each of them belongs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/base/document.hpp"

namespace perfc {

struct KeyComments {
  std::vector<std::string> above;  // lines without the '#' and one blank behind it
  std::string behind;              // on the key's own line; empty when there is none
};

class YamlComments {
 public:
  YamlComments(std::string_view text, const Document& document);

  [[nodiscard]] bool none() const { return comments_.empty(); }
  // Keys are known by where they begin in the text. What belongs to a key that nobody asks for goes to the nearest
  // enclosing one that somebody does: `claim` first, for every key that will be written.
  void claim(std::uint32_t key);
  [[nodiscard]] KeyComments of(std::uint32_t key) const;
  // Of no key that was claimed: the head of the file, what stands behind its end.
  [[nodiscard]] const std::vector<std::string>& unclaimed() const { return unclaimed_; }
  // To be called between the last claim and the first question.
  void settle();

 private:
  struct Comment {
    std::uint32_t key = 0;
    bool behind = false;
    std::string text;
  };
  void walk(const Document& node, std::uint32_t parent);
  void find(std::string_view text);

  std::vector<std::pair<std::uint32_t, std::uint32_t>> scalars_;  // begin and end of what is no comment
  std::vector<std::uint32_t> keys_;                               // where keys begin, ascending
  std::unordered_map<std::uint32_t, std::uint32_t> parents_;
  std::vector<Comment> comments_;
  std::unordered_map<std::uint32_t, KeyComments> claimed_;
  std::vector<std::string> unclaimed_;
};

}  // namespace perfc
