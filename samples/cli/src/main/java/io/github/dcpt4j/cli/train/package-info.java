/** Training runs: starting and resuming them, and step times. */
package io.github.dcpt4j.cli.train;
