# Writes a C++ source OUT that holds FILES (absolute paths below ROOT) as string literals: see embedded.hpp.
#
# Every byte is written as \xNN: a letter after an escape would otherwise be read as one more digit of it, and no byte can
# end the literal. A literal may be longer than the 65,536 characters that ISO C++ promises; g++ and clang have no limit.
set(names)
foreach(path IN LISTS FILES)
  file(RELATIVE_PATH name ${ROOT} ${path})
  list(APPEND names ${name})
endforeach()
list(SORT names)  # by bytes: embedded_file() searches by halves

set(text "#include \"compiler/base/embedded.hpp\"\n\n#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n")
string(APPEND text "namespace perfc {\nnamespace {\nusing namespace std::literals;\n\nconstexpr EmbeddedFile kFiles[] = {\n")
string(REPEAT "[0-9a-f]" 64 line)
foreach(name IN LISTS names)
  file(READ ${ROOT}/${name} hex HEX)
  string(REGEX REPLACE "(${line})" "\\1\"\n\"" hex "${hex}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" hex "${hex}")
  string(APPEND text "{\"${name}\"sv,\n\"${hex}\"sv},\n")
endforeach()
# The last element keeps the array from being empty.
string(APPEND text "{\"\"sv, \"\"sv}};\n\n}  // namespace\n\n")
string(APPEND text "std::span<const EmbeddedFile> embedded_files() { return {kFiles, std::size(kFiles) - 1}; }\n\n}  // namespace perfc\n")
file(WRITE ${OUT}.tmp "${text}")
file(RENAME ${OUT}.tmp ${OUT})
