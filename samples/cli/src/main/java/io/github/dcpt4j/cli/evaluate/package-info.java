/** Measuring a model on test sets, and pages about training runs. */
package io.github.dcpt4j.cli.evaluate;
