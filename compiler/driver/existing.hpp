// What an earlier build left in DIR.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "compiler/driver/filesystem.hpp"
#include "compiler/driver/output.hpp"

namespace perfc::driver {

enum class Existing : unsigned char { absent, differs, same };

// Compares the file `name` of the folder `at` with what it is to be. Its text goes to `*text` when that is not null.
// Something that is no regular file differs; a folder is refused. Throws IoError.
Existing compare_file(int at, const char* name, const Artefact& wanted, std::string_view shown,
                      std::string* text = nullptr);

// The files of tests, as "<test>/<file>", that the manifest.json in the folder `suite` lists. Empty when there is none
// or when it is not one that perfc wrote: then nothing may be removed.
std::set<std::string> manifest_files(int suite);

// The same with the suite's own files, where that manifest lists any.
std::set<std::string> suite_files_in(int suite);

// Throw std::logic_error for a name that is not one component of a path, and for an artefact that is not a file of
// `folder` (empty: of the suite itself): earlier phases report such names.
void require_component(std::string_view name);
void require_file_of(std::string_view folder, const Artefact& file);
// The last component of the path of an artefact.
const char* file_name(const Artefact& file);

}  // namespace perfc::driver
