// Where things stand in a YAML text, as far as libyaml does not tell: what is between two nodes, and where a node
// begins behind its anchor and tag.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace perfc {

class YamlPlaces {
 public:
  explicit YamlPlaces(std::string_view text) : text_(text), has_tab_(text.find('\t') != std::string_view::npos) {}

  // Past anchors and tags, and white space and comments between them and the node.
  [[nodiscard]] std::uint32_t after_properties(std::uint32_t begin) const;
  // Of a block scalar, whose last lines may be empty: those do not belong to it.
  [[nodiscard]] std::uint32_t block_end(std::uint32_t begin, std::uint32_t end) const;

  // Everything before this offset has been read.
  [[nodiscard]] std::uint32_t read() const { return read_; }
  // Moves on to `end`. The offset of the first tab between what was read and `begin`, outside of comments, or in a
  // plain scalar from `begin` to `end`, else kNone.
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;
  std::uint32_t advance(std::uint32_t begin, std::uint32_t end, bool plain);

 private:
  [[nodiscard]] char at(std::size_t offset) const { return offset < text_.size() ? text_[offset] : '\0'; }
  [[nodiscard]] std::size_t skip_blank(std::size_t offset) const;
  [[nodiscard]] std::size_t end_of_line(std::size_t offset) const;
  [[nodiscard]] bool begins_comment(std::size_t offset) const;

  std::string_view text_;
  bool has_tab_;
  std::uint32_t read_ = 0;
};

}  // namespace perfc
