// The same work for many numbers, on several threads.
#pragma once

#include <cstddef>
#include <functional>

namespace perfc::driver {

// Numbers are handed out in runs, so that threads do not pass one cache line back and forth; below two runs of small
// work a second thread costs more than it brings.
inline constexpr std::size_t kRunOfSmallWork = 8;

// Calls work(i) for each i below `count`, on at most `threads` threads, small numbers first. After the first exception
// no more work is begun; it is rethrown here once all threads have ended.
void for_each_parallel(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work,
                       std::size_t run = kRunOfSmallWork);

// How many processors this process may use, at least 1.
unsigned usable_processors();

}  // namespace perfc::driver
