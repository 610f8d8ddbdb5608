/** Options, inputs, messages and output that several commands share. */
package io.github.dcpt4j.cli.shared;
