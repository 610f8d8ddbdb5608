package io.github.dcpt4j.sdk.image.codec;

/**
 * What a picture file states of itself, known before any pixel is decoded.
 *
 * @param format the file format
 * @param width pixels in a row of the picture as it is to be seen, its orientation applied
 * @param height rows of the picture as it is to be seen
 * @param decodedBytes bytes that the decoded picture takes at most
 * @param work estimate of decoding, in visits of a sample, of about 5 ns each
 * @param severalPages whether the file holds more pictures, of which the first is read
 */
public record PictureInfo(
    PictureFormat format,
    int width,
    int height,
    long decodedBytes,
    long work,
    boolean severalPages) {}
