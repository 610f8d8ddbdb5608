/**
 * What is common to all picture file formats: the interface of a format, what its files state and
 * can hold, and decoding and encoding with OpenCV. Each format has a package of its own below.
 */
package io.github.dcpt4j.sdk.image.format;
