// perfc list: the tests of programs and of test lists, with their modes.
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <map>
#include <memory>

#include "compiler/base/file_name.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/diag/text.hpp"
#include "compiler/driver/command.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/driver/config_folders.hpp"
#include "compiler/driver/console.hpp"
#include "compiler/driver/filesystem.hpp"
#include "compiler/driver/list_view.hpp"
#include "compiler/import/list_file.hpp"

namespace perfc::driver {
namespace {

constexpr std::string_view kStandardInput = "<stdin>";

// Programs have been read by the time that they turn out to be some; a pipe can be read only once.
class ReadAlready : public Files {
 public:
  ReadAlready(const std::map<std::string, FileText>& texts, Files& others) : texts_(texts), others_(others) {}
  FileText read(const std::string& path) override {
    const auto found = texts_.find(path);
    return found != texts_.end() ? found->second : others_.read(path);
  }

 private:
  const std::map<std::string, FileText>& texts_;
  Files& others_;
};

class Lister {
 public:
  explicit Lister(const Arguments& arguments) : arguments_(arguments), folders_(folders(arguments)) {
    selection_ = selection_of(arguments, files_);
  }

  void add(const std::string& path) {
    FileText text = files_.read(path);
    const std::string shown = path == "-" ? std::string(kStandardInput) : path;
    if (text.error != 0) {
      diags_.report(codes::cannot_read, Span{}, shown, reason_text(text.error));
      machine_failed_ = true;
    } else if (text.too_large != 0) {
      diags_.report(codes::too_large, Span{sources_.add(shown, ""), 0, 0}, mebibytes(text.too_large));
    } else if (kind_of_list(path, text.text) == ListFile::program) {
      if (programs_.emplace(path, std::move(text)).second) program_paths_.push_back(path);
    } else {
      add_list(path, shown, std::move(text.text));
    }
  }

  // Lists the programs, and prints all findings; gives the exit status.
  int finish() {
    add_programs();
    sort_views();
    for (const std::string& folder : folders_) {
      if (std::error_code ignored; std::filesystem::is_directory(folder, ignored)) continue;
      std::error_code found;
      const bool there = std::filesystem::exists(folder, found);
      diags_.report(codes::cannot_read, Span{}, folder,
                    reason_text(there   ? ENOTDIR
                                : found ? found.value()
                                        : ENOENT))
          .advise("--configs takes a folder");
      machine_failed_ = true;
    }
    TextOptions options;
    options.color = wants_color(arguments_, stderr);
    if (arguments_.has("all")) options.limit = 0;
    print_error(render_text(diags_, sources_, options));
    if (machine_failed_) return kMachine;
    return diags_.failed() || findings_ ? kFindings : kFine;
  }

  [[nodiscard]] const std::vector<ListView>& views() const { return views_; }

 private:
  static std::vector<std::string> folders(const Arguments& arguments) {
    const std::span<const std::string> given = arguments.values("configs");
    return {given.begin(), given.end()};
  }

  // Of a list that is no program; programs are chosen from when they are compiled.
  void choose(ListView& view) const {
    const std::size_t all = view.entries.size();
    std::erase_if(view.entries, [&](const ListEntry& entry) {
      return (selection_.mode && entry.decision.mode != *selection_.mode) || !has_stage(entry);
    });
    if (selection_.shard) {
      std::vector<std::string> ids;
      for (const ListEntry& entry : view.entries) ids.push_back(entry.test->id);
      std::vector<ListEntry> kept;
      for (const std::size_t index : tests_of_shard(ids, *selection_.shard)) kept.push_back(view.entries[index]);
      view.entries = std::move(kept);
    }
    view.filtered = view.entries.size() < all;
  }

  [[nodiscard]] bool has_stage(const ListEntry& entry) const {
    if (selection_.stages.empty()) return true;
    const std::optional<Document>& condition = entry.context->blocks[entry.block].condition;
    const Document* const terms = condition ? condition->find("terms") : nullptr;
    const Document* const stage = terms != nullptr ? terms->find("stage") : nullptr;
    return stage != nullptr &&
           std::find(selection_.stages.begin(), selection_.stages.end(), stage->text) != selection_.stages.end();
  }

  void add_list(const std::string& path, const std::string& shown, std::string text) {
    const FileId file = sources_.add(shown, std::move(text));
    std::optional<TestList> list = read_test_list(sources_, file, diags_);
    if (!list) return;
    const bool on_disk = path != "-";
    std::error_code ignored;
    if (on_disk) {
      // Of "nightly.txt" and "../nightly.txt" too, whose paths do not name it.
      list->folder = folder_name(std::filesystem::absolute(path, ignored).lexically_normal().string());
    }
    ConfigFolders configurations(on_disk ? path : std::string(), folders_, store_);
    choose(views_.emplace_back(view_of_list(std::move(*list), sources_[file], configurations, diags_)));
  }

  // All of them together, as other commands do, so that -D is for any of them.
  void add_programs() {
    if (programs_.empty()) return;
    CompileOptions options = compile_options(arguments_);
    options.files = program_paths_;
    ReadAlready given(programs_, files_);
    compilation_ = compile(given, options);
    if (!compilation_->diags.failed() && compilation_->plans.empty() && !compilation_->none_chosen) {
      compilation_->diags.report(codes::list_is_none, Span{}).advise("a program has its tests in suites");
    }
    const int status = perfc::driver::report(*compilation_, arguments_);
    machine_failed_ = machine_failed_ || status == kMachine;
    findings_ = findings_ || status == kFindings;
    for (const SuitePlan& plan : compilation_->plans) {
      const std::string& path = compilation_->sources[plan.suite->origin.span.file].path;
      ListView& view = views_.emplace_back(view_of_suite(plan, path, compilation_->sources));
      view.filtered = selection_.mode || selection_.shard || !selection_.stages.empty();
    }
  }

  // In the order of the command line; suites of one program as they stand in it.
  void sort_views() {
    const auto place = [&](const ListView& view) {
      const std::string path = view.path == kStandardInput ? "-" : view.path;
      return std::find(arguments_.operands.begin(), arguments_.operands.end(), path);
    };
    std::stable_sort(views_.begin(), views_.end(),
                     [&](const ListView& a, const ListView& b) { return place(a) < place(b); });
  }

  const Arguments& arguments_;
  std::vector<std::string> folders_;
  DiskFiles files_;
  Selection selection_;
  Sources sources_;
  Diagnostics diags_;
  ConfigStore store_{files_, sources_, diags_};
  std::vector<std::string> program_paths_;
  std::map<std::string, FileText> programs_;  // by path
  std::unique_ptr<Compilation> compilation_;
  std::vector<ListView> views_;
  bool machine_failed_ = false;
  bool findings_ = false;
};

}  // namespace

int print_lists(const Arguments& arguments, const std::function<std::string(const std::vector<ListView>&)>& text) {
  if (arguments.operands.empty()) throw UsageError{"no FILE given", {"- reads standard input"}};
  Lister lister(arguments);
  for (const std::string& path : arguments.operands) lister.add(path);
  const int status = lister.finish();
  if (status == kFine) print(text(lister.views()));
  return status;
}

int run_list(const Arguments& arguments) {
  const std::string format = arguments.value("format", "table");
  if (format != "table" && format != "json") {
    throw UsageError{fmt::format("there is no format '{}'", format), {"the formats are: table, json"}};
  }
  const ListOptions options{arguments.has("summary"), arguments.has("why")};
  return print_lists(arguments, [&](const std::vector<ListView>& lists) {
    return format == "json" ? list_json(lists, options) : list_table(lists, options);
  });
}

}  // namespace perfc::driver
