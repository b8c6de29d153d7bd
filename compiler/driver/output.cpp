#include "compiler/driver/output.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <memory>
#include <set>
#include <utility>

#include "compiler/driver/existing.hpp"
#include "compiler/driver/filesystem.hpp"
#include "compiler/driver/signals.hpp"
#include "compiler/driver/staging.hpp"
#include "compiler/driver/workers.hpp"

namespace perfc::driver {
namespace {

// What a staged file or folder does when all is there. `path` is below the suite's folder.
struct Move {
  std::string path;
  bool replaces = false;
};

struct Folder {
  FolderState state = FolderState::fresh;
  std::vector<std::string> files;  // paths, where the suite was there before: to know what is left over
  std::vector<Move> moves;
  std::size_t count = 0;
};

class SuiteWriter {
 public:
  SuiteWriter(const SuiteOutput& suite, const std::string& dir, const Staging& staging)
      : suite_(suite), shown_(dir + "/" + suite.name), folders_(suite.folders.size()) {
    require_component(suite.name);
    if (!suite.wanted()) {
      existing_ = open_folder(staging.dir(), suite.name.c_str(), shown_);
      if (existing_.open()) former_ = suite_files_in(existing_.get());
      return;
    }
    make_folder(staging.folder(), suite.name.c_str(), shown_);
    staged_ = open_folder(staging.folder(), suite.name.c_str(), shown_);
    existing_ = open_folder(staging.dir(), suite.name.c_str(), shown_);
  }

  void stage_folder(std::size_t index) {
    const std::string& name = suite_.folders[index];
    require_component(name);
    Folder& folder = folders_[index];
    std::vector<Artefact> files = suite_.folder_files(index);
    folder.count = files.size();
    for (const Artefact& file : files) require_file_of(name, file);
    const Fd target = existing_.open() ? open_folder(existing_.get(), name.c_str(), shown_ + "/" + name) : Fd();
    if (target.open()) {
      folder.state = FolderState::same;
      stage_changes(target.get(), files, name, folder);
    } else {
      make_folder(staged_.get(), name.c_str(), shown_ + "/" + name);
      for (const Artefact& file : files) write(file);
      if (existing_.open()) folder.moves.push_back({name, false});
    }
    if (existing_.open()) {
      for (Artefact& file : files) folder.files.push_back(std::move(file.path));
    }
  }

  void stage_suite_files() { stage_top(suite_.suite_files()); }

  // Where it has not changed, nothing can be left over.
  void stage_manifest() {
    const std::size_t moves = top_.moves.size();
    stage_top({suite_.manifest()});
    if (top_.moves.size() > moves) former_ = manifest_files(existing_.get());
  }

  void put_in_place(Journal& journal, const std::string& staging) {
    if (!suite_.wanted()) {
      remove_left_over(journal);
      if (!removed_.empty()) journal.remove_empty(suite_.name);
      return;
    }
    const std::string from = staging + "/" + suite_.name;
    if (!existing_.open()) {
      journal.place(from, suite_.name);
      return;
    }
    for (const Folder& folder : folders_) apply(journal, folder, from);
    apply(journal, top_, from);
    remove_left_over(journal);
    for (const std::string& name : suite_.unwanted) {
      if (::faccessat(existing_.get(), name.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) != 0) continue;
      journal.remove(suite_.name + "/" + name);
      removed_.push_back(suite_.name + "/" + name);
    }
  }

  void add_to(OutputResult& result) {
    SuiteResult& suite = result.suites.emplace_back();
    for (const Folder& folder : folders_) {
      suite.folders.push_back(folder.state);
      result.files += folder.count;
      result.changed += folder.state == FolderState::fresh ? folder.count : folder.moves.size();
    }
    result.files += top_.count;
    result.changed += existing_.open() ? top_.moves.size() : top_.count;
    result.removed += removed_.size();
    suite.removed = std::move(removed_);
  }

 private:
  void stage_top(const std::vector<Artefact>& files) {
    top_.count += files.size();
    for (const Artefact& file : files) require_file_of("", file);
    if (existing_.open()) {
      stage_changes(existing_.get(), files, "", top_);
    } else {
      for (const Artefact& file : files) write(file);
    }
  }

  void write(const Artefact& file) {
    try {
      write_new_file(staged_.get(), file.path.c_str(), file.text, file.executable, file.path);
    } catch (IoError& error) {
      error.path = shown_ + "/" + file.path;  // made only here: in a good run nobody reads it
      throw;
    }
  }

  void stage_changes(int target, const std::vector<Artefact>& files, const std::string& name, Folder& folder) {
    for (const Artefact& file : files) {
      const Existing existing = compare_file(target, file_name(file), file, shown_ + "/" + file.path);
      if (existing == Existing::same) continue;
      if (folder.moves.empty() && !name.empty()) make_folder(staged_.get(), name.c_str(), shown_ + "/" + name);
      write(file);
      folder.moves.push_back({file.path, existing == Existing::differs});
      folder.state = FolderState::changed;
    }
  }

  void apply(Journal& journal, const Folder& folder, const std::string& from) const {
    for (const Move& move : folder.moves) {
      const std::string target = suite_.name + "/" + move.path;
      if (move.replaces) {
        journal.replace(from + "/" + move.path, target);
      } else {
        journal.place(from + "/" + move.path, target);
      }
    }
  }

  // Files of tests that are no more, and of tests that have fewer files now.
  void remove_left_over(Journal& journal) {
    for (const Folder& folder : folders_) {
      for (const std::string& file : folder.files) former_.erase(file);
    }
    std::set<std::string> emptied;
    for (const std::string& path : former_) {
      if (::faccessat(existing_.get(), path.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) != 0) continue;
      journal.remove(suite_.name + "/" + path);
      removed_.push_back(suite_.name + "/" + path);
      if (const std::size_t slash = path.find('/'); slash != std::string::npos) emptied.insert(path.substr(0, slash));
    }
    for (const std::string& folder : emptied) journal.remove_empty(suite_.name + "/" + folder);
  }

  const SuiteOutput& suite_;
  std::string shown_;
  Fd staged_;
  Fd existing_;  // closed: DIR does not have this suite
  std::set<std::string> former_;
  std::vector<Folder> folders_;
  Folder top_;
  std::vector<std::string> removed_;
};

}  // namespace

std::string_view word(FolderState state) {
  return state == FolderState::fresh ? "new" : state == FolderState::changed ? "changed" : "same";
}

SuiteOutput SuiteOutput::none(std::string name) {
  SuiteOutput output;
  output.name = std::move(name);
  return output;
}

OutputResult write_output(const std::vector<SuiteOutput>& suites, const OutputOptions& options) {
  const SignalGuard signals;
  Staging staging(options.dir, options.swap);
  OutputResult result;
  std::vector<std::unique_ptr<SuiteWriter>> writers;
  for (const SuiteOutput& suite : suites) {
    writers.push_back(std::make_unique<SuiteWriter>(suite, options.dir, staging));
    if (!suite.wanted()) continue;
    // The suite's own files first: they name every test, so they take as long as many folders.
    for_each_parallel(suite.folders.size() + 1, options.jobs, [&](std::size_t index) {
      SignalGuard::check();
      if (index == 0) {
        writers.back()->stage_suite_files();
      } else {
        writers.back()->stage_folder(index - 1);
      }
    });
    writers.back()->stage_manifest();
  }
  SignalGuard::check();
  // From here on a signal is too late: the rest is short, and half of it must not stay.
  for (const auto& writer : writers) writer->put_in_place(staging.journal(), staging.name());
  staging.keep();
  for (const auto& writer : writers) writer->add_to(result);
  return result;
}

}  // namespace perfc::driver
