/** Restores and classifies photographs. */
package io.github.dcpt4j.sdk;
