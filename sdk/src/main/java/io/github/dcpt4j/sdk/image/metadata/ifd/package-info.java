/** Image file directories: the tagged values of TIFF files and EXIF blocks. */
package io.github.dcpt4j.sdk.image.metadata.ifd;
