// Memory for the trees of large files.
#pragma once

#include <cstddef>
#include <memory>
#include <memory_resource>

namespace perfc::syntax {

// An arena for the tree of a text of `bytes` bytes. A tree takes about ten times the room of its text; for a large one
// most of the time would go into the kernel's page faults, so its memory comes in huge pages where the kernel has them.
std::unique_ptr<std::pmr::monotonic_buffer_resource> make_arena(std::size_t bytes);

}  // namespace perfc::syntax
