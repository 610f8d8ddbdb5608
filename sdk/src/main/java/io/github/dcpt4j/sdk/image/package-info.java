/**
 * Pictures on the Java heap, and the limits and options with which their files are read and
 * written. Files are read and written by {@code io.github.dcpt4j.sdk.image.codec}; pictures go from
 * and to OpenCV's matrices and Java's images in {@code opencv} and {@code awt}.
 */
package io.github.dcpt4j.sdk.image;
