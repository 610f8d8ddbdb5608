/** The command line. */
package io.github.dcpt4j.cli;
