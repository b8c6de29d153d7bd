#include "compiler/driver/workers.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace perfc::driver {
void for_each_parallel(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work,
                       std::size_t run) {
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> failed = false;
  std::mutex mutex;
  std::exception_ptr first;
  const auto loop = [&] {
    try {
      while (!failed.load(std::memory_order_relaxed)) {
        const std::size_t begin = next.fetch_add(run, std::memory_order_relaxed);
        if (begin >= count) return;
        for (std::size_t i = begin; i < std::min(begin + run, count); ++i) work(i);
      }
    } catch (...) {
      failed.store(true, std::memory_order_relaxed);
      const std::lock_guard lock(mutex);
      if (!first) first = std::current_exception();
    }
  };
  const std::size_t wanted = std::min<std::size_t>(threads, (count + run - 1) / run);
  {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < wanted; ++i) others.emplace_back(loop);
    loop();
  }
  if (first) std::rethrow_exception(first);
}

unsigned usable_processors() { return std::max(1U, std::thread::hardware_concurrency()); }

}  // namespace perfc::driver
