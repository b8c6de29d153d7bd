# Suites besides the unit tests, one folder each.
if(TARGET perfc_emit)
  add_subdirectory(runtime)
endif()
add_subdirectory(cli)
add_subdirectory(e2e)
add_subdirectory(diag)
add_subdirectory(golden)
add_subdirectory(pipelines)
add_subdirectory(slurm)

find_package(Python3 COMPONENTS Interpreter REQUIRED)
add_test(NAME layout COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/layout.py ${CMAKE_SOURCE_DIR})
