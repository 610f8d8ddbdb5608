/**
 * What is common to all picture file formats: the interface of a format, what its files state, and
 * decoding and encoding with OpenCV. Each format has a package of its own below.
 *
 * <p>To add a format, write a class that implements {@link
 * io.github.dcpt4j.sdk.image.format.ImageFormat} and name it in a line of {@code
 * io.github.dcpt4j.sdk.image.codec.PictureFormat}. Extensions, messages and the help of programs
 * follow from that list, and {@code PictureFormatContractTest} goes over it: what a format says
 * that it can hold must come back. {@code inspect} checks the size against the limits before
 * anything else, so that a file that is cut off is still seen to be too large, follows the lengths
 * that the file states, and estimates the work of decoding wherever it is not one visit of each
 * sample.
 */
package io.github.dcpt4j.sdk.image.format;
