/**
 * The command {@code dcpt}. Each package below holds the commands of one subject; {@code shared}
 * holds what several of them need, and no package but this one knows the others.
 */
package io.github.dcpt4j.cli;
