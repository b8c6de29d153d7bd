// What an import understood of each file, what it keeps without understanding, and what contradicts itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace perfc {

// What became of a file.
enum class Outcome : std::uint8_t { program, in_yaml, passed_over, refused };
// "program", "in YAML", "passed over", "refused"
[[nodiscard]] std::string_view to_string(Outcome outcome);

struct ReportedFinding {
  // extra: a key that no schema knows; contradiction: the file says two things that do not go together; error: why it
  // is refused; note: anything else.
  enum class Kind : std::uint8_t { extra, contradiction, error, note };
  Kind kind = Kind::note;
  std::string code;  // W217, or the name of a lint rule
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  std::string message;
  std::vector<std::string> help;
};
[[nodiscard]] std::string_view to_string(ReportedFinding::Kind kind);

struct ReportedTopology {
  std::string name;
  std::string model;
  std::string roles;      // "ctx 1 x 4, gen 2 x 8": servers x GPUs
  std::int64_t gpus = 0;  // of all servers
};

struct ReportedFile {
  std::string path;
  std::string kind;     // "disaggregated", "aggregated", "clusters" ...
  std::string program;  // what was written, or would be; empty where there is none
  Outcome outcome = Outcome::program;
  std::vector<ReportedTopology> topologies;
  std::size_t keys = 0;  // of a configuration
  std::vector<ReportedFinding> findings;

  [[nodiscard]] std::size_t count(ReportedFinding::Kind wanted) const;
};

struct MigrationReport {
  std::vector<ReportedFile> files;

  // "12 files: 10 programs, 1 in YAML, 1 refused; 500 keys, 2 kept as extra; 3 files contradict themselves", and
  // "2 passed over" where there are any.
  [[nodiscard]] std::string summary() const;
};

[[nodiscard]] std::string report_text(const MigrationReport& report);
// An object {version, summary, files: [...]}, with the members of the structs above.
[[nodiscard]] std::string report_json(const MigrationReport& report);
// A page that needs nothing else: a table to sort and to search.
[[nodiscard]] std::string report_html(const MigrationReport& report);

}  // namespace perfc
