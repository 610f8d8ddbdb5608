/** Pictures from and to OpenCV's matrices. */
package io.github.dcpt4j.sdk.image.opencv;
