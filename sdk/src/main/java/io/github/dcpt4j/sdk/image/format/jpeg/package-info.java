/** Reads and writes JPEG files. */
package io.github.dcpt4j.sdk.image.format.jpeg;
