// `build --check`: the same comparison as when writing, told as a diff.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <set>

#include "compiler/driver/diff.hpp"
#include "compiler/driver/existing.hpp"
#include "compiler/driver/filesystem.hpp"
#include "compiler/driver/output.hpp"
#include "compiler/driver/workers.hpp"

namespace perfc::driver {
namespace {

constexpr std::string_view kNowhere = "/dev/null";

struct Compared {
  std::string diff;
  std::size_t files = 0;
  std::size_t changed = 0;
  std::vector<std::string> paths;
};

// `folder` closed: none of the files is there.
Compared compare_folder(const Fd& folder, const std::vector<Artefact>& files, const std::string& shown) {
  Compared result;
  result.files = files.size();
  for (const Artefact& file : files) {
    result.paths.push_back(file.path);
    const std::string path = shown + "/" + file.path;
    std::string text;
    const Existing existing =
        folder.open() ? compare_file(folder.get(), file_name(file), file, path, &text) : Existing::absent;
    if (existing == Existing::same) continue;
    ++result.changed;
    const std::string_view before = existing == Existing::absent ? kNowhere : std::string_view(path);
    std::string diff = unified_diff({before, text}, {path, file.text});
    if (diff.empty()) diff = fmt::format("{}: would be {}executable\n", path, file.executable ? "" : "not ");
    result.diff += diff;
  }
  return result;
}

void add(OutputResult& result, const Compared& compared) {
  result.files += compared.files;
  result.changed += compared.changed;
  result.diff += compared.diff;
}

void add_left_over(OutputResult& result, const Fd& suite, const std::set<std::string>& paths,
                   const std::string& shown) {
  for (const std::string& path : paths) {
    const Fd file(::openat(suite.get(), path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!file.open() && errno == ENOENT) continue;
    ++result.removed;
    const std::string text = file.open() ? read_all(file.get(), 0, path) : std::string();
    const std::string name = shown + "/" + path;
    const std::string diff = unified_diff({name, text}, {kNowhere, ""});
    result.diff += diff.empty() ? fmt::format("{}: would be removed\n", name) : diff;
  }
}

void compare_suite(OutputResult& result, const SuiteOutput& suite, const Fd& dir, const OutputOptions& options) {
  require_component(suite.name);
  const std::string shown = options.dir + "/" + suite.name;
  const Fd existing = dir.open() ? open_folder(dir.get(), suite.name.c_str(), shown) : Fd();
  if (!suite.wanted()) {
    if (existing.open()) add_left_over(result, existing, suite_files_in(existing.get()), shown);
    return;
  }
  std::vector<Compared> folders(suite.folders.size());
  for_each_parallel(folders.size(), options.jobs, [&](std::size_t i) {
    const std::string& name = suite.folders[i];
    require_component(name);
    const Fd folder = existing.open() ? open_folder(existing.get(), name.c_str(), shown + "/" + name) : Fd();
    folders[i] = compare_folder(folder, suite.folder_files(i), shown);
  });
  for (const Compared& folder : folders) add(result, folder);
  add(result, compare_folder(existing, suite.suite_files(), shown));
  const Compared manifest = compare_folder(existing, {suite.manifest()}, shown);
  add(result, manifest);
  if (existing.open()) add_left_over(result, existing, {suite.unwanted.begin(), suite.unwanted.end()}, shown);
  if (!existing.open() || manifest.changed == 0) return;  // as it was: nothing is left over
  std::set<std::string> former = manifest_files(existing.get());
  for (const Compared& folder : folders) {
    for (const std::string& path : folder.paths) former.erase(path);
  }
  add_left_over(result, existing, former, shown);
}

}  // namespace

OutputResult compare_output(const std::vector<SuiteOutput>& suites, const OutputOptions& options) {
  OutputResult result;
  Fd dir(::open(options.dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!dir.open() && errno != ENOENT) throw IoError{options.dir, errno};
  for (const SuiteOutput& suite : suites) compare_suite(result, suite, dir, options);
  return result;
}

}  // namespace perfc::driver
