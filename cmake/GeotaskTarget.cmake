# SPDX-License-Identifier: GPL-2.0-or-later
#
# What every target of ours gets: warnings and, where a preset asks for them, sanitizers.

add_library(geotask_options INTERFACE)
target_compile_options(geotask_options INTERFACE -Wall -Wextra)
if(GEOTASK_WERROR)
  target_compile_options(geotask_options INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND
   (GEOTASK_SANITIZE OR CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 13))
  # GCC takes what an empty std::optional or another kind of std::variant holds for something that is
  # read: version 14 at -O1, each one under a sanitizer.
  target_compile_options(geotask_options INTERFACE -Wno-maybe-uninitialized)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_compile_options(geotask_options INTERFACE -Wthread-safety -Werror=thread-safety)
endif()
if(GEOTASK_SANITIZE)
  # What UBSan finds ends the program, so that no test passes in spite of it.
  target_compile_options(geotask_options INTERFACE
    -fsanitize=${GEOTASK_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(geotask_options INTERFACE -fsanitize=${GEOTASK_SANITIZE})
endif()

# geotask_library(NAME SOURCES file... [DEPENDS target...] [PRIVATE_DEPENDS target...])
# A room: a static library whose DEPENDS are the rooms and libraries it may include.
function(geotask_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS;PRIVATE_DEPENDS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC ${ARG_DEPENDS}
    PRIVATE $<BUILD_INTERFACE:geotask_options> ${ARG_PRIVATE_DEPENDS})
endfunction()

# geotask_program(NAME SOURCES file... [DEPENDS target...])
function(geotask_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE geotask_options ${ARG_DEPENDS})
endfunction()

# geotask_test(NAME SOURCES file... [DEPENDS target...])
# A GoogleTest program, registered with ctest as a whole; its label is the folder it stands in.
function(geotask_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/server ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(${name} PRIVATE geotask_options ${ARG_DEPENDS} GTest::gmock GTest::gtest_main)
  # What is tested is optimised as it is installed; the tests themselves need to compile fast.
  target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O1>)
  get_filename_component(folder ${CMAKE_CURRENT_SOURCE_DIR} NAME)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS ${folder} TIMEOUT 600)
endfunction()
