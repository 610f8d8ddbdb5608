/** Reads and writes BMP files. */
package io.github.dcpt4j.sdk.image.format.bmp;
