// DIR while it is being written: the lock on it, the staging folder inside, and the way back.
#pragma once

#include <string>

#include "compiler/driver/filesystem.hpp"
#include "compiler/driver/journal.hpp"

namespace perfc::driver {

class Staging {
 public:
  // Makes DIR if it is not there, locks it and makes the staging folder. Throws IoError or OutputBusy.
  Staging(const std::string& dir, bool swap);
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;
  // Unless keep() was called everything is taken back. The staging folder goes in any case.
  ~Staging();

  [[nodiscard]] int dir() const { return dir_.get(); }
  [[nodiscard]] int folder() const { return folder_.get(); }
  [[nodiscard]] const std::string& name() const { return name_; }  // below DIR
  Journal& journal() { return journal_; }
  void keep() { kept_ = true; }

 private:
  void lock(const std::string& dir);
  void undo() noexcept;

  MadeFolders made_;
  std::string name_;
  Fd dir_;
  Fd folder_;
  Journal journal_;
  bool kept_ = false;
};

}  // namespace perfc::driver
