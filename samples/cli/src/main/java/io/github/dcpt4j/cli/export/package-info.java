/** Turning checkpoints into models, and describing both. */
package io.github.dcpt4j.cli.export;
