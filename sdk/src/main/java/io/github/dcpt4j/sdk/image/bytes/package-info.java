/** Questions to the bytes of a file. */
package io.github.dcpt4j.sdk.image.bytes;
