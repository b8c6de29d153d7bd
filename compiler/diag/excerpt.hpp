// The line of source that a span begins on, with marks below the span: what stands under every message.
#pragma once

#include <cstddef>
#include <string>

#include "compiler/base/source.hpp"

namespace perfc {

struct Excerpt {
  std::string line;        // as shown: tabs widened, cut around the span when it is longer than `columns`
  std::size_t indent = 0;  // cells of `line` in front of the span
  std::size_t width = 1;   // cells of the span on this line, at least 1
};

// `span` must be known. A span over several lines is marked to the end of its first line.
Excerpt excerpt(const Sources& sources, Span span, std::size_t columns);

}  // namespace perfc
