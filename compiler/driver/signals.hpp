// While an object of this lives, SIGINT, SIGTERM and SIGHUP no longer end the process at once but are noted, so that
// what was half written can be taken away first. Handlers belong to the process, hence one object at a time.
#pragma once

#include <array>
#include <csignal>

namespace perfc::driver {

// Thrown at the next good moment after a signal.
struct Interrupted {
  int signal = 0;
};

class SignalGuard {
 public:
  SignalGuard();
  SignalGuard(const SignalGuard&) = delete;
  SignalGuard& operator=(const SignalGuard&) = delete;
  ~SignalGuard();  // puts back the former handlers

  [[nodiscard]] static int pending();  // number of the signal, 0 when there was none
  static void check() {
    if (const int signal = pending(); signal != 0) throw Interrupted{signal};
  }

 private:
  static constexpr std::array kSignals = {SIGINT, SIGTERM, SIGHUP};
  std::array<struct sigaction, kSignals.size()> former_{};
};

}  // namespace perfc::driver
