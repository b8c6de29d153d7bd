// What a command works on, for as long as the process lives: taking a large program apart, node by node, takes longer
// than checking it.
#pragma once

#include <memory>

namespace perfc::driver {

// One of each type: what was kept before is not reachable any more.
template <class T>
T& kept_for_good(std::unique_ptr<T> made) {
  static T* kept = nullptr;  // never deleted, but reachable: no leak
  kept = made.release();
  return *kept;
}

}  // namespace perfc::driver
