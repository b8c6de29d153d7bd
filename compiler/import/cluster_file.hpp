// A cluster file as it was written: sections `[name]` of lines `KEY=VALUE`, comments behind `#` or `;` on lines of
// their own.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/source.hpp"
#include "compiler/diag/diagnostic.hpp"

namespace perfc {

// The comments above something, without their marks and one blank behind; nothing for the blank lines between them.
using ClusterComments = std::vector<std::optional<std::string>>;

struct ClusterEntry {
  std::string key;
  std::string value;  // without blanks around it; may be empty
  Span key_span;
  Span value_span;
  ClusterComments comments;

  // The value without quotation marks around it, which the format does not have and a shell would take off.
  [[nodiscard]] std::string_view unquoted() const;
};

struct ClusterSection {
  std::string name;
  Span span;  // of the name
  ClusterComments comments;
  std::vector<ClusterEntry> entries;

  // Null when there is none.
  [[nodiscard]] const ClusterEntry* find(std::string_view key) const;
};

struct ClusterFile {
  std::vector<ClusterSection> sections;
  ClusterComments tail;  // behind the last one
};

// Takes any bytes. Of a section or key that is written twice the first one comes back; the other has been reported.
[[nodiscard]] ClusterFile read_cluster_file(const Sources& sources, FileId file, Diagnostics& diags);

// Whether a text whose name does not say what it is begins as cluster files do.
[[nodiscard]] bool begins_cluster_file(std::string_view text);

}  // namespace perfc
