/** What a picture file holds beside the pixels: colour profile, EXIF data, orientation. */
package io.github.dcpt4j.sdk.image.metadata;
