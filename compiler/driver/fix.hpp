// perfc check --fix: the fixes that findings carry, made in the FILE arguments as far as they are safe.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "compiler/driver/command.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/driver/files.hpp"
#include "compiler/driver/findings.hpp"

namespace perfc::driver {

// Files of which some have another text than on the disk. Each is read once, so that all compilations see the same.
class EditedFiles : public Files {
 public:
  explicit EditedFiles(Files& others) : others_(others) {}
  FileText read(const std::string& path) override;
  void edit(const std::string& path, std::string text);
  // What the disk had.
  [[nodiscard]] const std::string& original(const std::string& path) { return once(path).text; }

 private:
  const FileText& once(const std::string& path);

  Files& others_;
  std::map<std::string, FileText, std::less<>> read_;
  std::map<std::string, std::string, std::less<>> edited_;  // by identity
};

struct Fixes {
  std::vector<std::string> made;             // "a.perf:3: E202: 'max_bach_size' -> 'max_batch_size'"
  std::vector<std::string> refused;          // the same, with the error that it would give
  std::vector<std::string> changed;          // FILE arguments whose text is another now
  bool unfinished = false;                   // it took too many compilations
  std::unique_ptr<Compilation> compilation;  // of what came out
};

// Makes safe fixes in `files` until none is left. One that would give an error that was not there is not made.
Fixes make_fixes(EditedFiles& files, const CompileOptions& options);

// Writes what came of a FILE argument, unless `disk` has another text by now than the one that was read: then nothing
// is written, which is said. Gives an exit status.
int write_fixed(const std::string& path, EditedFiles& files, Files& disk);

// The command: makes them, writes what changed, prints what was done and what remains.
int run_fix(const CompileOptions& options, FindingsFormat format, const Arguments& arguments, RecordedFiles& disk);

}  // namespace perfc::driver
