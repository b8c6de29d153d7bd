// Source texts and places in them. Every later phase speaks of a place as a Span; only renderers turn it into
// line and column, so that parsing never counts lines.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace perfc {

using FileId = std::uint32_t;

// Half-open range of byte offsets in one source. A default-made span (file `kNoFile`) means "nowhere".
inline constexpr FileId kNoFile = 0xFFFFFFFFU;
struct Span {
  FileId file = kNoFile;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  [[nodiscard]] bool known() const { return file != kNoFile; }
  friend bool operator==(const Span&, const Span&) = default;
};

// From the start of `a` to the end of `b`; both must lie in one file, `a` first.
inline Span join(Span a, Span b) { return {a.file, a.begin, b.end}; }

// 1-based; the column counts Unicode code points, as editors show it.
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

struct Source {
  std::string path;  // as the user wrote it, or "std/gb200.perf" for the standard library
  std::string text;
};

// The texts of one run. Ids are dense from 0; references stay valid as sources are added. Several threads may add texts
// at once, and look at those whose ids they know.
class Sources {
 public:
  FileId add(std::string path, std::string text);
  // Gives one that was added without a text the text it has from then on; nobody has looked at it yet.
  void fill(FileId id, std::string text);
  [[nodiscard]] const Source& operator[](FileId id) const { return at(id); }
  [[nodiscard]] std::size_t size() const { return size_; }  // not while others add

  [[nodiscard]] std::string_view text(Span span) const;
  [[nodiscard]] Position position(FileId file, std::uint32_t offset) const;
  // The line (1-based) without its line break; empty when there is no such line.
  [[nodiscard]] std::string_view line(FileId file, std::uint32_t number) const;

 private:
  // Each block has room for twice as many as the one before it, and stays where it is.
  static constexpr std::size_t kFirstBlock = 16;
  static constexpr std::size_t kFirstBlockWidth = 5;
  static constexpr std::size_t kBlocks = 28;
  [[nodiscard]] Source& at(FileId id) const {
    const std::size_t place = id + kFirstBlock;
    const auto block = static_cast<std::size_t>(std::bit_width(place)) - kFirstBlockWidth;
    return blocks_[block][place - (kFirstBlock << block)];
  }

  std::array<std::unique_ptr<Source[]>, kBlocks> blocks_;  // NOLINT(modernize-avoid-c-arrays): sized when made
  std::size_t size_ = 0;
  std::mutex adding_;
};

}  // namespace perfc
