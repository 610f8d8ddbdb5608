/** Measuring a model on test sets. */
package io.github.dcpt4j.cli.evaluate;
