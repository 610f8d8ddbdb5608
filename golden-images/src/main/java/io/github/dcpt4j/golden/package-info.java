/**
 * Photographs, their degraded forms, and what the built-in model makes of them. Each lies as a
 * resource in this package, in the folders that {@link io.github.dcpt4j.golden.GoldenSet} names;
 * {@link io.github.dcpt4j.golden.RegenerateGoldens} makes them. Authors and licences of the
 * photographs are in the project's {@code NOTICE}.
 */
package io.github.dcpt4j.golden;
