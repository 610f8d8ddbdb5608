/** Reads and writes PNG files. */
package io.github.dcpt4j.sdk.image.format.png;
