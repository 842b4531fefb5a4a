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
foreach(data IN ITEMS lexicons digest-templates)
  if(EXISTS ${PROJECT_SOURCE_DIR}/${data})
    install(DIRECTORY ${PROJECT_SOURCE_DIR}/${data} DESTINATION ${CMAKE_INSTALL_DATADIR}/courant)
  endif()
endforeach()
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/CHANGELOG.md
  DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING PATTERN "*.md")
