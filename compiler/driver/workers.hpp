// The same work for many numbers, on several threads.
#pragma once

#include <cstddef>
#include <functional>

namespace perfc::driver {

// Calls work(i) for each i below `count`, on at most `threads` threads, small numbers first. After the first exception
// no more work is begun; it is rethrown here once all threads have ended.
void for_each_parallel(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work);

// How many processors this process may use, at least 1.
unsigned usable_processors();

}  // namespace perfc::driver
