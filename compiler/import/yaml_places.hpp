// Where things stand in a YAML text. yaml-cpp tells where a node begins, not where it ends, how a scalar was written,
// or what stood between two nodes; all of that is read off the text here.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "compiler/base/document.hpp"

namespace perfc {

class YamlPlaces {
 public:
  explicit YamlPlaces(std::string_view text) : text_(text) {}

  struct Scalar {
    ScalarStyle style = ScalarStyle::plain;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    bool closed = true;  // false for a quoted text that the file's end cuts off
  };
  // A scalar with these characters whose first mark is at `mark`; `column` is that of the collection it stands in.
  [[nodiscard]] Scalar scalar(std::uint32_t mark, std::string_view value, std::uint32_t column) const;
  // A null: the word or `~` at `mark` if it is one and belongs there, else the empty place after what was read last.
  [[nodiscard]] Scalar null(std::uint32_t mark, std::uint32_t column, bool nested) const;

  // The line breaks that `>+` keeps at the end of such a scalar; nothing for any other. yaml-cpp counts one too few.
  [[nodiscard]] std::optional<std::size_t> kept_breaks(const Scalar& scalar) const;

  // Past anchors and tags, and white space and comments between them and the node.
  [[nodiscard]] std::uint32_t after_properties(std::uint32_t mark) const;
  // Of the bracket that closes a flow collection, after white space, comments and commas; `from` when there is none.
  [[nodiscard]] std::uint32_t closing(std::uint32_t from) const;
  [[nodiscard]] std::uint32_t column(std::uint32_t at) const;  // in bytes, from 0
  // Whether a ':' follows this key on its line, or a '?' says that it is one.
  [[nodiscard]] bool has_value(std::uint32_t key_begin, std::uint32_t key_end) const;

  // Everything before this offset has been read. Places ask for it to know where a gap begins.
  [[nodiscard]] std::uint32_t read() const { return read_; }
  // Moves on to `end`. The offset of the first tab between what was read and `begin`, outside of comments, or in a
  // plain scalar at `begin`, else kNone.
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;
  std::uint32_t advance(std::uint32_t begin, std::uint32_t end);

 private:
  [[nodiscard]] char at(std::size_t offset) const { return offset < text_.size() ? text_[offset] : '\0'; }
  [[nodiscard]] std::size_t skip_blank(std::size_t offset) const;
  [[nodiscard]] std::size_t end_of_line(std::size_t offset) const;
  [[nodiscard]] bool begins_comment(std::size_t offset) const;
  [[nodiscard]] std::size_t quoted_end(std::size_t begin) const;  // beyond the text when it is not closed
  [[nodiscard]] std::size_t block_end(std::size_t begin, std::uint32_t column) const;
  [[nodiscard]] std::size_t plain_end(std::size_t begin, std::string_view value) const;

  std::string_view text_;
  std::uint32_t read_ = 0;
};

}  // namespace perfc
