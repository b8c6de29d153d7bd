// The writer of DIR. Everything is first written beside its place, into a staging folder inside DIR, by several
// threads; only when all is there is it moved into place, so that a build that fails in any way leaves DIR as it was. A
// suite that DIR does not have yet takes its place by one rename; of one that it has, only what differs is exchanged.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/emit/artefacts.hpp"

namespace perfc::driver {

// What DIR/<name> is to be. Paths of artefacts are below it: "<folder>/<file>", "<file>". Each function is called once
// for each folder or suite; `folder_files` and `suite_files` from many threads at once, `manifest` when all folders of
// the suite are done.
struct SuiteOutput {
  std::string name;
  std::vector<std::string> folders;  // in order
  std::function<std::vector<Artefact>(std::size_t folder)> folder_files;
  std::function<std::vector<Artefact>()> suite_files;
  std::function<Artefact()> manifest;
  std::vector<std::string> unwanted;  // files that a suite may have and this one has not: removed where they are

  // A suite that DIR is not to have: what an earlier build wrote of it is removed.
  static SuiteOutput none(std::string name);
  [[nodiscard]] bool wanted() const { return manifest != nullptr; }
};

struct OutputOptions {
  std::string dir;
  unsigned jobs = 1;
  bool swap = true;  // false: as on a file system that cannot exchange two files in one step
};

enum class FolderState : unsigned char { fresh, changed, same };

// The word that stands before a file or test on standard output.
[[nodiscard]] std::string_view word(FolderState state);

struct SuiteResult {
  std::vector<FolderState> folders;
  std::vector<std::string> removed;  // files, below DIR
};

// Those of `names` that an earlier build wrote to DIR.
[[nodiscard]] std::vector<std::string> suites_in(const std::string& dir, const std::vector<std::string>& names);

struct OutputResult {
  std::vector<SuiteResult> suites;
  std::size_t files = 0;    // that belong to the output
  std::size_t changed = 0;  // of those, written or replaced
  std::size_t removed = 0;  // that an earlier build wrote and this one does not
  std::string diff;         // compare_output: what would change, as a unified diff
};

// Another build holds the lock on DIR.
struct OutputBusy {};

// Throws IoError, OutputBusy, and Interrupted after SIGINT, SIGTERM or SIGHUP; DIR is then as it was.
OutputResult write_output(const std::vector<SuiteOutput>& suites, const OutputOptions& options);
// The same for files that lie in DIR itself; others there are left alone. Says what each of them was.
std::vector<FolderState> write_files(const std::vector<Artefact>& files, const OutputOptions& options);
// Writes nothing; fills `diff` and the counts. Throws IoError.
OutputResult compare_output(const std::vector<SuiteOutput>& suites, const OutputOptions& options);

}  // namespace perfc::driver
