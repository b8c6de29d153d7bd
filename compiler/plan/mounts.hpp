// What of the host a container sees, and where: pyxis' "source:target[:flags]".
#pragma once

#include <optional>
#include <vector>

#include "compiler/diag/diagnostic.hpp"
#include "compiler/program/text.hpp"

namespace perfc {

struct Mount {
  Text source;
  Text target;
  Text written;  // as the option takes it
};

class Mounts {
 public:
  // A mount of the program; what cannot be read is reported at `place` and left out.
  void add(const Text& written, Span place, Diagnostics& diags);
  // `path` at its own path.
  void add_own(const Text& path);

  // The path that the container has for a path of the host: the longest source that covers it decides.
  [[nodiscard]] std::optional<Text> inside(const Text& path) const;
  // The path that the host has for a path of the container: the longest target that covers it decides.
  [[nodiscard]] std::optional<Text> outside(const Text& path) const;
  // The option's value: all mounts, separated by commas.
  [[nodiscard]] Text option() const;
  [[nodiscard]] bool empty() const { return list_.empty(); }

 private:
  [[nodiscard]] std::optional<Text> moved(const Text& path, Text Mount::*from, Text Mount::*to) const;

  std::vector<Mount> list_;
};

}  // namespace perfc
