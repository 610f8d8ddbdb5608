/** Pictures on the Java heap, and reading and writing them. */
package io.github.dcpt4j.sdk.image;
