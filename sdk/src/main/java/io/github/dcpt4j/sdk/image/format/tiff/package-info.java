/** Reads and writes TIFF files. */
package io.github.dcpt4j.sdk.image.format.tiff;
