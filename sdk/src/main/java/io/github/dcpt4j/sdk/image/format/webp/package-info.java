/** Reads and writes WebP files. */
package io.github.dcpt4j.sdk.image.format.webp;
