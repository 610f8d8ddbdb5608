/** Pictures from and to Java's own images. */
package io.github.dcpt4j.sdk.image.awt;
