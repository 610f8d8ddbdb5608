package io.github.dcpt4j.sdk.image.codec;

/**
 * What a picture file states of itself, known before any pixel is decoded.
 *
 * @param format the file format
 * @param width pixels in a row of the picture as it is to be seen, its orientation applied
 * @param height rows of the picture as it is to be seen
 * @param decodedBytes bytes that the decoded picture takes at most
 */
public record PictureInfo(PictureFormat format, int width, int height, long decodedBytes) {}
