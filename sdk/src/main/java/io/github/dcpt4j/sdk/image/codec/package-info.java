/** Reads and writes picture files, finds them in folders, and looks at their headers. */
package io.github.dcpt4j.sdk.image.codec;
