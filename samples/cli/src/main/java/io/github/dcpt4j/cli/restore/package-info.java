/** Restoring and classifying pictures. */
package io.github.dcpt4j.cli.restore;
