/** Pictures on the Java heap. */
package io.github.dcpt4j.sdk.image;
