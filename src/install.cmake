# What `cmake --install` puts where: the program, the libraries, the header, what other builds find them by, the data and
# the documents.
include(CMakePackageConfigHelpers)

# The libraries that one who links libcourant.a must link too, as the linker's options: read from what the folders named.
function(link_options_of out)
  set(options "")
  set(left ${ARGN})
  while(left)
    list(POP_FRONT left item)
    if(item STREQUAL "Threads::Threads")
      list(APPEND options -pthread)
    elseif(item MATCHES "^PkgConfig::(.+)$")
      list(TRANSFORM ${CMAKE_MATCH_1}_LIBRARIES PREPEND -l OUTPUT_VARIABLE inner)
      list(APPEND options ${inner})
    elseif(item MATCHES "^::@")
      continue()  # CMake's note of the folder that an entry comes from
    elseif(item MATCHES "/lib([^/]+)\\.(so|a)$")
      list(APPEND options -l${CMAKE_MATCH_1})
    elseif(item MATCHES "^-")
      list(APPEND options ${item})
    else()
      list(APPEND options -l${item})
    endif()
  endwhile()
  set(${out} ${options} PARENT_SCOPE)
endfunction()

get_target_property(linked courant_objects LINK_LIBRARIES)
link_options_of(COURANT_LINK_OPTIONS ${linked} stdc++ m)
list(JOIN COURANT_LINK_OPTIONS " " COURANT_LINK_LINE)

# Paths relative to the prefix make the installed tree movable.
configure_file(api/courant.pc.in courant.pc @ONLY)
configure_package_config_file(api/courant-config.cmake.in courant-config.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/courant
  PATH_VARS CMAKE_INSTALL_INCLUDEDIR CMAKE_INSTALL_LIBDIR CMAKE_INSTALL_DATADIR)
write_basic_package_version_file(courant-config-version.cmake COMPATIBILITY SameMinorVersion)

install(TARGETS courant_program courant_static courant_shared)
install(FILES api/courant.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/courant.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/courant-config.cmake ${CMAKE_CURRENT_BINARY_DIR}/courant-config-version.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/courant)
foreach(data IN ITEMS lexicons digest-templates examples)
  if(EXISTS ${PROJECT_SOURCE_DIR}/${data})
    install(DIRECTORY ${PROJECT_SOURCE_DIR}/${data} DESTINATION ${CMAKE_INSTALL_DATADIR}/courant)
  endif()
endforeach()
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/CHANGELOG.md
  DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING PATTERN "*.md")

# Man pages, made of docs/commands/ where lowdown is there; and what shells complete.
find_program(LOWDOWN lowdown)
if(LOWDOWN)
  file(GLOB pages CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/commands/*.md)
  add_custom_command(OUTPUT ${PROJECT_BINARY_DIR}/man/courant.1 DEPENDS ${PROJECT_SOURCE_DIR}/docs/man.sh ${pages} VERBATIM
    COMMAND sh ${PROJECT_SOURCE_DIR}/docs/man.sh ${PROJECT_BINARY_DIR}/man ${PROJECT_VERSION})
  add_custom_target(man ALL DEPENDS ${PROJECT_BINARY_DIR}/man/courant.1)
  install(DIRECTORY ${PROJECT_BINARY_DIR}/man/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
else()
  message(STATUS "No lowdown: no man pages")
endif()
install(FILES ${PROJECT_BINARY_DIR}/completions/courant.bash RENAME courant
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${PROJECT_BINARY_DIR}/completions/courant.zsh RENAME _courant
  DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES ${PROJECT_BINARY_DIR}/completions/courant.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)

# cpack -G DEB --config build/release/CPackConfig.cmake: a package for Debian 12.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME courant)
set(CPACK_PACKAGE_CONTACT "The Courant developers <courant@localhost>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION text)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# what is loaded at run time, not linked
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libcurl4, libgmime-3.0-0")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${PROJECT_BINARY_DIR})
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
  "Reads articles in more than sixty languages and writes the day's digest:
the stories that matter, the key sentences of each, word for word, every
one with its source. Holds the program, the library and its header.")
include(CPack)
