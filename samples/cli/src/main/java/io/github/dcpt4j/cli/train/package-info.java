/** Training runs: starting and resuming them, their reports, step times and averages. */
package io.github.dcpt4j.cli.train;
