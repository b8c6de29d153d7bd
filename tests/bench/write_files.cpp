// The bare writing that building a suite is measured against: the same files from memory, with as many threads, and
// nothing else.
//
//   write_files pack DIR BLOB      keeps the files below DIR in one file
//   write_files write BLOB DIR N   makes DIR and writes them there with N threads
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

namespace fs = std::filesystem;

[[noreturn]] void die(const std::string& what) {
  std::perror(what.c_str());
  std::exit(1);
}

struct File {
  std::string name;
  std::string_view text;
  bool executable = false;
};
using Folders = std::vector<std::pair<std::string, std::vector<File>>>;  // parents first

// A blob is a sequence of records: path length, text length, executable; path; text.
struct Header {
  std::uint32_t path = 0;
  std::uint32_t text = 0;
  std::uint32_t executable = 0;
};

void pack(const fs::path& root, const char* blob) {
  std::ofstream out(blob, std::ios::binary);
  std::map<std::string, fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.is_regular_file()) files.emplace(fs::relative(entry.path(), root).string(), entry.path());
  }
  for (const auto& [name, path] : files) {
    std::ifstream in(path, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    const bool executable = (fs::status(path).permissions() & fs::perms::owner_exec) != fs::perms::none;
    const Header header{static_cast<std::uint32_t>(name.size()), static_cast<std::uint32_t>(text.size()), executable};
    out.write(reinterpret_cast<const char*>(&header), sizeof header);
    out << name << text;
  }
  if (!out.flush()) die(blob);
}

Folders read_blob(const char* path) {
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  struct stat status {};
  if (fd < 0 || fstat(fd, &status) != 0) die(path);
  const auto size = static_cast<std::size_t>(status.st_size);
  const char* data = static_cast<const char*>(mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0));
  if (data == MAP_FAILED) die(path);
  std::map<std::string, std::vector<File>> folders;
  for (std::size_t at = 0; at < size;) {
    Header header;
    std::memcpy(&header, data + at, sizeof header);
    const std::string name(data + at + sizeof header, header.path);
    const std::size_t slash = name.rfind('/');
    folders[slash == std::string::npos ? "" : name.substr(0, slash)].push_back(
        {name.substr(slash + 1), {data + at + sizeof header + header.path, header.text}, header.executable != 0});
    at += sizeof header + header.path + header.text;
  }
  return {folders.begin(), folders.end()};
}

void write_folder(int root, const std::pair<std::string, std::vector<File>>& folder) {
  if (!folder.first.empty() && mkdirat(root, folder.first.c_str(), 0777) != 0 && errno != EEXIST) die(folder.first);
  const int parent =
      folder.first.empty() ? dup(root) : openat(root, folder.first.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (parent < 0) die(folder.first);
  for (const File& file : folder.second) {
    const int fd =
        openat(parent, file.name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, file.executable ? 0777 : 0666);
    if (fd < 0 || write(fd, file.text.data(), file.text.size()) != static_cast<ssize_t>(file.text.size()) ||
        close(fd) != 0) {
      die(file.name);
    }
  }
  close(parent);
}

void write_all(const char* blob, const char* into, unsigned threads) {
  const Folders folders = read_blob(blob);
  fs::create_directories(into);
  const int root = open(into, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (root < 0) die(into);
  // Folders with no files of their own are parents: made before the rest.
  for (const auto& [name, files] : folders) {
    const std::size_t slash = name.rfind('/');
    if (slash != std::string::npos) fs::create_directories(fs::path(into) / name.substr(0, slash));
  }
  std::atomic<std::size_t> next = 0;
  std::vector<std::thread> workers;
  for (unsigned i = 0; i < threads; ++i) {
    workers.emplace_back([&] {
      for (std::size_t at = next++; at < folders.size(); at = next++) write_folder(root, folders[at]);
    });
  }
  for (std::thread& worker : workers) worker.join();
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view command = argc > 1 ? argv[1] : "";
  if (command == "pack" && argc == 4) {
    pack(argv[2], argv[3]);
  } else if (command == "write" && argc == 5) {
    write_all(argv[2], argv[3], static_cast<unsigned>(std::atoi(argv[4])));
  } else {
    std::fputs("usage: write_files pack DIR BLOB | write BLOB DIR THREADS\n", stderr);
    return 2;
  }
  return 0;
}
