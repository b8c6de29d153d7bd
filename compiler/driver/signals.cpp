#include "compiler/driver/signals.hpp"

#include <atomic>

namespace perfc::driver {
namespace {

// The one thing a handler may touch; lock-free, so it is safe from a handler and from worker threads.
std::atomic<int> noted = 0;
static_assert(std::atomic<int>::is_always_lock_free);

void note(int signal) { noted.store(signal, std::memory_order_relaxed); }

}  // namespace

SignalGuard::SignalGuard() {
  noted.store(0, std::memory_order_relaxed);
  struct sigaction action {};
  action.sa_handler = note;
  action.sa_flags = SA_RESTART;
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    ::sigaction(kSignals[i], nullptr, &former_[i]);
    // nohup and shells in the background ignore signals on purpose.
    if (former_[i].sa_handler != SIG_IGN) ::sigaction(kSignals[i], &action, nullptr);
  }
}

SignalGuard::~SignalGuard() {
  for (std::size_t i = 0; i < kSignals.size(); ++i) ::sigaction(kSignals[i], &former_[i], nullptr);
}

int SignalGuard::pending() { return noted.load(std::memory_order_relaxed); }

}  // namespace perfc::driver
